"""A line drops, a step is sent twice, two steps come at once: nothing is lost nor done twice."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connections

from cnss_amo.ivr import services
from cnss_amo.ivr.models import Call
from registration.models import CompletedRegistration
from tests.ivr.callers import FRENCH, TO_HIS_CODE, WHO_IS_KARIM, Caller, known_by_code
from tests.registration.completing import NOON, PHONE, code_sent, later, make_karim, sent

pytestmark = pytest.mark.django_db


def answer(caller, step, typed, at=NOON):
    return services.answer(platform="test", key=caller.key, step=step, typed=typed, at=at)


def test_a_call_begun_twice_is_one_call():
    caller = Caller()

    assert caller.begun() == caller.last
    assert Call.objects.count() == 1


def test_a_step_sent_twice_gets_the_same_answer_and_acts_once():
    make_karim()
    caller = Caller(FRENCH, "1", *WHO_IS_KARIM[:-1])
    step = caller.last.step

    first = answer(caller, step, "1")
    again = answer(caller, step, "1")

    assert first == again
    assert len(sent("NUMBER")) == 1


def test_the_last_step_of_a_call_may_be_sent_twice_too():
    make_karim()
    caller = known_by_code()
    caller.press("1", "1", "1", at=later(minutes=2))
    step = caller.last.step

    first = answer(caller, step, "2", later(minutes=2))

    assert first.end == "over"
    assert answer(caller, step, "2", later(minutes=2)) == first
    assert CompletedRegistration.objects.count() == 1


def test_another_answer_to_a_step_that_is_past_is_refused():
    caller = Caller(FRENCH)

    with pytest.raises(services.WrongStep) as refused:
        answer(caller, 0, "1")

    assert refused.value.expected == 1


def test_a_call_that_says_nothing_for_minutes_is_over():
    caller = Caller(FRENCH)

    with pytest.raises(services.CallOver):
        answer(caller, 1, "1", later(minutes=5))


def test_a_call_that_was_hung_up_is_over_and_hanging_up_twice_is_calm():
    caller = Caller(FRENCH)
    caller.hang_up()
    caller.hang_up(at=later(minutes=1))

    with pytest.raises(services.CallOver):
        answer(caller, 1, "1")
    assert Call.objects.get().ended_at == NOON


def test_another_platform_knows_nothing_of_a_call():
    caller = Caller(FRENCH)

    with pytest.raises(services.UnknownCall):
        services.answer(platform="other", key=caller.key, step=1, typed="1", at=NOON)
    with pytest.raises(services.UnknownCall):
        services.hang_up(platform="test", key=uuid4(), at=NOON)


# Calling again.


def test_who_hangs_up_to_read_the_code_goes_on_at_the_code():
    make_karim()
    first = Caller(FRENCH, *TO_HIS_CODE, phone=PHONE)
    first.hang_up(at=later(minutes=1))

    again = Caller(FRENCH, phone=PHONE, at=later(minutes=2))
    assert again.prompts == ["cut_off"]
    again.press("1", at=later(minutes=2))
    assert again.prompts == ["code"]
    again.press(code_sent(), at=later(minutes=3))

    assert again.prompts[0] == "phone_ends"
    assert len(sent()) == 1


def test_who_is_cut_off_while_typing_goes_on_where_she_was():
    caller = Caller(FRENCH, "1", "22", phone="0612345678")
    caller.hang_up()

    again = Caller(FRENCH, "1", phone=PHONE, at=later(minutes=1))

    assert again.prompts == ["document"]
    assert again.press("123456", "12031980", at=later(minutes=1)).say[0] == "fr/card_ends"


def test_a_line_that_went_dead_without_a_word_counts_as_cut_off():
    Caller(FRENCH, "1", "22", phone=PHONE)

    assert Caller(FRENCH, phone=PHONE, at=later(minutes=1)).prompts == ["cut_off"]


def test_a_line_that_still_speaks_was_not_cut_off():
    Caller(FRENCH, "1", "22", phone=PHONE)

    assert Caller(FRENCH, phone=PHONE, at=later(seconds=20)).prompts == ["main_menu"]


def test_what_was_confirmed_is_not_asked_again_after_a_dropped_line():
    karim = make_karim()
    first = known_by_code(phone=PHONE)
    first.press("1", "1", at=later(minutes=1))
    assert first.prompts[0] == "notice"
    first.hang_up(at=later(minutes=2))

    again = Caller(FRENCH, "1", phone=PHONE, at=later(minutes=3))
    assert again.prompts == ["code_sent", "code"]
    again.press(code_sent(), at=later(minutes=4))
    assert again.prompts[0] == "notice"
    again.press("1", "2", at=later(minutes=4))

    karim.refresh_from_db()
    assert (karim.state, len(sent())) == ("COMPLETED", 2)


def test_who_wants_to_begin_again_does():
    Caller(FRENCH, "1", "22", phone=PHONE).hang_up()

    assert Caller(FRENCH, "2", phone=PHONE, at=later(minutes=1)).prompts == ["main_menu"]


@pytest.mark.parametrize("phone", ["", "+212611111111"])
def test_another_phone_or_a_hidden_one_is_offered_nothing(phone):
    Caller(FRENCH, "1", "22", phone=PHONE).hang_up()

    assert Caller(FRENCH, phone=phone, at=later(minutes=1)).prompts == ["main_menu"]


def test_a_call_that_dropped_too_long_ago_is_forgotten():
    Caller(FRENCH, "1", "22", phone=PHONE).hang_up()

    assert Caller(FRENCH, phone=PHONE, at=later(minutes=11)).prompts == ["main_menu"]


# Too many.


def test_a_phone_that_calls_and_calls_is_answered_by_a_person(settings):
    settings.VOICE_CALLS_PER_CALLER_HOUR = 3
    for _call in range(3):
        Caller(phone=PHONE)

    assert Caller(phone=PHONE).last.end == "human"
    assert Caller(phone="").last.end == ""
    assert Caller(phone=PHONE, at=later(hours=2)).last.end == ""


def test_a_platform_begins_no_more_calls_a_minute_than_it_may(settings):
    settings.VOICE_CALLS_PER_MINUTE = 2
    first, _second = Caller(), Caller()

    with pytest.raises(services.TooManyCalls):
        Caller()
    assert first.begun() == first.last
    Caller(at=later(minutes=1))


# Forgetting.


def test_what_was_typed_is_forgotten_and_the_call_stays_to_be_counted():
    make_karim()
    known_by_code(phone=PHONE)
    silent = Caller(FRENCH, "1", "22", phone=PHONE)

    services.forget_old_calls(at=later(minutes=10))
    assert Call.objects.exclude(memory_sealed=None).count() == 2
    assert services.forget_old_calls(at=later(minutes=17)) == 2

    call = Call.objects.get(pk=silent.key)
    assert (call.ending, call.state, call.memory_sealed) == ("FORGOTTEN", "document", None)
    services.forget_old_calls(at=NOON + timedelta(hours=2))
    assert not Call.objects.exclude(caller_key=None).exists()
    assert not Call.objects.exclude(person_id=None).exists()


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("law")
def test_one_step_sent_ten_times_at_once_is_done_once():
    make_karim()
    caller = Caller(FRENCH, "1", *WHO_IS_KARIM[:-1])

    def press(_turn):
        try:
            return answer(caller, caller.last.step, "1")
        finally:
            connections.close_all()

    with ThreadPoolExecutor(10) as hands:
        answers = list(hands.map(press, range(10)))

    assert len(set(answers)) == 1
    assert len(sent("NUMBER")) == 1
