"""How long things may wait: whose rule it is, what is near its end, what waits since when."""

from datetime import date, timedelta

import pytest

from cnss_amo.queues.by_age import ByAge
from cnss_amo.queues.queries import backlog, delay_of
from cnss_amo.queues.queue import Queue
from cnss_amo.queues.rules import Delay, Urgency
from liaison.queues import CONFLICTS, LISTS, MISSING, QUARANTINE
from tests.liaison.lists import NOON, csv_of, registered, send
from tests.queues.conftest import NOTARY

OPENED = date(2023, 1, 10)
TODAY = NOON.date()


@pytest.mark.parametrize(
    ("waited", "urgency"),
    [
        (0, Urgency.ON_TIME),
        (6, Urgency.ON_TIME),
        (7, Urgency.SOON),
        (8, Urgency.SOON),
        (9, Urgency.URGENT),
        (10, Urgency.URGENT),
        (11, Urgency.LATE),
    ],
)
def test_a_delay_of_ten_days_warns_at_seventy_and_ninety_per_cent(waited, urgency):
    assert Delay(10).urgency(OPENED, OPENED + timedelta(days=waited)) == urgency


@pytest.mark.parametrize(
    ("waited", "urgency"), [(59, Urgency.URGENT), (60, Urgency.URGENT), (61, Urgency.LATE)]
)
def test_the_last_day_of_a_delay_is_on_time(waited, urgency):
    delay = Delay(60)

    assert delay.due_on(OPENED) == date(2023, 3, 11)
    assert delay.urgency(OPENED, OPENED + timedelta(days=waited)) == urgency


def test_without_a_law_the_delay_is_a_target_of_the_service(settings):
    settings.CONFLICT_TARGET_DAYS = 12

    assert delay_of(CONFLICTS, OPENED) == Delay(12, is_law=False, to_confirm=False)


def test_where_the_law_has_no_value_yet_the_target_says_that_it_is_to_be_confirmed(settings):
    settings.MISSING_TARGET_DAYS = 20

    assert delay_of(MISSING, OPENED) == Delay(20, is_law=False, to_confirm=True)


def test_where_the_law_has_a_value_it_decides_and_says_whether_it_is_confirmed():
    asked = Queue(
        code="demandes",
        label="demandes",
        roles=(),
        waiting=list,
        page="",
        target="",
        law="registration/answer_delay",
    )

    assert delay_of(asked, OPENED) == Delay(60, is_law=True, to_confirm=True)


@pytest.mark.django_db
def test_what_waits_is_counted_with_its_oldest_and_what_is_late(conflicts, settings):
    settings.CONFLICT_TARGET_DAYS = 10
    registered("DGI", {"CIN": "AB3", "NOM": "Naciri"})
    registered("ONN", NOTARY | {"CIN": "AB3"}, at=NOON - timedelta(days=9))

    found = backlog(CONFLICTS, TODAY + timedelta(days=2))

    assert (found.count, found.late) == (4, 1)
    assert found.oldest_on == TODAY - timedelta(days=9)
    assert found.urgency == Urgency.LATE


@pytest.mark.django_db
def test_lists_are_counted_since_they_were_planned(settings):
    settings.LIST_DECISION_TARGET_DAYS = 5
    send("DGI", csv_of("DGI", {}), at=NOON)
    send("DGI", csv_of("DGI", {"CIN": "AB9"}), at=NOON - timedelta(days=6))

    found = backlog(LISTS, TODAY)

    assert (found.count, found.late, found.oldest_on) == (2, 1, TODAY - timedelta(days=6))


@pytest.mark.django_db
def test_an_empty_queue_has_no_oldest():
    found = backlog(QUARANTINE, TODAY)

    assert (found.count, found.oldest_on, found.late) == (0, None, 0)


@pytest.mark.django_db
def test_the_pages_of_what_waits_show_the_oldest_first(conflicts):
    registered("DGI", {"CIN": "AB3", "NOM": "Naciri"})
    older = registered("ONN", NOTARY | {"CIN": "AB3"}, at=NOON - timedelta(days=3))

    waiting = ByAge(CONFLICTS)

    assert len(waiting) == 4
    assert [row.pk for row in waiting[0:2]] == [(older.pk, 2), (conflicts.pk, 2)]
    assert [row.pk for row in waiting[2:4]] == [(conflicts.pk, 3), (conflicts.pk, 4)]
