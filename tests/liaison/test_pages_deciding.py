"""The list manager decides: approve, refuse, cancel, plan again, retry, undo."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from liaison.enums import ListState
from liaison.models import ReceivedList
from registration.enums import EventKind
from registration.models import Event, Person
from tests.liaison.lists import approved, csv_of, registered, send

pytestmark = pytest.mark.django_db


@pytest.fixture
def planned():
    return send("DGI", csv_of("DGI", {}, {"CIN": "AB2", "NOM": "Filali"}))


@pytest.fixture
def stopped():
    return send("DGI", csv_of("DGI", {}, {"CIN": "?"}, {"CIN": "!"}))


@pytest.fixture(autouse=True)
def _manager(client, hind):
    client.force_login(hind)


def act(client, name, received_list, **said):
    url = reverse(f"liaison:{name}", args=[received_list.pk])
    response = client.post(url, said, follow=True)
    received_list.refresh_from_db()
    return response.text


def test_an_approved_list_is_registered_by_the_workers(
    client, hind, planned, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks() as told:
        text = act(client, "approve", planned)

    assert planned.state == ListState.APPROVED
    assert planned.decided_by == hind
    assert "est approuvée" in text
    assert len(told) == 1


def test_a_second_press_on_approve_is_told_calmly(client, planned):
    act(client, "approve", planned)

    text = act(client, "approve", planned)

    assert "cet acte n&#x27;y est pas possible" in text
    assert planned.state == ListState.APPROVED


def test_whoever_sent_a_large_list_does_not_approve_it(client, hind, settings):
    settings.LIST_APPROVAL_ROWS = 1
    own = send("DGI", csv_of("DGI", {}, {"CIN": "AB2"}), by=hind)

    text = act(client, "approve", own)

    assert "ne l&#x27;approuve pas" in text
    assert own.state == ListState.PLANNED


def test_over_the_tolerance_a_list_passes_only_with_the_words(client, stopped):
    without = act(client, "approve", stopped)
    assert "Cochez la case" in without
    assert stopped.state == ListState.STOPPED

    act(client, "approve", stopped, over_tolerance="on")
    assert stopped.state == ListState.APPROVED
    assert stopped.over_tolerance


def test_a_refusal_needs_a_reason_and_the_body_reads_it(client, omar, planned):
    assert "Donnez le motif" in act(client, "refuse", planned, reason=" ")
    assert planned.state == ListState.PLANNED

    act(client, "refuse", planned, reason="Il manque la région de l'Oriental.")
    client.force_login(omar)
    text = client.get(reverse("liaison:list", args=[planned.pk])).text

    assert planned.state == ListState.REFUSED
    assert "région de l&#x27;Oriental" in text


def test_a_list_is_cancelled_before_anybody_is_registered(client, planned):
    act(client, "cancel", planned)

    assert planned.state == ListState.CANCELLED
    assert not Person.objects.exists()


def test_a_list_is_planned_again(client, planned):
    before = planned.planned_at

    text = act(client, "plan_again", planned)

    assert planned.planned_at > before
    assert "planifiée à nouveau" in text


def test_an_interrupted_list_is_taken_up_again(client, planned, django_capture_on_commit_callbacks):
    details = {"was": ListState.APPROVED, "fault": "KeyError"}
    ReceivedList.objects.update(state=ListState.FAILED, reason_code="FAULT", reason_details=details)
    planned.refresh_from_db()
    assert "Reprendre" in client.get(reverse("liaison:list", args=[planned.pk])).text

    with django_capture_on_commit_callbacks() as told:
        act(client, "retry", planned)

    assert planned.state == ListState.APPROVED
    assert len(told) == 1


def test_a_list_interrupted_while_it_registered_is_not_cancelled(client, planned):
    details = {"was": ListState.REGISTERING, "fault": "ZeroDivisionError"}
    ReceivedList.objects.update(state=ListState.FAILED, reason_code="FAULT", reason_details=details)
    url = reverse("liaison:cancel", args=[planned.pk])

    assert url not in client.get(reverse("liaison:list", args=[planned.pk])).text
    page = client.post(url, follow=True)

    assert "Des personnes sont déjà immatriculées" in page.text
    planned.refresh_from_db()
    assert planned.state == ListState.FAILED


def test_before_an_undo_the_page_tells_what_will_be_left(client, planned, confirmed):
    confirmed(client)
    now = timezone.now()
    closed = approved(planned, at=now)
    Event.objects.create(
        person=Person.objects.first(),
        kind=EventKind.SAME_PERSON,
        recorded_at=now + timedelta(minutes=1),
    )

    page = client.get(reverse("liaison:undo", args=[closed.pk]))
    assert (page.context["undo"].lines, page.context["undo"].left) == (1, 1)
    assert Person.objects.count() == 2

    text = act(client, "undo", closed)
    assert closed.state == ListState.UNDONE
    assert Person.objects.count() == 1
    assert "revenu à ce qu&#x27;il était" in text


def test_too_late_an_undo_is_told_calmly(client, settings, confirmed):
    confirmed(client)
    settings.UNDO_HOURS = 0
    closed = registered("DGI", {})

    text = act(client, "undo", closed)

    assert "ne s&#x27;annule plus" in text
    assert closed.state == ListState.CLOSED


def test_an_act_is_never_a_plain_link(client, planned):
    for name in ("plan_again", "retry"):
        assert client.get(reverse(f"liaison:{name}", args=[planned.pk])).status_code == 405
