"""Undo of a list that met every outcome, on a register with a past: as if it had never been."""

from datetime import timedelta

import pghistory
import pytest
from django.db import connection
from django.urls import reverse

from cnss_amo.accounts.models import User
from liaison.models import LeftPerson, RowOutcome
from liaison.services import missing, rulings
from liaison.services.reconcile import reconcile
from liaison.services.undo import undo
from liaison.services.waiting import deregister_the_ended
from registration.enums import CaseKind, EventKind, State
from registration.models import Activity, Case, Event, Person
from registration.queries.fingerprint import register_hash
from tests.liaison.lists import NOON, REFERENCE_DATE, registered
from tests.liaison.populated import pass_every_outcome, populate, register_now, somebody

pytestmark = pytest.mark.django_db

LATER = NOON + timedelta(hours=1)


@pytest.fixture
def before(db):
    """What the register was before the list."""
    populate()
    return register_now()


@pytest.fixture
def received_list(before):
    return pass_every_outcome()


def without(register, person_id):
    """A register less one person."""
    people, activities, papers = register
    return (
        [person for person in people if person["id"] != person_id],
        [activity for activity in activities if activity["person_id"] != person_id],
        [paper for paper in papers if paper["person_id"] != person_id],
    )


def only(register, person_id):
    """One person of a register, with her activities and papers."""
    return [
        [row for row in table if row.get("person_id", row["id"]) == person_id] for table in register
    ]


def named(last_name):
    return Person.objects.get(last_name=last_name)


def test_the_register_is_what_it_was_to_the_last_column(before, hind):
    fingerprint = register_hash()
    received_list = pass_every_outcome()
    assert register_hash() != fingerprint

    undoing = undo(list_id=received_list.pk, by=hind, at=NOON)

    assert undoing.left == []
    assert register_now() == before
    assert register_hash() == fingerprint
    assert reconcile() == []


def completes(person):
    Person.objects.filter(pk=person.pk).update(state=State.COMPLETED)


def completed_when_the_audit_kept_what_stood_after(person):
    """Until registration's migration 0008, an event kept the row as it stood after."""
    completes(person)
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute(
            "UPDATE registration_personevent SET pgh_label = 'update', state = 'COMPLETED'"
            " WHERE pgh_obj_id = %s AND pgh_label = 'changed'",
            [person.pk],
        )
        cursor.execute("SET LOCAL session_replication_role = origin")


def is_notified(person):
    Person.objects.filter(pk=person.pk).update(state=State.NOTICE_SENT)


def is_corrected_by_an_agent(person):
    with pghistory.context(user=None):
        Person.objects.filter(pk=person.pk).update(birth_place="Ifrane")


def has_an_activity_corrected_by_an_agent(person):
    with pghistory.context(user=None):
        Activity.objects.filter(person=person).update(professional_id="7999999")


def is_corrected_in_sql(person):
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('pghistory.context_id', '', true)")
        cursor.execute(
            "UPDATE registration_person SET birth_place = 'Ifrane' WHERE id = %s", [person.pk]
        )


def has_an_event(person):
    Event.objects.create(person=person, kind=EventKind.SAME_PERSON)


def contests(person):
    """Two people are concerned, the other one is not of the list; it was settled since."""
    other = named("Tazi")
    opener = User.objects.get(username="hind")
    Case.objects.create(
        kind=CaseKind.DISPUTED_DOCUMENT,
        person=other,
        other=person,
        opened_by=opener,
        closed_at=LATER,
    )


def is_changed_by_a_later_list(person):
    number = {"Filali": 2, "Idrissi": 5, "Slaoui": 11}[person.last_name]
    registered("MAPMDREF", somebody(number), at=LATER)


@pytest.mark.parametrize(
    ("act", "last_name"),
    [
        (completes, "Slaoui"),
        (completed_when_the_audit_kept_what_stood_after, "Slaoui"),
        (is_notified, "Filali"),
        (is_corrected_by_an_agent, "Idrissi"),
        (has_an_activity_corrected_by_an_agent, "Filali"),
        (is_corrected_in_sql, "Slaoui"),
        (has_an_event, "Idrissi"),
        (contests, "Filali"),
        (is_changed_by_a_later_list, "Filali"),
        (is_changed_by_a_later_list, "Slaoui"),
    ],
)
def test_who_was_built_upon_since_is_left_and_named_and_nobody_else(
    before, received_list, hind, act, last_name
):
    person = named(last_name)
    act(person)
    stands = only(register_now(), person.pk)

    undoing = undo(list_id=received_list.pk, by=hind, at=LATER)

    assert undoing.left == [person.pk]
    assert [left.person_id for left in LeftPerson.objects.all()] == [person.pk]
    assert only(register_now(), person.pk) == stands
    assert without(register_now(), person.pk) == without(before, person.pk)
    assert reconcile() == []


