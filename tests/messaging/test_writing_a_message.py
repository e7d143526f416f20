from datetime import date

import pytest
from django.db import IntegrityError, transaction

from cnss_amo.kernel.db import keyring
from cnss_amo.messaging.enums import MessageState, Reason
from cnss_amo.messaging.models import Message
from cnss_amo.messaging.services import send
from cnss_amo.messaging.texts import UnknownText, WrongValues

PHONE = "+212661000001"


def write(**said):
    return send(
        **{
            "text": "RECEIPT",
            "to": PHONE,
            "language": "fr",
            "values": {"reference": "ABCD-EFGH", "date": date(2026, 11, 22)},
            "about_person": 7,
            "cause": "contest:1",
            **said,
        }
    )


def test_a_message_waits_for_a_worker(db):
    message = Message.objects.get(pk=write().pk)

    assert message.state == MessageState.WAITING
    assert (message.channel, message.parts, message.attempts) == ("SMS", 1, 0)
    assert message.about_person == 7
    assert message in Message.objects.due(message.due_at)


def test_neither_the_phone_nor_the_words_are_in_clear(db):
    message = write()

    assert b"661000001" not in bytes(message.phone_sealed)
    assert b"ABCD" not in bytes(message.values_sealed)
    assert keyring().unseal_text(message.phone_sealed, "phone") == PHONE
    assert "22/11/2026" in keyring().unseal_text(message.values_sealed, "message")


def test_a_cause_is_said_once(db):
    assert write().pk == write().pk

    assert Message.objects.count() == 1


def test_the_old_and_the_new_phone_both_hear_of_one_change(db):
    values = {"date": date(2026, 11, 22)}
    write(text="PHONE_CHANGED_OLD", values=values, cause="contact:5")
    write(text="PHONE_CHANGED_NEW", values=values, to="0662000002", cause="contact:5")

    assert Message.objects.filter(state=MessageState.WAITING).count() == 2


def test_without_a_cause_each_message_is_another(db):
    assert write(cause="").pk != write(cause="").pk


def test_a_message_goes_with_its_cause_when_that_is_undone(db):
    with transaction.atomic():
        write()
        transaction.set_rollback(True)

    assert not Message.objects.exists()


@pytest.mark.parametrize("to", ["+212522000001", "+33612345678", "+881612345678", "", "0661"])
def test_what_is_no_moroccan_mobile_is_kept_as_dropped(db, to):
    message = Message.objects.get(pk=write(to=to).pk)

    assert (message.state, message.reason) == (MessageState.DROPPED, Reason.NOT_A_MOBILE)
    assert message.phone_sealed is None
    assert message.ended_at


def test_a_phone_is_taken_as_people_write_it(db):
    assert write(to="06 61 00 00 01", cause="a").phone_key == write(cause="b").phone_key


def test_an_unknown_text_or_missing_values_write_nothing(db):
    with pytest.raises(UnknownText):
        write(text="HELLO")
    with pytest.raises(WrongValues):
        write(values={})

    assert not Message.objects.exists()


@pytest.mark.parametrize(
    "broken",
    [
        {"phone_sealed": None},
        {"state": "SENT"},
        {"state": "FAILED", "ended_at": "2026-11-22T10:00Z"},
        {"reason": "TOO_LATE"},
    ],
)
def test_the_database_refuses_a_message_that_contradicts_itself(db, broken):
    message = write()

    with pytest.raises(IntegrityError), transaction.atomic():
        Message.objects.filter(pk=message.pk).update(**broken)
