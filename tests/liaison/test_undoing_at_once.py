"""Undo twice at once, and while another list registers the same people; real connections."""

import threading

import pytest
from django.db import connection

from liaison.enums import ListState
from liaison.models import ReceivedList, RowOutcome
from liaison.services import advance, approve
from liaison.services.reconcile import reconcile
from liaison.services.states import NotInThatState
from liaison.services.undo import undo
from registration.models import Activity, Person
from tests.liaison.lists import NOON, csv_of, registered, send

PEOPLE = 120


def people():
    return [{"CIN": f"GH{n}", "NOM": "Tazi", "IF": f"{7_000_000 + n}"} for n in range(PEOPLE)]


def in_a_thread(act, results):
    """Begin an act on a connection of its own; what it gives or raises is appended."""

    def run():
        try:
            results.append(act())
        except Exception as fact:
            results.append(fact)
        finally:
            connection.close()

    thread = threading.Thread(target=run)
    thread.start()
    return thread


@pytest.fixture
def hind_for_good(law, hire):
    from cnss_amo.accounts.enums import Role

    return hire("hind", Role.LIST_MANAGER)


def test_undone_twice_at_once_it_is_undone_once(hind_for_good):
    received_list = registered("DGI", *people())
    results = []

    threads = [
        in_a_thread(lambda: undo(list_id=received_list.pk, by=hind_for_good, at=NOON), results)
        for _time in range(3)
    ]
    for thread in threads:
        thread.join()

    kinds = sorted(type(result).__name__ for result in results)
    assert kinds == ["NotInThatState", "NotInThatState", "Undoing"]
    assert all(isinstance(r, NotInThatState) or r.undone == PEOPLE for r in results)
    assert not Person.objects.exists()


def test_undone_while_another_list_registers_the_same_people(hind_for_good, settings):
    settings.LIST_CHUNK_ROWS = 6
    settings.LIST_APPROVAL_ROWS = 10_000
    first = registered("DGI", *people())
    theirs = [row | {"REF_EXPLOITATION": f"EXP-{n}"} for n, row in enumerate(people())]
    second = send("MAPMDREF", csv_of("MAPMDREF", *theirs))
    approve.approve(list_id=second.pk, by=hind_for_good, at=NOON)
    advance.advance(list_id=second.pk, at=NOON)  # cut into chunks
    results = []

    registering = in_a_thread(
        lambda: advance.advance_to_rest(list_id=second.pk, clock=lambda: NOON), results
    )
    while not Activity.objects.filter(origin_list=second.pk).exists():
        pass
    undoing = undo(list_id=first.pk, by=hind_for_good, at=NOON)
    registering.join()

    second.refresh_from_db()
    assert (second.state, sum(second.outcomes.values())) == (ListState.CLOSED, PEOPLE)
    assert set(second.outcomes) <= {"REGISTERED", "ACTIVITY_ADDED"}
    assert second.outcomes.get("REGISTERED", 0) == undoing.undone
    assert second.outcomes["ACTIVITY_ADDED"] == len(undoing.left) == PEOPLE - undoing.undone
    assert Activity.objects.filter(origin_list=first.pk).count() == len(undoing.left)
    assert Person.objects.count() == PEOPLE
    assert reconcile() == []
    assert RowOutcome.objects.filter(list_id=second.pk).count() == PEOPLE
    assert ReceivedList.objects.get(pk=first.pk).state == ListState.UNDONE
