import pytest
from django.urls import reverse

from cnss_amo.accounts.enums import LookKind, Role
from cnss_amo.accounts.models import Look
from registration.models import Event, Person
from registration.queries import person_file
from tests.registration.factories import make_person

pytestmark = pytest.mark.django_db
OLD = "+212612345678"


def address(person, act="contact"):
    return reverse(f"backoffice:{act}", args=[person.pk])


@pytest.fixture
def agent(client, amina):
    client.force_login(amina)
    return client


@pytest.fixture
def karim():
    return make_person(phone=OLD, email="karim@example.com")


def seen_on(page):
    return page.split('name="seen" value="')[1].split('"')[0]


def post(client, person, *, seen=None, **said):
    seen = seen_on(client.get(address(person)).text) if seen is None else seen
    return client.post(address(person), {"paper": "CIN", "seen": seen} | said)


def test_the_form_shows_what_the_register_holds_masked_and_looks(agent, karim, amina):
    page = agent.get(address(karim)).text

    assert "06••••••78" in page
    assert "k•••@example.com" in page
    assert "612345678" not in page
    look = Look.objects.get()
    assert (look.user, look.kind, look.people) == (amina, LookKind.ACT, [karim.pk])


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("06 61 00 00 00", "+212661000000"),
        ("06.61.00.00.00", "+212661000000"),
        ("+212 6 61 00 00 00", "+212661000000"),
        ("00212-661-000-000", "+212661000000"),
        ("٠٦٦١٠٠٠٠٠٠", "+212661000000"),
        ("\u200e0661000000\u202c", "+212661000000"),
        ("05 22 00 00 00", "+212522000000"),
    ],
)
def test_a_phone_is_understood_however_it_is_typed(agent, karim, typed, kept):
    response = post(agent, karim, phone=typed)

    assert response.url == reverse("backoffice:person", args=[karim.pk])
    assert person_file(karim.pk).phone == kept


@pytest.mark.parametrize("typed", ["06610000", "0461000000", "+33 6 12 34 56 78", "bonjour"])
def test_what_is_no_moroccan_phone_is_refused_in_words(agent, karim, typed):
    page = post(agent, karim, phone=typed).text

    assert "<title>Erreur" in page
    assert "pas un téléphone marocain" in page
    assert person_file(karim.pk).phone == OLD


def test_all_at_once_and_each_as_the_lists_would_keep_it(agent, karim):
    post(
        agent,
        karim,
        email=" Karim.B@Example.MA ",
        address="12,  rue des Orangers\u200b",
        commune="marakesh",
    )

    file = person_file(karim.pk)
    assert (file.email, file.address) == ("karim.b@example.ma", "12, rue des Orangers")
    assert file.person.commune.name_fr == "Marrakech"


def test_several_communes_of_one_name_are_offered(agent, karim):
    page = post(agent, karim, commune="Ouled").text

    assert "choisissez la bonne" in page
    assert '<select name="commune"' in page
    code = page.split('<select name="commune"')[1].split('<option value="')[2].split('"')[0]
    post(agent, karim, commune=code)
    assert Person.objects.get(pk=karim.pk).commune_id == code


def test_a_paper_from_the_list_is_needed(agent, karim):
    page = post(agent, karim, phone="0661000000", paper="").text
    assert "Dites quelle pièce vous avez vue" in page
    assert "0661000000" in page

    post(agent, karim, phone="0661000000", paper="facture")
    assert person_file(karim.pk).phone == OLD


def test_an_empty_form_says_that_there_is_nothing_to_record(agent, karim):
    assert "Rien à enregistrer" in post(agent, karim).text
    assert not Event.objects.exists()


def test_the_file_tells_it_once_and_offers_to_undo_it(agent, karim):
    post(agent, karim, phone="0661000000")

    page = agent.get(reverse("backoffice:person", args=[karim.pk])).text

    assert "Annuler ce changement" in page
    assert "06••••••00" in page
    assert page.count("Coordonnées changées au guichet") == 1
    assert "téléphone · vu : carte nationale" in page
    assert "Fiche modifiée" not in page


def test_undoing_from_the_file_brings_the_old_phone_back(agent, karim):
    post(agent, karim, phone="0661000000")
    change = Event.objects.get()

    for _press in range(2):
        response = agent.post(address(karim, "undo_contact"), {"change": change.pk}, follow=True)
        assert response.status_code == 200

    assert person_file(karim.pk).phone == OLD
    assert "ne s&#x27;annule plus" in response.text
    assert "Annuler ce changement" not in response.text


@pytest.mark.parametrize("change", ["", "abc", "9" * 30, "-1", "²"])
def test_undoing_nothing_is_calm(agent, karim, change):
    response = agent.post(address(karim, "undo_contact"), {"change": change})

    assert response.url == reverse("backoffice:person", args=[karim.pk])


def test_a_second_press_is_calm(agent, karim):
    seen = seen_on(agent.get(address(karim)).text)
    post(agent, karim, phone="0661000000", seen=seen)

    response = post(agent, karim, phone="0661000000", seen=seen)

    page = agent.get(response.url).text
    assert "déjà au registre" in page
    assert Event.objects.count() == 1


def test_the_slower_agent_sees_what_is_there_now_and_keeps_what_was_typed(client, hire, karim):
    client.force_login(hire("youssef", Role.AGENT))
    seen = seen_on(client.get(address(karim)).text)
    client.force_login(hire("amina", Role.AGENT))
    post(client, karim, phone="0661000000")
    client.force_login(hire("youssef", Role.AGENT))

    page = post(client, karim, phone="0522000000", seen=seen).text

    assert "<title>Erreur" in page
    assert "ont changé pendant votre saisie (amina" in page
    assert "0522000000" in page
    assert "06••••••00" in page
    post(client, karim, phone="0522000000", seen=seen_on(page))
    assert person_file(karim.pk).phone == "+212522000000"


def test_no_datum_stands_in_an_address_or_a_message(agent, karim):
    response = post(agent, karim, phone="0661000000", address="12 rue des Orangers")

    assert "0661" not in response.url
    page = agent.get(response.url).text
    assert "0661000000" not in page
    assert "Orangers" not in page


@pytest.mark.parametrize(
    ("role", "status"),
    [
        (Role.AGENT, 200),
        (Role.SUPERVISOR, 200),
        (Role.LIST_MANAGER, 403),
        (Role.AUDITOR, 403),
        (Role.CALL_CENTRE, 403),
        (Role.ADMINISTRATOR, 403),
    ],
)
def test_who_may_change_a_contact(client, hire, karim, role, status):
    client.force_login(hire("quelquun", role))

    assert client.get(address(karim)).status_code == status
    undone = client.post(address(karim, "undo_contact"), {"change": "1"}).status_code
    assert undone == (302 if status == 200 else status)
    page = client.get(reverse("backoffice:person", args=[karim.pk]))
    if page.status_code == 200:
        assert (address(karim) in page.text) == (status == 200)


def test_nobody_is_changed_who_does_not_exist(agent):
    absent = Person(pk=2**40)

    assert agent.get(address(absent)).status_code == 404
    assert agent.post(address(absent, "undo_contact"), {"change": "1"}).status_code == 404


def test_the_form_asks_few_questions(agent, karim, django_assert_max_num_queries):
    with django_assert_max_num_queries(12):
        agent.get(address(karim))
