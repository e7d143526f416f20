from datetime import date

import pytest
from django.urls import reverse

from cnss_amo.accounts.enums import LookKind, Role
from cnss_amo.accounts.models import Look
from registration.enums import CorrectionState
from registration.models import Correction, Person
from tests.registration.factories import make_person
from tests.staff import sign_in

pytestmark = pytest.mark.django_db

SAID = {"paper": "CIN", "reason": "La carte dit autre chose"}


@pytest.fixture
def agent(client, amina):
    client.force_login(amina)
    return client


@pytest.fixture
def youssef(hire):
    """Supervisor of the agency."""
    return hire("youssef", Role.SUPERVISOR)


@pytest.fixture
def karim():
    return make_person(cin="AB123456", birth_place="Fès", sex="M", nationality="MA")


def address(person):
    return reverse("backoffice:correct", args=[person.pk])


def page_of(correction):
    return reverse("backoffice:correction", args=[correction.pk])


def typed(person, **changed):
    shown = {
        "last_name": person.last_name,
        "first_name": person.first_name,
        "birth": str(person.born),
        "birth_place": person.birth_place,
        "sex": person.sex,
        "nationality": person.nationality,
        "document_kind": "CIN",
    }
    return shown | SAID | changed


def proposed(agent, person, **changed):
    response = agent.post(address(person), typed(person, **changed))
    assert response.status_code == 302, response.context["form"].errors
    return Correction.objects.latest("pk")


def test_the_form_shows_the_identity_and_hides_the_document(agent, karim, amina):
    page = agent.get(address(karim)).text

    for shown in ("Bennani", "12/03/1980", "Fès", "AB••••56"):
        assert shown in page
    assert "AB123456" not in page
    look = Look.objects.get()
    assert (look.user, look.kind, look.people) == (amina, LookKind.PERSON, [karim.pk])


def test_only_what_differs_is_proposed(agent, karim, amina):
    correction = proposed(agent, karim, last_name="Bennis", birth="1981", document="cd 777")

    assert correction.proposed == {
        "last_name": "Bennis",
        "birth_date": "1981-01-01",
        "birth_precision": "Y",
    }
    assert (correction.by, correction.document_kind) == (amina, "CIN")
    karim.refresh_from_db()
    assert karim.last_name == "Bennani"


@pytest.mark.parametrize(
    ("typed_birth", "day", "precision"),
    [
        ("13/03/1980", date(1980, 3, 13), "D"),
        ("1980-03-13", date(1980, 3, 13), "D"),
        ("04/1980", date(1980, 4, 1), "M"),
        ("1980", date(1980, 1, 1), "Y"),
    ],
)
def test_a_birth_is_read_as_far_as_it_is_known(
    agent, client, youssef, karim, typed_birth, day, precision
):
    correction = proposed(agent, karim, birth=typed_birth)
    sign_in(client, youssef)
    client.get(page_of(correction))

    client.post(page_of(correction), {"decision": "ACCEPT"})

    karim.refresh_from_db()
    assert (karim.birth_date, karim.birth_precision) == (day, precision)


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"last_name": "Bennani7"}, "last_name"),
        ({"last_name_ar": "Bennani", "first_name_ar": "كريم"}, "last_name_ar"),
        ({"last_name_ar": "بناني"}, "first_name_ar"),
        ({"birth": "31/02/1980"}, "birth"),
        ({"birth": "12/03/2980"}, "birth"),
        ({"document": "???"}, "document"),
        ({"paper": ""}, "paper"),
        ({"reason": " "}, "reason"),
        ({"in_force_on": "hier"}, "in_force_on"),
        ({}, "__all__"),
    ],
)
def test_what_is_wrong_is_said_beside_its_field_and_what_was_typed_is_kept(
    agent, karim, wrong, field
):
    response = agent.post(address(karim), typed(karim, **wrong))

    assert response.status_code == 200
    assert list(response.context["form"].errors) == [field]
    assert not Correction.objects.exists()


def test_a_document_of_somebody_else_leads_to_the_comparison(agent, karim):
    salma = make_person(cin="CD777")

    page = agent.post(address(karim), typed(karim, document="CD777")).text

    assert reverse("backoffice:merge_with", args=[karim.pk, salma.pk]) in page


