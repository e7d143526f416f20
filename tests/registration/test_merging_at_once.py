"""Two mergers at once, and a merger while a list is registered; real connections."""

import threading
from datetime import date

import pytest
from django.db import connection

from cnss_amo.accounts.enums import Role
from liaison.enums import ListState
from liaison.services import advance, approve
from liaison.services.reconcile import reconcile
from registration.enums import MergerState
from registration.models import Activity, Merger, Person
from registration.services import accept_merger
from registration.services.proposals import ChangedMeanwhile, FileAbsorbed
from tests.liaison.lists import NOON, csv_of, registered, send
from tests.registration.factories import make_person
from tests.registration.merging import LATER, propose

PAIRS = 12


@pytest.fixture
def staff(law, hire):
    return hire("amina", Role.AGENT), hire("youssef", Role.SUPERVISOR)


def at_once(*acts):
    """Do acts at one time, each on a connection of its own; return what each gave or raised."""
    together = threading.Barrier(len(acts))
    results = [None] * len(acts)

    def run(place, act):
        try:
            together.wait()
            results[place] = act()
        except Exception as fact:
            results[place] = fact
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=one) for one in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results


def accepting(merger, by):
    return lambda: accept_merger(merger_id=merger.pk, by=by, at=LATER)


def test_accepted_twice_at_once_they_are_merged_once(staff):
    amina, youssef = staff
    merger = propose(make_person(), make_person(), amina)

    results = at_once(*[accepting(merger, youssef)] * 3)

    assert sorted(type(one).__name__ for one in results) == ["Merger", "NotWaiting", "NotWaiting"]
    assert Person.objects.exclude(merged_into=None).count() == 1


def proposed(survivor, absorbed, by):
    """A proposal that looked at no other."""
    return Merger.objects.create(
        survivor=survivor, absorbed=absorbed, by=by, reason="x", paper="CIN"
    )


def test_a_into_b_and_b_into_a_at_once_cannot_cross(staff):
    amina, youssef = staff
    for _time in range(5):
        one, other = make_person(number=None), make_person(number=None)
        right, wrong = proposed(one, other, amina), proposed(other, one, amina)

        merged, refused = at_once(accepting(right, youssef), accepting(wrong, youssef))

        assert merged.state == MergerState.MERGED
        assert isinstance(refused, ChangedMeanwhile | FileAbsorbed)
        assert Person.objects.get(pk=one.pk).merged_into is None


def test_chains_of_mergers_at_once_lead_to_one_file(staff):
    amina, youssef = staff
    for _time in range(5):
        first, second, third = (make_person(registered_on=date(2022, n, 1)) for n in (1, 2, 3))
        upper, lower = proposed(first, second, amina), proposed(second, third, amina)

        above, below = at_once(accepting(upper, youssef), accepting(lower, youssef))

        assert above.state == MergerState.MERGED
        both = {second.pk: first.pk}
        if not isinstance(below, FileAbsorbed):
            both[third.pk] = first.pk
        led = Person.objects.filter(pk__in=(first.pk, second.pk, third.pk))
        assert dict(led.exclude(merged_into=None).values_list("pk", "merged_into")) == both


def rows(body):
    own = {"MAPMDREF": "REF_EXPLOITATION", "BAM": "NUM_AE"}[body]
    return [{"CIN": f"B{n}", "NOM": "Tazi", own: f"X-{n}"} for n in range(PAIRS)]


def test_merged_while_a_list_registers_the_same_people(staff, settings):
    amina, youssef = staff
    settings.LIST_CHUNK_ROWS = 2
    settings.LIST_APPROVAL_ROWS = 10_000
    registered("DGI", *({"CIN": f"A{n}", "IF": f"{7_000_000 + n}"} for n in range(PAIRS)))
    registered("BAM", *rows("BAM"))
    people = list(Person.objects.order_by("pk"))
    mergers = [propose(people[n], people[PAIRS + n], amina) for n in range(PAIRS)]
    second = send("MAPMDREF", csv_of("MAPMDREF", *rows("MAPMDREF")))
    approve.approve(list_id=second.pk, by=youssef, at=NOON)
    advance.advance(list_id=second.pk, at=NOON)  # cut into chunks

    def merge_all():
        return [accepting(merger, youssef)() for merger in mergers]

    results = at_once(
        lambda: advance.advance_to_rest(list_id=second.pk, clock=lambda: NOON), merge_all
    )

    assert not [one for one in results if isinstance(one, Exception)]
    second.refresh_from_db()
    assert (second.state, second.outcomes) == (ListState.CLOSED, {"ACTIVITY_ADDED": PAIRS})
    standing = Person.objects.filter(merged_into=None)
    assert standing.count() == PAIRS
    assert Activity.objects.filter(person__in=standing).count() == 3 * PAIRS
    assert reconcile() == []
