"""Undo: the register is what it was; people built upon since are left and named."""

from datetime import timedelta

import pytest
from django.db import connection

from liaison.enums import ListState
from liaison.services.reconcile import reconcile
from liaison.services.undo import TooLateToUndo, undo
from registration.enums import State
from registration.models import Activity, BurntNumber, Person
from registration.services.drafts import keep_draft
from tests.liaison.lists import NOON, approved, csv_of, registered, send

pytestmark = pytest.mark.django_db


def register_now():
    """Every person and activity, as the database holds them."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT to_jsonb(p) FROM registration_person p ORDER BY document_key")
        people = cursor.fetchall()
        cursor.execute("SELECT to_jsonb(a) FROM registration_activity a ORDER BY id")
        return people, cursor.fetchall()


FIRST = ({}, {"CIN": "CD2", "PRENOM": "Rachid", "IF": "7654321"})


@pytest.mark.parametrize(
    "rows",
    [
        [{"CIN": "EF3", "NOM": "Tazi"}],
        [{"IR_ANNUEL": "9000", "TELEPHONE": "0699999999", "EMAIL": "k@exemple.ma"}],
        [{"REGIME": "RNS"}],
        [{"OPERATION": "S"}],
        [{"DATE_DEBUT": "01/02/2020"}, {"CIN": "CD2", "PRENOM": "Rachid", "OPERATION": "S"}],
        [{"OPERATION": "S"}, {"OPERATION": "A", "REGIME": "RNS"}],
    ],
)
def test_an_undone_list_leaves_the_register_as_it_was(rows, hind):
    registered("DGI", *FIRST)
    before = register_now()
    received_list = registered("DGI", *rows)
    assert register_now() != before

    undoing = undo(list_id=received_list.pk, by=hind, at=NOON)

    assert undoing.left == []
    assert register_now() == before
    assert reconcile() == []


def test_a_number_given_is_never_given_to_somebody_else(hind):
    received_list = registered("DGI", {})
    number = Person.objects.get().number
    undo(list_id=received_list.pk, by=hind, at=NOON)
    registered("DGI", {"CIN": "CD2"})

    assert BurntNumber.objects.get().number == number
    assert Person.objects.get().number != number


def test_a_number_given_returns_to_the_same_document(hind):
    received_list = registered("DGI", {})
    number = Person.objects.get().number
    undo(list_id=received_list.pk, by=hind, at=NOON)
    approved(send("DGI", csv_of("DGI", {})))

    assert Person.objects.get().number == number
    assert not BurntNumber.objects.exists()


def test_somebody_whom_a_later_list_changed_is_left_and_named(hind):
    received_list = registered("DGI", {}, {"CIN": "CD2", "PRENOM": "Rachid"})
    registered("MAPMDREF", {})

    undoing = undo(list_id=received_list.pk, by=hind, at=NOON)

    left = Person.objects.get()
    assert undoing.left == [left.pk]
    assert Activity.objects.filter(person=left).count() == 2


def test_somebody_who_completed_her_registration_is_left(hind):
    received_list = registered("DGI", {})
    Person.objects.update(state=State.COMPLETED)

    assert undo(list_id=received_list.pk, by=hind, at=NOON).left == [Person.objects.get().pk]


def test_a_list_is_undone_although_somebody_was_typing(hind):
    received_list = registered("DGI", {})
    keep_draft(person_id=Person.objects.get().pk, typed={"address": "3 rue du Port"}, at=NOON)

    undo(list_id=received_list.pk, by=hind, at=NOON)

    connection.check_constraints()
    assert not Person.objects.exists()


def test_an_undone_list_may_be_sent_again(hind):
    received_list = registered("DGI", {})
    undo(list_id=received_list.pk, by=hind, at=NOON)
    received_list.refresh_from_db()

    assert received_list.state == ListState.UNDONE
    assert send("DGI", csv_of("DGI", {})).state == ListState.PLANNED


def test_an_undo_takes_as_long_as_it_needs(hind):
    received_list = registered("DGI", {})
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL statement_timeout = '2s'")  # what a page is allowed
        undo(list_id=received_list.pk, by=hind, at=NOON)
        cursor.execute("SHOW statement_timeout")
        assert cursor.fetchone()[0] == "0"


def test_a_list_is_not_undone_after_the_delay(hind):
    received_list = registered("DGI", {})

    with pytest.raises(TooLateToUndo):
        undo(list_id=received_list.pk, by=hind, at=NOON + timedelta(hours=24, seconds=1))
