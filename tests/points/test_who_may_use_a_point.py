from datetime import date, timedelta

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from agencies.models import Approval, Posting
from cnss_amo.accounts.enums import Role
from cnss_amo.accounts.models import DailyCap, Failure, Look
from registration.enums import State
from registration.models import Person
from tests.agencies.places import make_agency, make_point
from tests.points.counter import ALL_SERVICES, HOME, SAID, SHOWN, address, present, visit
from tests.registration.completing import make_karim

pytestmark = pytest.mark.django_db
PAGES = {
    "COMPLETION": ("complete", "completed"),
    "CODE": ("paper_code", "handed_code"),
    "ATTESTATION": ("attestation",),
    "IMMATRICULATION": ("request", "request_activity", "request_check", "deposited"),
}


@pytest.mark.parametrize("role", [one for one in Role if one != Role.POINT_OPERATOR])
def test_other_roles_have_no_business_here(client, hire, karim, role):
    client.force_login(hire("somebody", role, "DGI" if role == Role.LIST_OFFICER else ""))

    assert client.get(HOME).status_code == 403
    assert client.post(HOME, SHOWN).status_code == 403
    assert not Look.objects.exists()


def test_an_operator_has_no_business_at_the_desk(till, karim):
    for name in ("search", "queues"):
        assert till.get(reverse(f"backoffice:{name}")).status_code == 403
    assert till.get(reverse("backoffice:person", args=[karim.pk])).status_code == 403
    assert till.get(reverse("backoffice:home")).url == HOME


@pytest.mark.parametrize("service", ALL_SERVICES)
def test_a_service_that_is_not_approved_is_neither_shown_nor_accepted(till, point, karim, service):
    key, nobody = visit(till), visit(till, document="ZZ999999")
    Approval.objects.filter(point=point, service=service).delete()

    shown = till.get(address("visit", key)).text + till.get(address("visit", nobody)).text
    for page in PAGES[service]:
        where = address(page, key)
        assert where not in shown
        assert till.get(where).status_code == 403
        assert till.post(where, SAID).status_code == 403
    assert Person.objects.get().state == State.PRE_REGISTERED


@pytest.mark.parametrize("days_ago", [30, 0])
def test_an_approval_that_ended_closes_the_door(till, point, days_ago):
    ended = timezone.localdate() - timedelta(days=days_ago)
    Approval.objects.filter(point=point).update(ends_on=ended)

    closed = till.get(HOME)

    assert closed.status_code == 403
    assert "pas agréé" in closed.text


def test_a_point_that_closed_serves_nobody(till, point, karim):
    point.closed_on = timezone.localdate()
    point.save()

    assert till.post(HOME, SHOWN).status_code == 403


def test_an_operator_who_left_the_point_is_out_at_the_next_page(till, said, karim):
    key = visit(till)
    Posting.objects.filter(user=said).update(ends_on=timezone.localdate())

    for response in (till.get(HOME), till.post(address("complete", key), SAID)):
        assert response.status_code == 403
        assert "aucun point" in response.text
    assert Person.objects.get().state == State.PRE_REGISTERED


def test_an_operator_posted_before_she_was_one_serves_at_no_agency(client, hire):
    said = hire("said", Role.AGENT)
    Posting.objects.create(user=said, agency=make_agency(), begins_on=date(2022, 1, 1))
    said.role_grants.all().delete()
    client.force_login(hire("said", Role.POINT_OPERATOR))

    assert client.get(HOME).status_code == 403


def test_a_visit_belongs_to_the_session_that_began_it(till, hire, karim):
    key = visit(till)
    other_point = make_point()
    Approval.objects.create(
        point=other_point, service_id="COMPLETION", begins_on=other_point.opened_on
    )
    zineb = hire("zineb", Role.POINT_OPERATOR)
    Posting.objects.create(user=zineb, point=other_point, begins_on=other_point.opened_on)
    other = Client()
    other.force_login(zineb)

    for answer in (other.get(address("visit", key)), other.post(address("complete", key), SAID)):
        assert answer.url == HOME
    assert Person.objects.get().state == State.PRE_REGISTERED
    assert not Look.objects.filter(user=zineb).exists()


def test_a_visit_is_over_after_a_while(till, karim, settings):
    key = visit(till)
    settings.VISIT_LASTS = timedelta(seconds=-1)

    over = till.post(address("complete", key), SAID, follow=True)

    assert "Cette visite est finie" in over.text
    assert Person.objects.get().state == State.PRE_REGISTERED


# Nobody is told apart.


def answer_to(client, **shown):
    """What is answered to a paper: status, words and length of the page, statements aside."""
    response = present(client, **shown)
    page = client.get(response.url)
    key = response.url.rstrip("/").rsplit("/", 1)[-1]
    words = page.text.replace(key, "").replace(str(page.context["csrf_token"]), "")
    return response.status_code, len(response.content), page.status_code, _without_tokens(words)


def _without_tokens(words):
    return [line for line in words.splitlines() if "csrfmiddlewaretoken" not in line]


def test_a_wrong_birth_date_and_an_unknown_document_are_one_answer(till, karim):
    unknown = answer_to(till, document="ZZ999999")
    wrong = answer_to(till, birth="13/03/1980")

    assert unknown == wrong
    assert "Aucune immatriculation ne correspond" in "\n".join(wrong[-1])


def test_they_ask_as_much_of_the_database(till, karim, django_assert_num_queries):
    with django_assert_num_queries(count_of(till, document="ZZ999999")):
        present(till, birth="13/03/1980")


def count_of(client, **shown):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    present(client, **shown)  # the session exists
    with CaptureQueriesContext(connection) as asked:
        present(client, **shown)
    return len(asked)


def test_a_document_that_is_often_missed_is_closed_to_points(till, karim):
    for _miss in range(settings.POINT_MISSES_OF_A_DOCUMENT):
        present(till, birth="13/03/1980")

    page = present(till)  # the right one, too late

    assert page.status_code == 200
    assert "attendez une heure" in page.text
    assert present(till, document="CD999999").status_code == 302


def test_an_operator_who_often_misses_waits(till, settings, karim):
    settings.POINT_MISSES = 3
    for miss in range(3):
        present(till, document=f"ZZ00000{miss}")

    assert "attendez une heure" in present(till).text
    assert Failure.objects.count() == 2 * 3


def test_nobody_searches_by_name(till, karim):
    page = present(till, document="Bennani")

    assert page.status_code == 200
    assert "<title>Erreur" in page.text
    assert not Look.objects.exists()


def test_the_daily_cap_of_a_point_stops_it(till, karim):
    DailyCap.objects.filter(role=Role.POINT_OPERATOR).update(warn=1, stop=1)
    make_karim(cin="CD654321")

    assert till.get(address("visit", visit(till))).status_code == 200
    stopped = present(till, document="CD654321")

    assert stopped.status_code == 429
