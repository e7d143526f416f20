"""Whoever makes SMS leave for a number, from an address, or for thousands of people, is stopped."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from django.db import connection, transaction

from cnss_amo.messaging.limits import Limit, forget_old_askings, may_send
from cnss_amo.messaging.models import Asking
from tests.messaging.conftest import NOON

pytestmark = pytest.mark.django_db

SECOND = timedelta(seconds=1)
MINUTE = timedelta(minutes=1)
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)
NUMBER = "+212661000001"


@transaction.atomic
def leaves(number=NUMBER, *, at=NOON, ip=""):
    """Ask for an SMS, to somebody or to nobody; tell whether one may leave."""
    return may_send(to=number, at=at, ip=ip, about=b"somebody unknown")


def left():
    return Asking.objects.filter(leaves=True).count()


def test_a_number_waits_a_minute_between_two():
    assert leaves()
    assert not leaves(at=NOON + 59 * SECOND)
    assert leaves(at=NOON + MINUTE)


def test_a_number_receives_three_an_hour():
    answers = [leaves(at=NOON + place * 2 * MINUTE) for place in range(5)]

    assert answers == [True, True, True, False, False]
    assert leaves(at=NOON + HOUR)


def test_a_thousand_requests_in_a_day_cost_five():
    answers = [leaves(at=NOON + place * 86 * SECOND) for place in range(1_000)]

    assert sum(answers) == left() == 5
    assert leaves(at=NOON + DAY)


def test_another_number_does_not_wait():
    assert leaves()
    assert leaves("+212662000002")


def test_an_address_asks_ten_times_an_hour():
    answers = [leaves(f"+2126610000{place:02}", ip="192.0.2.7") for place in range(12)]

    assert answers == [True] * 10 + [False] * 2
    assert leaves("+212662000002", ip="192.0.2.8")
    assert leaves("+212662000003", ip="192.0.2.7", at=NOON + HOUR)


def test_an_address_is_charged_with_what_it_asked_for_in_vain():
    for place in range(10):
        leaves(None, ip="192.0.2.7", at=NOON + place * SECOND)

    assert not leaves(ip="192.0.2.7", at=NOON + MINUTE)


def test_a_subscriber_with_many_addresses_is_one():
    answers = [leaves(f"+2126610000{place:02}", ip=f"2001:db8:0:1::{place}") for place in range(12)]

    assert sum(answers) == 10
    assert leaves("+212662000002", ip="2001:db8:0:2::1")


def test_the_breaker_stops_everybody_and_says_it(settings, caplog):
    settings.CODES_BREAKER = 20

    answers = [leaves(f"+2126610000{place:02}") for place in range(30)]

    assert answers == [True] * 20 + [False] * 10
    assert "the breaker is open" in caplog.text
    assert leaves("+212662000002", at=NOON + settings.CODES_BREAKER_WINDOW)


@pytest.mark.parametrize(
    "to", ["+212522000001", "+33612345678", "+881612345678", "+2126610000012", "0899000000", ""]
)
def test_no_other_number_ever_costs_an_sms(to):
    assert not leaves(to)


def test_what_no_limit_counts_is_forgotten():
    leaves()
    leaves("+212662000002", at=NOON + DAY)

    assert forget_old_askings(at=NOON + DAY + MINUTE) == 1
    assert not leaves("+212662000002", at=NOON + DAY)


def test_the_journal_names_no_number(caplog):
    caplog.set_level("INFO")
    leaves()
    leaves()

    assert Limit.COOL_DOWN.value in caplog.text
    assert "661000001" not in caplog.text


@pytest.mark.django_db(transaction=True)
def test_counting_outside_a_transaction_is_a_fault():
    with pytest.raises(transaction.TransactionManagementError):
        may_send(to=NUMBER, at=NOON)


def test_whoever_is_unknown_costs_the_same_statements(django_assert_num_queries):
    with django_assert_num_queries(5):
        leaves(ip="192.0.2.7")
    with django_assert_num_queries(5):
        leaves(None, ip="192.0.2.7")


def at_once(act, times=20):
    """Do an act so many times, each on a connection of its own; return what each was answered."""
    gate = Barrier(times)

    def begun(place):
        try:
            connection.ensure_connection()
            gate.wait(timeout=30)
            return act(place)
        finally:
            connection.close()

    with ThreadPoolExecutor(times) as threads:
        return [
            done.result(timeout=60) for done in [threads.submit(begun, n) for n in range(times)]
        ]


@pytest.mark.django_db(transaction=True)
def test_twenty_requests_at_the_same_instant_cost_one():
    answers = at_once(lambda _place: leaves())

    assert sum(answers) == left() == 1


@pytest.mark.django_db(transaction=True)
def test_a_number_asked_for_from_everywhere_at_once_stays_within_the_day(settings):
    settings.CODE_COOL_DOWN = timedelta()
    settings.CODES_PER_NUMBER_HOUR = 5

    answers = at_once(lambda place: leaves(ip=f"192.0.2.{place}"))

    assert sum(answers) == left() == 5


@pytest.mark.django_db(transaction=True)
def test_an_address_that_asks_at_once_for_many_numbers_stays_within_ten():
    answers = at_once(lambda place: leaves(f"+2126610000{place:02}", ip="192.0.2.7"))

    assert sum(answers) == left() == 10
