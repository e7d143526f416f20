"""Whoever makes SMS leave for a phone, from an address, or for thousands of phones, is stopped."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from django.db import connection, transaction

from cnss_amo.messaging.models import Message
from cnss_amo.messaging.services import may_send
from tests.messaging.conftest import NOON

MINUTE = timedelta(minutes=1)
HOUR = timedelta(hours=1)
PHONE = "+212661000001"


@pytest.fixture
def asked(write_code):
    """Ask for a code, and send it when that is allowed."""

    def sent(to=PHONE, *, at=NOON, ip="", **said):
        with transaction.atomic():
            allowed = may_send(to=to, at=at, ip=ip)
            if allowed:
                write_code(to, at=at, ip=ip, **said)
        return allowed

    return sent


def test_a_phone_waits_a_minute_between_two(asked):
    assert asked()
    assert not asked(at=NOON + timedelta(seconds=59))
    assert asked(at=NOON + MINUTE)


def test_a_phone_receives_three_an_hour(asked):
    answers = [asked(at=NOON + place * 2 * MINUTE) for place in range(5)]

    assert answers == [True, True, True, False, False]
    assert asked(at=NOON + HOUR)


def test_a_thousand_requests_in_a_day_cost_five(asked):
    answers = [asked(at=NOON + place * timedelta(seconds=86)) for place in range(1_000)]

    assert sum(answers) == Message.objects.count() == 5
    assert asked(at=NOON + timedelta(days=1))


def test_the_number_asked_for_counts_with_the_codes(asked):
    assert asked(text="NUMBER", values={"number": "123456789"})
    assert not asked()


def test_what_nobody_can_ask_for_is_not_counted(asked, write):
    for _message in range(10):
        write(PHONE)

    assert asked()


def test_another_phone_does_not_wait(asked):
    assert asked()
    assert asked("0662000002")


def test_an_address_makes_ten_an_hour_leave(asked):
    answers = [asked(f"06610000{place:02}", ip="192.0.2.7") for place in range(12)]

    assert answers == [True] * 10 + [False] * 2
    assert asked("0662000002", ip="192.0.2.8")
    assert asked("0662000003", ip="192.0.2.7", at=NOON + HOUR)


def test_a_subscriber_with_many_addresses_is_one(asked):
    answers = [asked(f"06610000{place:02}", ip=f"2001:db8:0:1::{place}") for place in range(12)]

    assert sum(answers) == 10
    assert asked("0662000002", ip="2001:db8:0:2::1")


def test_the_breaker_stops_everybody_and_says_it(asked, settings, caplog):
    settings.CODES_BREAKER = 20

    answers = [asked(f"06610000{place:02}") for place in range(30)]

    assert answers == [True] * 20 + [False] * 10
    assert "the breaker is open" in caplog.text
    assert asked("0662000002", at=NOON + settings.CODES_BREAKER_WINDOW)


@pytest.mark.parametrize(
    "to", ["+212522000001", "+33612345678", "+881612345678", "+2126610000012", "0899000000", ""]
)
def test_no_other_number_ever_costs_an_sms(asked, to):
    assert not asked(to)


def test_the_journal_names_no_phone(asked, caplog):
    caplog.set_level("INFO")
    asked()
    asked()

    assert "received one a moment ago" in caplog.text
    assert "661000001" not in caplog.text


@pytest.mark.django_db(transaction=True)
def test_asking_outside_a_transaction_is_a_fault():
    with pytest.raises(transaction.TransactionManagementError):
        may_send(to=PHONE, at=NOON)


def at_once(act, people):
    """Do an act for each, each on a connection of its own; return what each was answered."""
    gate = Barrier(len(people))

    def begun(one):
        try:
            connection.ensure_connection()
            gate.wait(timeout=30)
            return act(one)
        finally:
            connection.close()

    with ThreadPoolExecutor(len(people)) as threads:
        return [done.result(timeout=60) for done in [threads.submit(begun, one) for one in people]]


@pytest.mark.django_db(transaction=True)
def test_twenty_requests_at_the_same_instant_cost_one(asked):
    answers = at_once(lambda _place: asked(), range(20))

    assert sum(answers) == Message.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_a_phone_asked_for_from_everywhere_at_once_stays_within_the_day(asked, settings):
    settings.CODE_COOL_DOWN = timedelta()
    settings.CODES_PER_NUMBER_HOUR = 5

    answers = at_once(lambda place: asked(ip=f"192.0.2.{place}"), range(20))

    assert sum(answers) == Message.objects.count() == 5


@pytest.mark.django_db(transaction=True)
def test_an_address_that_asks_at_once_for_many_phones_stays_within_ten(asked):
    answers = at_once(lambda place: asked(f"06610000{place:02}", ip="192.0.2.7"), range(20))

    assert sum(answers) == Message.objects.count() == 10
