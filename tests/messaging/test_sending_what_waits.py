from datetime import timedelta

import pytest

from cnss_amo.messaging.delivery import forget_words, send_next
from cnss_amo.messaging.enums import MessageState, Reason
from cnss_amo.messaging.models import Message
from cnss_amo.messaging.queries import in_clear
from tests.messaging.conftest import NOON

SECOND = timedelta(seconds=1)


def again(message):
    return Message.objects.get(pk=message.pk)


def test_what_waits_is_sent_once(write, operator):
    message = write()

    assert send_next(at=NOON)
    assert not send_next(at=NOON)

    ((to, words, effect),) = operator.taken
    assert (to, effect) == ("+212661000001", message.effect)
    assert words == (
        "CNSS : votre demande est bien arrivée le 22/11/2026. Référence : ABCD-EFGH."
        " La réponse viendra par message. Aide : 3939."
    )
    sent = again(message)
    assert (sent.state, sent.attempts, sent.ended_at) == (MessageState.SENT, 1, NOON)


def test_an_arabic_speaker_reads_arabic(write, operator):
    write(language="ar")

    send_next(at=NOON)

    assert "توصلنا بطلبكم بتاريخ 22/11/2026" in operator.taken[0][1]


def test_the_oldest_leaves_first(write, operator):
    write("0662000002", at=NOON)
    write("0661000001", at=NOON - SECOND)

    send_next(at=NOON)

    assert operator.taken[0][0] == "+212661000001"


def test_a_message_waits_for_an_operator_that_is_down(write, operator, settings):
    settings.SMS_RETRY_SECONDS = [15, 60]
    message = write()
    operator.is_down = True

    send_next(at=NOON)

    assert again(message).state == MessageState.WAITING
    assert again(message).due_at == NOON + 15 * SECOND
    assert not send_next(at=NOON + 14 * SECOND)
    operator.is_down = False
    assert send_next(at=NOON + 15 * SECOND)
    assert (again(message).state, again(message).attempts) == (MessageState.SENT, 2)


def test_a_message_that_never_leaves_fails_in_the_end(write, operator, settings):
    settings.SMS_RETRY_SECONDS = [15, 60]
    operator.is_down = True
    message = write()

    for minute in range(10):
        send_next(at=NOON + timedelta(minutes=minute))

    failed = again(message)
    assert (failed.state, failed.reason) == (MessageState.FAILED, Reason.NOT_TAKEN)
    assert failed.attempts == 3


def test_one_that_cannot_leave_stops_no_other(write, operator):
    stuck, unreadable = write("0661000001"), write("0662000002")
    Message.objects.filter(pk=unreadable.pk).update(values_sealed=b"\x01" + bytes(40))
    fine = write("0663000003")
    operator.chokes_on = "+212661000001"

    while send_next(at=NOON):
        pass

    assert [again(one).state for one in (stuck, unreadable, fine)] == [
        MessageState.WAITING,
        MessageState.WAITING,
        MessageState.SENT,
    ]


def test_the_journal_of_a_failure_names_nobody(write, operator, caplog):
    write()
    operator.is_down = True

    send_next(at=NOON)

    assert "did not leave: ConnectionError" in caplog.text
    assert "661000001" not in caplog.text
    assert "ABCD" not in caplog.text


def test_a_code_that_died_is_not_sent(write_code, operator):
    message = write_code()

    send_next(at=NOON + timedelta(minutes=10, seconds=1))

    assert operator.taken == []
    assert (again(message).state, again(message).reason) == (
        MessageState.DROPPED,
        Reason.TOO_LATE,
    )


def test_a_code_still_of_use_is_sent(write_code, operator):
    write_code()

    send_next(at=NOON + timedelta(minutes=10))

    assert len(operator.taken) == 1


def test_old_messages_forget_whom_they_reached_and_keep_that_they_left(write, operator):
    old = write("0661000001", at=NOON - timedelta(days=8))
    send_next(at=NOON - timedelta(days=8))
    recent = write("0662000002")
    send_next(at=NOON)
    waiting = write("0663000003", at=NOON - timedelta(days=9))

    assert forget_words(before=NOON - timedelta(days=7)) == 1

    assert in_clear(again(old)) is None
    assert again(old).state == MessageState.SENT
    assert bytes(again(old).phone_key) == old.phone_key
    assert in_clear(again(recent))
    assert in_clear(again(waiting))


@pytest.mark.parametrize("development", [True, False])
def test_the_console_says_the_words_in_development_only(write_code, settings, caplog, development):
    settings.DEVELOPMENT = development
    caplog.set_level("INFO", "cnss_amo.messaging.gateways")
    write_code()

    send_next(at=NOON)

    assert "SMS ACTIVATION_CODE -> 06••••••01" in caplog.text
    assert "661000001" not in caplog.text
    assert ("483920" in caplog.text) is development
