"""X-9 and P-2: what is masked is shown only when asked with a reason, and the log says so."""

import pytest
from django.urls import reverse

from cnss_amo.accounts.enums import LookKind, Role
from cnss_amo.accounts.models import Look
from registration.models import Person
from tests.registration.factories import make_person

pytestmark = pytest.mark.django_db

SECRETS = {
    "document": "AB123456",
    "phone": "+212612345678",
    "email": "karim@example.com",
    "address": "12 rue des Oliviers, Salé",
}
WHY = {"reason": "CALL_BACK", "words": ""}


@pytest.fixture
def karim():
    return make_person(
        cin=SECRETS["document"],
        **{name: SECRETS[name] for name in ("phone", "email", "address")},
    )


@pytest.fixture
def agent(client, amina):
    client.force_login(amina)
    return client


def ask(client, person, **posted):
    return client.post(reverse("backoffice:reveal", args=[person.pk]), posted)


@pytest.mark.parametrize("what", SECRETS)
def test_a_datum_asked_with_a_reason_is_shown_alone(agent, karim, what):
    page = ask(agent, karim, what=what, **WHY)

    assert page.status_code == 200
    assert "no-store" in page.headers["Cache-Control"]
    for name, value in SECRETS.items():
        assert (value in page.text) == (name == what)


def test_the_log_says_who_saw_what_and_why(agent, amina, karim):
    ask(agent, karim, what=["phone", "email"], reason="OTHER", words="Rappel promis hier")

    look = Look.objects.latest("pk")
    assert (look.user, look.kind, look.people) == (amina, LookKind.REVEAL, [karim.pk])
    assert (look.reason, look.scope) == ("OTHER: Rappel promis hier", ["phone", "email"])
    assert look.roles == [Role.AGENT]


def test_without_a_reason_the_page_asks_for_one_and_shows_nothing(agent, karim):
    page = ask(agent, karim, what="phone").text

    assert "Montrer une donnée masquée" in page
    assert not any(value in page for value in SECRETS.values())
    assert Look.objects.latest("pk").kind == LookKind.PERSON


@pytest.mark.parametrize(
    ("posted", "error"),
    [
        ({"what": "phone", "words": "a"}, "Choisissez le motif."),
        ({"what": "phone", "reason": "OTHER"}, "Dites le motif en quelques mots."),
        ({"reason": "CALL_BACK"}, "Choisissez au moins une donnée."),
        ({"what": "phone", "reason": "OTHER", "words": "le 06 12 34 56 78"}, "ni numéro ni"),
        ({"what": "number", "reason": "CALL_BACK"}, "number"),
    ],
)
def test_a_form_not_filled_shows_what_is_missing_and_no_datum(agent, karim, posted, error):
    page = ask(agent, karim, **posted).text

    assert error in page
    assert not any(value in page for value in SECRETS.values())
    assert not Look.objects.filter(kind=LookKind.REVEAL).exists()


def test_the_page_is_not_there_to_be_read_again(agent, karim):
    response = agent.get(reverse("backoffice:reveal", args=[karim.pk]))

    assert response.url == reverse("backoffice:person", args=[karim.pk])


def test_nobody_is_shown_who_does_not_exist(agent):
    assert ask(agent, Person(pk=2**40), what="phone", **WHY).status_code == 404


@pytest.mark.parametrize(
    "role",
    [Role.AUDITOR, Role.ADMINISTRATOR, Role.LIST_MANAGER, Role.CALL_CENTRE, Role.POINT_OPERATOR],
)
def test_other_roles_meet_a_closed_door(client, hire, karim, role):
    client.force_login(hire("yasmine", role))

    assert ask(client, karim, what="phone", **WHY).status_code == 403
    assert not Look.objects.exists()


def test_a_merged_file_shows_nothing_in_clear_and_leads_to_the_one_that_stands(agent, karim):
    standing = make_person(cin="AB123457")
    Person.objects.filter(pk=karim.pk).update(
        merged_into=standing, document_key=None, document_sealed=None
    )

    answer = ask(agent, karim, what=["phone"], **WHY)

    assert answer.status_code == 302
    assert answer.url == reverse("backoffice:person", args=[standing.pk])
    assert not Look.objects.filter(kind=LookKind.REVEAL).exists()
