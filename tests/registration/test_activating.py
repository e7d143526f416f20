from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connections

from cnss_amo.accounts.models import OneTimeCode
from cnss_amo.messaging.models import Message
from registration.enums import Channel, DocumentKind, EventKind
from registration.models import Account, Event, OtherDocument
from registration.rules import Birth
from registration.services import activation
from registration.services.account import disable_account
from registration.services.activation import WrongCode
from registration.services.identify import document_digest, identify
from tests.registration.completing import (
    BORN,
    CIN,
    NOON,
    PHONE,
    ask,
    code_sent,
    complete,
    later,
    make_karim,
    sent,
)
from tests.registration.factories import make_person

pytestmark = pytest.mark.django_db


def enter(request, code, *, session="browser", at=None):
    return activation.enter_code(
        reference=request.reference, code=code, session=session, at=at or later(minutes=1)
    )


# Who is it?


def who(document=CIN, birth=BORN, kind=DocumentKind.CIN):
    return identify(document_kind=kind, document=document, birth=birth)


@pytest.mark.parametrize("typed", ["AB123456", "ab 123456", "AB-123.456"])
def test_a_person_is_known_by_her_document_however_typed_and_her_birth(typed):
    karim = make_karim()

    assert who(typed) == karim


def test_another_birth_or_another_document_is_nobody():
    make_karim()

    assert who(birth=Birth(date(1980, 3, 13))) is None
    assert who("AB123457") is None
    assert who(kind=DocumentKind.PASSPORT) is None
    assert who("no document at all") is None


def test_a_year_alone_agrees_with_a_known_birth_and_the_reverse():
    karim = make_karim()
    fatima = make_person(cin="BE77", birth_date=date(1950, 1, 1), birth_precision="Y")

    assert who(birth=Birth(date(1980, 1, 1), "Y")) == karim
    assert who("BE77", Birth(date(1950, 7, 9))) == fatima
    assert who("BE77", Birth(date(1951, 7, 9))) is None


def test_the_file_of_somebody_merged_leads_to_the_one_that_stands():
    karim = make_karim()
    former = make_person(cin="ZZ1", birth_date=BORN.day)
    OtherDocument.objects.create(
        person=former, kind="CIN", key=document_digest("CIN", "CD999"), sealed=b"-"
    )
    former.merged_into, former.document_key = karim, None
    former.save()

    assert who("CD999") == karim


# Asking for a code.


def test_a_code_goes_to_the_number_on_file_and_opens():
    karim = make_karim()

    request = ask()

    [message] = Message.objects.all()
    assert (message.text, message.about_person) == ("ACTIVATION_CODE", karim.pk)
    assert enter(request, code_sent()) == karim


def test_nothing_tells_a_known_person_from_nobody():
    make_karim()
    known, nobody = ask(), ask(document="AB999999")

    assert known.expires_at == nobody.expires_at
    assert len(known.reference) == len(nobody.reference)
    assert OneTimeCode.objects.count() == 2
    assert len(sent()) == 1
    with pytest.raises(WrongCode) as of_nobody:
        enter(nobody, "000000")
    with pytest.raises(WrongCode) as of_known:
        enter(known, "x")
    assert str(of_nobody.value) == str(of_known.value)


@pytest.mark.parametrize("phone", [None, "+212522123456"])
def test_without_a_mobile_on_file_nothing_leaves_and_the_answer_is_the_same(phone):
    make_karim(phone=phone)

    assert ask().reference
    assert sent() == []


def test_the_message_is_in_the_language_she_chose():
    karim = make_karim()
    complete(karim, language="ar")

    ask(at=later(minutes=5))

    assert Message.objects.get(text="ACTIVATION_CODE").language == "ar"


def test_a_second_request_within_a_minute_sends_nothing():
    make_karim()
    ask()

    ask(at=later(seconds=59))
    assert len(sent()) == 1
    ask(at=later(seconds=60))
    assert len(sent()) == 2


def test_at_most_three_codes_an_hour_and_five_a_day_go_to_a_number():
    make_karim()
    for minute in range(0, 30, 2):
        ask(at=later(minutes=minute))
    assert len(sent()) == 3

    for hour in range(2, 24, 2):
        ask(at=later(hours=hour))
    assert len(sent()) == 5


def test_one_address_asks_for_ten_people_an_hour():
    for place in range(12):
        make_karim(cin=f"AB{place}", phone=f"+2126000000{place:02}")
    for place in range(12):
        ask(document=f"AB{place}", ip="192.0.2.7", at=later(seconds=place))

    assert len(sent()) == 10
    ask(document="AB11", ip="192.0.2.8", at=later(seconds=20))
    assert len(sent()) == 11


def test_when_too_many_leave_everywhere_none_leaves_any_more(settings):
    settings.CODES_BREAKER = 2
    for place in range(3):
        make_karim(cin=f"AB{place}", phone=f"+2126000000{place:02}")
        ask(document=f"AB{place}", at=later(seconds=place))

    assert len(sent()) == 2


def test_the_code_of_a_disabled_account_opens_nothing(amina):
    karim = make_karim()
    complete(karim)
    request = ask(at=later(minutes=1))
    account = Account.objects.get()
    disable_account(account=account, by=amina, reason="signalement", at=later(minutes=2))

    with pytest.raises(WrongCode):
        enter(request, code_sent(), at=later(minutes=3))
    ask(at=later(minutes=10))
    assert len(sent()) == 1


def test_whoever_was_merged_since_is_led_to_the_standing_file():
    former, karim = make_karim(), make_person()
    request = ask()
    former.merged_into, former.document_key = karim, None
    former.save()

    assert enter(request, code_sent()) == karim


def test_the_code_of_somebody_whose_list_was_undone_opens_nothing():
    karim = make_karim()
    request = ask()
    karim.activities.all().delete()
    karim.delete()

    with pytest.raises(WrongCode):
        enter(request, code_sent())


def test_a_code_on_paper_serves_when_no_sms_can_leave(amina):
    karim = make_karim(phone=None)
    code = activation.hand_paper_code(person_id=karim.pk, by=amina, channel=Channel.AGENCY, at=NOON)

    assert enter(ask(), code) == karim
    event = Event.objects.get(kind=EventKind.CODE_HANDED)
    assert (event.by, event.details) == (amina, {"channel": "AGENCY", "principal": ""})


def test_the_request_keeps_nothing_in_clear():
    make_karim()
    ask(ip="192.0.2.7")

    kept = str(OneTimeCode.objects.values().get())
    assert not any(said in kept for said in (CIN, PHONE, "192.0.2.7", "browser", code_sent()))


def test_a_code_older_than_ten_minutes_opens_nothing():
    make_karim()
    request = ask()

    with pytest.raises(WrongCode):
        enter(request, code_sent(), at=NOON + timedelta(minutes=10))
    assert datetime(2026, 3, 2, 12, 10, tzinfo=UTC) == request.expires_at


# At once.


def together(act, times=2):
    def alone(_time):
        try:
            return act()
        except WrongCode:
            return None
        finally:
            connections.close_all()

    with ThreadPoolExecutor(times) as hands:
        return list(hands.map(alone, range(times)))


@pytest.mark.django_db(transaction=True)
def test_two_requests_at_once_send_one_code(law):
    make_karim()

    together(ask)

    assert len(sent()) == 1


@pytest.mark.django_db(transaction=True)
def test_a_code_entered_twice_at_once_opens_once(law):
    karim = make_karim()
    request = ask()
    code = code_sent()

    opened = together(lambda: enter(request, code), times=4)

    assert [person for person in opened if person] == [karim]
