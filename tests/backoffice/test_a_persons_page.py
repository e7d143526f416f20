from datetime import date

import pytest
from django.urls import reverse

from cnss_amo.accounts.acting import acting
from cnss_amo.accounts.enums import LookKind
from cnss_amo.accounts.models import Look
from cnss_amo.backoffice.desk import TABS
from registration.enums import State
from registration.models import OtherCover, Person
from tests.liaison.lists import registered
from tests.registration.factories import make_activity, make_person

pytestmark = pytest.mark.django_db


def address(person, tab=""):
    return reverse("backoffice:person", args=[person.pk]) + (f"?onglet={tab}" if tab else "")


@pytest.fixture
def agent(client, amina):
    client.force_login(amina)
    return client


def test_the_page_says_who_she_is_and_hides_what_could_be_stolen(agent):
    karim = make_person(
        cin="AB123456",
        phone="+212612345678",
        email="karim@example.com",
        last_name_ar="بناني",
        first_name_ar="كريم",
    )

    page = agent.get(address(karim)).text

    assert '<bdi lang="fr" dir="ltr">Karim Bennani</bdi>' in page
    assert '<bdi lang="ar" dir="rtl">كريم بناني</bdi>' in page
    for shown in (karim.formatted_number, "12/03/1980", "AB••••56", "06••••••78", "k•••@"):
        assert shown in page


@pytest.mark.parametrize("tab", [tab.slug for tab in TABS])
def test_no_tab_shows_what_could_be_stolen(agent, tab):
    karim = make_person(
        cin="AB123456",
        phone="+212612345678",
        email="karim@example.com",
        address="12 rue des Orangers",
    )

    page = agent.get(address(karim, tab)).text

    assert "Karim Bennani" in page
    for hidden in ("AB123456", "612345678", "karim@", "rue des Orangers"):
        assert hidden not in page


def test_the_address_of_the_page_tells_nothing_and_cannot_be_guessed(agent):
    karim, salma = make_person(), make_person()

    assert karim.formatted_number not in address(karim)
    forged = address(karim).replace(f"{karim.pk:x}-", f"{salma.pk:x}-")
    assert agent.get(forged).status_code == 404
    assert agent.get(address(Person(pk=2**40))).status_code == 404


def test_activities_are_told_in_plain_words(agent):
    karim = make_person()
    make_activity(
        karim,
        "AE",
        started_on=date(2019, 5, 2),
        subject_from=date(2021, 12, 1),
        professional_id="AE-77",
        facts={"ir_annuel": 1200.5, "sector": "SERVICE", "enrolled_on": "2019-05-02"},
    )

    page = agent.get(address(karim, "activites")).text

    for words in ("Auto-entrepreneurs", "2 mai 2019", "1er décembre 2021", "AE-77", "service"):
        assert words in page
    assert "1\u202f200,50 DH" in page or "1\xa0200,50 DH" in page


@pytest.mark.parametrize(
    ("state", "sub_category", "words"),
    [
        (State.PRE_REGISTERED, "CPU", "reste à compléter"),
        (State.PRE_REGISTERED, "RAMED", "Rien à compléter"),
        (State.COMPLETED, "CPU", "est complète"),
        (State.DEREGISTERED, "CPU", "Aucune activité en cours"),
    ],
)
def test_the_state_is_said_in_a_sentence(agent, state, sub_category, words):
    karim = make_person(state=state)
    make_activity(karim, sub_category)

    assert words in agent.get(address(karim)).text


def test_a_disputed_document_another_cover_and_a_missing_listing_stand_out(agent):
    karim = make_person(document_disputed=True)
    make_activity(karim, missing_list=7)
    OtherCover.objects.create(document_key=karim.document_key, scheme="CNOPS")

    page = agent.get(address(karim)).text

    assert "Pièce contestée" in page
    assert "pièce contestée" in agent.get(address(karim, "historique")).text
    assert "autre régime : CNOPS" in page
    assert "ne cite plus cette personne" in page


def test_the_history_tells_each_list_its_line_and_what_changed(agent):
    registered("DGI", {})
    registered("DGI", {"IR_ANNUEL": "9000", "NOM": "Tazi"}, on=date(2022, 12, 31))
    [karim] = Person.objects.all()

    page = agent.get(address(karim, "historique")).text

    assert "Immatriculation" in page
    assert "Mise à jour" in page
    assert "a changé :" in page
    assert "données de l&#x27;activité" in page
    assert "dit autre chose, non repris : nom" in page
    assert "Direction générale des impôts" in page


def test_an_activity_says_which_list_and_line_it_came_from(client, agent, hind):
    received_list = registered("DGI", {})
    [karim] = Person.objects.all()
    place = reverse("liaison:list", args=[received_list.pk])

    page = agent.get(address(karim, "activites")).text
    assert received_list.reference in page
    assert place not in page
    client.force_login(hind)
    assert place in client.get(address(karim, "activites")).text


def test_a_change_that_no_list_explains_is_told(agent):
    karim = make_person()
    Person.objects.filter(pk=karim.pk).update(sex="M")

    assert "Fiche modifiée" in agent.get(address(karim, "historique")).text


def test_every_look_at_a_file_is_recorded(agent, amina):
    karim = make_person()

    agent.get(address(karim))

    look = Look.objects.get()
    assert (look.user, look.kind, look.people) == (amina, LookKind.PERSON, [karim.pk])


@pytest.mark.parametrize("tab", [tab.slug for tab in TABS])
@pytest.mark.parametrize("lists", [1, 4])
def test_a_file_asks_few_questions(agent, lists, tab, django_assert_max_num_queries):
    for month in range(1, lists + 1):
        registered("DGI", {"IR_ANNUEL": str(1000 * month)}, on=date(2022, month, 28))
    [karim] = Person.objects.all()

    with django_assert_max_num_queries(12):
        agent.get(address(karim, tab))


@pytest.mark.parametrize("language", ["fr", "ar"])
def test_the_page_reads_in_both_languages(agent, language):
    karim = make_person()
    make_activity(karim)

    page = agent.get(address(karim), headers={"accept-language": language}).text

    assert f'<html lang="{language}"' in page
    assert ("Activités" in page) == (language == "fr")


def test_a_tab_that_does_not_exist_is_the_first(agent):
    karim = make_person()

    page = agent.get(address(karim, "n-importe-quoi")).text

    assert page.count('aria-current="page"') == 1
    assert "Activité en cours" in page


def test_a_change_by_hand_says_what_stood_before_and_why_but_no_sealed_datum(agent, amina):
    karim = make_person(phone="+212612345678", first_name="Karim")
    with acting(reason="acte de naissance vu", by=amina):
        Person.objects.filter(pk=karim.pk).update(
            first_name="Kamal", phone_key=b"1" * 16, birth_date=date(1981, 3, 12)
        )

    page = agent.get(address(karim, "historique")).text

    changes = "nom et prénom (avant : Karim) · date de naissance (avant : 12/03/1980) · téléphone"
    assert f"{changes} · acte de naissance vu" in page
    assert "12345678" not in page