def test_the_second_person_sees_before_and_after_and_accepts(agent, client, karim, youssef):
    correction = proposed(agent, karim, last_name="Bennis", document="CD777777")
    sign_in(client, youssef)

    page = client.get(page_of(correction)).text

    for shown in ("Bennani", "Bennis", "AB••••56", "CD••••77", "La carte dit autre chose"):
        assert shown in page
    assert "CD777777" not in page
    look = Look.objects.latest("pk")
    assert (look.user, look.people) == (youssef, [karim.pk])
    response = client.post(page_of(correction), {"decision": "ACCEPT"})
    assert response.url == reverse("backoffice:person", args=[karim.pk])
    karim.refresh_from_db()
    assert karim.last_name == "Bennis"
    after = client.get(page_of(correction)).text
    assert "AB••••56" in after
    assert "Enregistrer la décision" not in after


def test_a_refusal_says_why(agent, client, karim, youssef):
    correction = proposed(agent, karim, last_name="Bennis")
    sign_in(client, youssef)
    assert client.post(page_of(correction), {"decision": "REFUSE"}).context["form"].errors

    client.post(page_of(correction), {"decision": "REFUSE", "reason": "Carte illisible"})

    correction.refresh_from_db()
    assert correction.state == CorrectionState.REFUSED
    assert "Carte illisible" in client.get(page_of(correction)).text


def test_whoever_proposed_has_no_decision_to_take(client, karim, youssef, amina):
    sign_in(client, youssef)
    correction = proposed(client, karim, last_name="Bennis")

    for who in (youssef, amina):
        sign_in(client, who)
        assert "Enregistrer la décision" not in client.get(page_of(correction)).text
        client.post(page_of(correction), {"decision": "ACCEPT"})
    karim.refresh_from_db()
    assert karim.last_name == "Bennani"


def test_a_second_press_meets_a_calm_page(agent, client, karim, youssef):
    correction = proposed(agent, karim, last_name="Bennis")
    sign_in(client, youssef)
    client.post(page_of(correction), {"decision": "ACCEPT"})

    assert client.post(page_of(correction), {"decision": "ACCEPT"}).status_code == 200


def test_what_changed_meanwhile_is_said(agent, client, karim, youssef):
    correction = proposed(agent, karim, last_name="Bennis")
    Person.objects.update(last_name="Tazi")
    sign_in(client, youssef)

    response = client.post(page_of(correction), {"decision": "ACCEPT"}, follow=True)

    assert "La fiche a changé depuis" in response.text


def test_the_file_says_that_a_correction_waits(agent, karim):
    correction = proposed(agent, karim, last_name="Bennis")

    page = agent.get(reverse("backoffice:person", args=[karim.pk])).text

    assert page_of(correction) in page
    assert address(karim) in page


def test_it_waits_in_the_queue_of_a_supervisor_who_did_not_make_it(client, karim, youssef, agent):
    correction = proposed(agent, karim, last_name="Bennis")
    sign_in(client, youssef)

    response = client.post(reverse("backoffice:next", args=["corrections"]))

    assert response.url == page_of(correction)


@pytest.mark.parametrize(
    ("role", "proposes", "reads"),
    [
        (Role.SUPERVISOR, 200, 200),
        (Role.AUDITOR, 403, 200),
        (Role.LIST_MANAGER, 403, 403),
        (Role.LIST_OFFICER, 403, 403),
        (Role.ADMINISTRATOR, 403, 403),
    ],
)
def test_other_roles_meet_a_closed_door(agent, client, karim, hire, role, proposes, reads):
    correction = proposed(agent, karim, last_name="Bennis")
    sign_in(client, hire("tarik", role, "DGI" if role == Role.LIST_OFFICER else ""))

    assert client.get(address(karim)).status_code == proposes
    assert client.get(page_of(correction)).status_code == reads


@pytest.mark.parametrize("language", ["fr", "ar"])
def test_the_pages_ask_few_questions_in_both_languages(
    agent, client, karim, youssef, language, django_assert_max_num_queries
):
    correction = proposed(agent, karim, last_name="Bennis", document="CD777")
    with django_assert_max_num_queries(12):
        agent.get(address(karim), headers={"accept-language": language})
    sign_in(client, youssef)
    with django_assert_max_num_queries(12):
        page = client.get(page_of(correction), headers={"accept-language": language}).text
    assert f'<html lang="{language}"' in page
