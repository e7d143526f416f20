"""Whole calls, as people make them, over the register."""

from datetime import date

import pytest

from cnss_amo.ivr.models import Call
from cnss_amo.messaging.models import Message
from registration.enums import Channel, EventKind, State
from registration.models import Account, CompletedRegistration, Event
from registration.services.account import sign_in
from tests.ivr.callers import (
    ALL_IS_RIGHT,
    ARABIC,
    FRENCH,
    TO_HIS_CODE,
    WHO_IS_KARIM,
    Caller,
    known_by_code,
)
from tests.registration.completing import (
    CIN,
    PHONE,
    code_sent,
    complete,
    later,
    make_karim,
    sent,
)
from tests.registration.factories import make_person

pytestmark = pytest.mark.django_db


# Am I registered?


def test_a_registered_person_receives_her_number_on_the_phone_on_file():
    karim = make_karim()

    caller = Caller(FRENCH, "1", *WHO_IS_KARIM)

    assert caller.prompts == ["told"]
    assert sent("NUMBER") == [{"number": karim.formatted_number}]


@pytest.mark.parametrize("cin", ["AC123456", "BB123456", "CA123456"])
def test_one_press_a_letter_finds_whoever_has_any_of_the_letters_and_that_birth(cin):
    karim = make_karim(cin=cin)
    make_person(cin="AA123456", birth_date=date(1991, 1, 1), phone="+212611111111")

    Caller(FRENCH, "1", *WHO_IS_KARIM)

    assert sent("NUMBER") == [{"number": karim.formatted_number}]


def test_two_people_behind_the_same_keys_and_birth_receive_nothing():
    make_karim()
    make_karim(cin="BA123456", phone="+212611111111")

    caller = Caller(FRENCH, "1", *WHO_IS_KARIM)

    assert caller.prompts == ["told"]
    assert sent("NUMBER") == []


def test_a_stranger_hears_the_same_and_nothing_leaves():
    make_karim()

    known = Caller(FRENCH, "1", *WHO_IS_KARIM)
    stranger = Caller(FRENCH, "1", "22", "123456", "13031980", "1")

    assert stranger.last.say == known.last.say
    assert Message.objects.count() == 1


@pytest.mark.parametrize("fields", [{"phone": None}, {"phone": "+212522123456"}, {"number": None}])
def test_without_a_mobile_on_file_or_a_number_nothing_leaves(fields):
    make_karim(**fields)

    caller = Caller(FRENCH, "1", *WHO_IS_KARIM)

    assert caller.prompts == ["told"]
    assert not Message.objects.exists()


def test_the_card_is_read_back_by_its_last_three_digits_and_may_be_typed_again():
    caller = Caller(FRENCH, "1", "22", "123450", "12031980")

    assert caller.prompts == ["card_ends", "number-4", "number-5", "number-0", "right_or_again"]
    assert caller.press("2").say == ("fr/letters",)


def test_asking_for_a_number_again_and_again_sends_few():
    make_karim()

    for minute in range(0, 30, 2):
        Caller(FRENCH, "1", *WHO_IS_KARIM, at=later(minutes=minute))

    assert len(sent("NUMBER")) == 3


# Completing.


def test_a_person_completes_in_french():
    karim = make_karim()
    caller = known_by_code()
    assert caller.prompts == ["phone_ends", "number-6", "number-7", "number-8", "yours_or_not"]

    caller.press(*ALL_IS_RIGHT, at=later(minutes=2))

    karim.refresh_from_db()
    completed = CompletedRegistration.objects.get()
    last = [f"number-{digit}" for digit in karim.formatted_number[-3:]]
    assert karim.state == State.COMPLETED
    assert (completed.channel, completed.language) == (Channel.VOICE, "fr")
    assert completed.principal == f"test {caller.key}"
    assert caller.prompts == ["done", "number_ends", *last, "what_next", "goodbye"]
    assert (caller.last.end, Call.objects.get().ending) == ("over", "OVER")
    assert sent("NUMBER") == [{"number": karim.formatted_number}]
    assert sent("COMPLETION_RECEIPT")[0]["reference"] == completed.reference


def test_a_person_completes_in_arabic_and_is_written_to_in_arabic():
    make_karim()

    caller = known_by_code(language=ARABIC)
    caller.press(*ALL_IS_RIGHT, at=later(minutes=2))

    assert {name.partition("/")[0] for answer in caller.heard[1:] for name in answer.say} == {"ar"}
    assert CompletedRegistration.objects.get().language == "ar"
    assert set(Message.objects.values_list("language", flat=True)) == {"ar"}


def test_what_the_list_said_of_how_to_reach_her_becomes_her_own_words():
    karim = make_karim(address="12 rue des Oliviers")

    known_by_code().press(*ALL_IS_RIGHT, at=later(minutes=2))

    karim.refresh_from_db()
    assert (karim.phone_source, karim.address_source) == ("VOICE", "VOICE")


def test_a_password_of_digits_opens_the_space_and_is_changed_at_the_first_sign_in():
    karim = make_karim()
    caller = known_by_code()

    caller.press("1", "1", "1", "1", "73920518#", "73920518#", at=later(minutes=2))

    assert caller.last.end == "over"
    assert sign_in(number=karim.formatted_number, password="73920518", at=later(minutes=3))
    assert Account.objects.get().must_change
    assert sent("FIRST_PASSWORD") == [{"date": "02/03/2026"}]