def test_what_was_done_before_the_list_keeps_nobody(before, hind):
    """Lahlou completed her registration long before the list ended her activity."""
    undone = registered("DGI", somebody(7, OPERATION="S", DATE_FIN="01/12/2022"))
    assert named("Lahlou").state == State.DEREGISTERED

    assert undo(list_id=undone.pk, by=hind, at=NOON).left == []
    assert named("Lahlou").state == State.COMPLETED
    assert register_now() == before


def two_lists():
    """A second list writes to some of the people of the first, and to somebody new."""
    first = pass_every_outcome()
    between = register_now()
    second = registered(
        "DGI",
        somebody(2, REGIME="RNR"),
        somebody(3, OPERATION="S", REGIME="RNR"),
        somebody(9, IR_ANNUEL="77"),
        {"CIN": "ZZ9", "NOM": "Benjelloun"},
        at=LATER,
    )
    assert second.outcomes == {"UPDATED": 2, "ENDED": 1, "REGISTERED": 1}
    return first, between, second


def test_two_lists_undone_from_the_latest_leave_nothing(before, hind):
    first, between, second = two_lists()

    assert undo(list_id=second.pk, by=hind, at=LATER).left == []
    assert register_now() == between
    assert undo(list_id=first.pk, by=hind, at=LATER).left == []
    assert register_now() == before
    assert reconcile() == []


def test_two_lists_undone_from_the_earliest_leave_whom_both_wrote_to(before, hind):
    first, between, second = two_lists()
    both = sorted(named(name).pk for name in ("Filali", "Berrada", "Naciri"))

    assert undo(list_id=first.pk, by=hind, at=LATER).left == both
    assert undo(list_id=second.pk, by=hind, at=LATER).left == []

    for person_id in both:
        assert only(register_now(), person_id) == only(between, person_id)
    rest, was = register_now(), before
    for person_id in both:
        rest, was = without(rest, person_id), without(was, person_id)
    assert rest == was
    assert reconcile() == []


def test_two_lists_registered_at_once_leave_whom_both_wrote_to(before, hind):
    """Which of them wrote first cannot be told from when they began."""
    first, _between, second = two_lists()
    second.registering_at, second.closed_at = first.registering_at, LATER
    second.save(update_fields=["registering_at", "closed_at"])
    first.closed_at = LATER
    first.save(update_fields=["closed_at"])
    both = sorted(named(name).pk for name in ("Filali", "Berrada"))
    assert named("Naciri").activities.exists()  # the first registered her: the second came after

    assert undo(list_id=second.pk, by=hind, at=LATER).left == both
    assert undo(list_id=first.pk, by=hind, at=LATER).left == both
    assert not Person.objects.filter(last_name="Naciri").exists()
    assert reconcile() == []


def test_an_exit_that_took_effect_since_is_taken_back_too(before, hind):
    undone = registered("DGI", somebody(6, OPERATION="S", DATE_FIN="05/01/2023"))
    deregister_the_ended(on=NOON.date())
    assert named("Kettani").state == State.DEREGISTERED

    assert undo(list_id=undone.pk, by=hind, at=NOON).left == []
    assert register_now() == before


def test_a_ruling_of_the_list_keeps_the_person_it_was_about(before, received_list, hind):
    conflict = RowOutcome.objects.get(list_id=received_list.pk, outcome="CONFLICT")
    rulings.rule(list_id=received_list.pk, line=conflict.line, verdict="SAME", by=hind, at=NOON)

    assert undo(list_id=received_list.pk, by=hind, at=NOON).left == [conflict.person_id]
    assert without(register_now(), conflict.person_id) == without(before, conflict.person_id)


def test_a_confirmed_exit_since_stands(before, hind):
    flagging = registered("DGI", somebody(0), somebody(1), kind="complete")
    activity = Activity.objects.filter(missing_list=flagging.pk).earliest("pk")
    missing.confirm_exit(activity_id=activity.pk, by=hind, at=NOON)

    undo(list_id=flagging.pk, by=hind, at=NOON)

    activity.refresh_from_db()
    assert activity.ends_on == REFERENCE_DATE
    assert not Activity.objects.filter(missing_list=flagging.pk).exists()


def test_the_page_of_an_undone_list_names_whom_it_left(received_list, client, hind, omar):
    completes(named("Slaoui"))
    left = named("Slaoui")
    undo(list_id=received_list.pk, by=hind, at=NOON)

    texts = []
    for user in (hind, omar):
        client.force_login(user)
        texts.append(client.get(reverse("liaison:list", args=[received_list.pk])).text)
    assert left.formatted_number in texts[0]
    assert left.formatted_number not in texts[1]
