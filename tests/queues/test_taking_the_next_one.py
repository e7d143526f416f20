"""Taking from a queue: the oldest first, never the same to two people, free again in time."""

from datetime import timedelta

import pytest

from cnss_amo.queues.models import Hold
from cnss_amo.queues.queries import holder_of
from cnss_amo.queues.services import HeldBySomebodyElse, give_back, open_item, settle, take_next
from liaison.queues import CONFLICTS, LISTS
from tests.liaison.lists import NOON, csv_of, registered, send
from tests.queues.conftest import NOTARY

pytestmark = pytest.mark.django_db
QUARTER = timedelta(minutes=15)


def key(received_list, line):
    return CONFLICTS.key_of(received_list.pk, line)


def test_each_is_given_another_one(conflicts, hind, ghita):
    assert take_next(CONFLICTS, by=hind, at=NOON).key == key(conflicts, 2)
    assert take_next(CONFLICTS, by=ghita, at=NOON).key == key(conflicts, 3)


def test_who_has_one_in_hand_is_given_that_one_again(conflicts, hind):
    first = take_next(CONFLICTS, by=hind, at=NOON)
    again = take_next(CONFLICTS, by=hind, at=NOON + timedelta(minutes=10))

    assert again.key == first.key
    assert holder_of(CONFLICTS, first.key, NOON + timedelta(minutes=24)).user == hind


def test_what_waited_longest_comes_first_whatever_the_order_of_arrival(conflicts, hind):
    registered("DGI", {"CIN": "AB3", "NOM": "Filali"})
    older = registered("ONN", NOTARY | {"CIN": "AB3"}, at=NOON - timedelta(days=3))

    assert older.pk > conflicts.pk
    assert take_next(CONFLICTS, by=hind, at=NOON).key == key(older, 2)


@pytest.mark.parametrize(
    ("later", "hers"), [(QUARTER - timedelta(seconds=1), True), (QUARTER, False)]
)
def test_one_left_without_an_act_is_free_after_a_quarter_of_an_hour(
    conflicts, hind, ghita, later, hers
):
    first = take_next(CONFLICTS, by=hind, at=NOON)

    taken = take_next(CONFLICTS, by=ghita, at=NOON + later)

    assert (taken.key != first.key) == hers


def test_looking_at_it_again_keeps_it_in_hand(conflicts, hind, ghita):
    first = take_next(CONFLICTS, by=hind, at=NOON)
    open_item(CONFLICTS, first.key, by=hind, at=NOON + timedelta(minutes=14))

    opened = open_item(CONFLICTS, first.key, by=ghita, at=NOON + timedelta(minutes=20))

    assert opened.user == hind
    assert opened.taken_at == NOON


def test_what_is_given_back_goes_to_others_first(conflicts, hind, ghita):
    first = take_next(CONFLICTS, by=hind, at=NOON)
    give_back(first.pk, by=hind, at=NOON)

    assert take_next(CONFLICTS, by=hind, at=NOON).key == key(conflicts, 3)
    assert take_next(CONFLICTS, by=ghita, at=NOON).key == first.key


def test_what_is_given_back_comes_again_when_nothing_else_waits(conflicts, hind):
    for _line in range(3):
        give_back(take_next(CONFLICTS, by=hind, at=NOON).pk, by=hind, at=NOON)

    assert take_next(CONFLICTS, by=hind, at=NOON).key == key(conflicts, 2)


def test_nobody_gives_back_for_somebody_else(conflicts, hind, ghita):
    first = take_next(CONFLICTS, by=hind, at=NOON)
    give_back(first.pk, by=ghita, at=NOON)

    assert holder_of(CONFLICTS, first.key, NOON).user == hind


def test_nobody_settles_what_somebody_else_has_in_hand(conflicts, hind, ghita):
    first = take_next(CONFLICTS, by=hind, at=NOON)

    with pytest.raises(HeldBySomebodyElse, match="En cours par hind, 13:00"):
        settle(CONFLICTS, first.key, by=ghita, at=NOON)

    settle(CONFLICTS, first.key, by=hind, at=NOON)
    assert not Hold.objects.exists()


def test_who_sent_a_list_is_not_given_it_to_decide(hind, ghita):
    send("DGI", csv_of("DGI", {}), by=hind)

    assert take_next(LISTS, by=hind, at=NOON) is None
    assert take_next(LISTS, by=ghita, at=NOON)


def test_an_empty_queue_gives_nothing(hind):
    assert take_next(CONFLICTS, by=hind, at=NOON) is None