def test_without_a_password_none_is_told():
    make_karim()

    known_by_code().press(*ALL_IS_RIGHT, at=later(minutes=2))

    assert sent("FIRST_PASSWORD") == []


@pytest.mark.parametrize("password", ["12345678", "12031980", "612345678", "11111111"])
def test_digits_that_are_easy_to_guess_are_refused(password):
    make_karim()
    caller = known_by_code()

    caller.press("1", "1", "1", "1", password, password, at=later(minutes=2))

    assert caller.prompts == ["password_weak", "password"]
    assert not Account.objects.exists()


def test_two_passwords_that_differ_are_asked_again_and_three_times_lead_to_a_person():
    make_karim()
    caller = known_by_code()
    caller.press("1", "1", "1", "1", at=later(minutes=2))

    for _try in range(2):
        caller.press("73920518", "73920519", at=later(minutes=2))
        assert caller.prompts == ["passwords_differ", "password"]
    caller.press("73920518", "73920519", at=later(minutes=2))

    assert caller.last.end == "human"
    assert not Account.objects.exists()


def test_whoever_does_not_agree_with_the_notice_leaves_without_a_trace():
    karim = make_karim()
    caller = known_by_code()

    caller.press("1", "1", "3", at=later(minutes=2))

    karim.refresh_from_db()
    assert caller.prompts == ["no_consent", "goodbye"]
    assert karim.state == State.PRE_REGISTERED


@pytest.mark.parametrize(("pressed", "said"), [(("2",), "other_phone"), (("1", "2"), "to_correct")])
def test_what_is_not_right_any_more_is_for_a_person(pressed, said):
    make_karim()
    caller = known_by_code()

    caller.press(*pressed, at=later(minutes=2))

    assert caller.prompts == [said]
    assert caller.last.end == "human"


def test_who_has_completed_hears_it_and_nothing_is_done_twice():
    karim = make_karim()
    complete(karim)

    caller = known_by_code()

    assert caller.prompts[:2] == ["already", "number_ends"]
    assert Event.objects.filter(kind=EventKind.REGISTRATION_COMPLETED).count() == 1


def test_who_completes_elsewhere_during_the_call_hears_that_it_is_done():
    karim = make_karim()
    caller = known_by_code()
    complete(karim)

    caller.press(*ALL_IS_RIGHT, at=later(minutes=2))

    assert caller.prompts[0] == "already"


def test_who_has_nothing_to_complete_is_handed_over():
    make_karim("RAMED")

    caller = known_by_code()

    assert caller.prompts == ["nothing_to_complete"]
    assert caller.last.end == "human"


# Codes.


def test_wrong_codes_are_told_alike_and_the_third_leads_to_a_person():
    make_karim()
    caller = Caller(FRENCH, *TO_HIS_CODE)
    wrong = f"{(int(code_sent()) + 1) % 10**6:06d}"

    for _try in range(2):
        caller.press(wrong)
        assert caller.prompts == ["wrong_code", "code"]

    assert caller.press(wrong).end == "human"


def test_a_stranger_may_type_any_code():
    caller = Caller(FRENCH, *TO_HIS_CODE)

    assert caller.prompts == ["code_sent", "code"]
    caller.press("123456")
    assert caller.prompts == ["wrong_code", "code"]


def test_after_the_number_the_code_waits_a_minute_for_anybody():
    make_karim()

    for who in (WHO_IS_KARIM, ("22", "123456", "13031980", "1")):
        caller = Caller(FRENCH, "1", *who)
        caller.press("1", "1", at=later(seconds=20))
        assert caller.prompts == ["code_soon"]
        caller.press("1", at=later(seconds=61))
        assert caller.prompts == ["code_sent", "code"]

    assert len(sent()) == 1


def test_a_code_received_in_another_call_opens_after_the_same_identity():
    make_karim()
    Caller(FRENCH, *TO_HIS_CODE)

    caller = Caller(FRENCH, "2", *WHO_IS_KARIM, "2", code_sent(), at=later(minutes=4))

    assert caller.prompts[0] == "phone_ends"


def test_asking_twice_within_a_minute_leaves_the_first_code_good():
    make_karim()
    Caller(FRENCH, *TO_HIS_CODE)

    caller = Caller(FRENCH, *TO_HIS_CODE, at=later(seconds=30))
    caller.press(code_sent(), at=later(seconds=40))

    assert len(sent()) == 1
    assert caller.prompts[0] == "phone_ends"


def test_a_code_is_no_use_to_whoever_types_another_identity():
    make_karim()
    make_karim(cin="CD777", phone="+212611111111")
    Caller(FRENCH, *TO_HIS_CODE)

    caller = Caller(FRENCH, "2", "23", "777", "12031980", "1", "2", code_sent())

    assert caller.prompts == ["wrong_code", "code"]


def test_nothing_typed_is_kept_in_clear():
    make_karim()
    known_by_code(phone=PHONE)

    row = str(Call.objects.values().get())

    assert not any(said in row for said in ("123456", "12031980", CIN, PHONE[-9:]))
