"""Send what waits: one message, one transaction, whose row lock says that a worker has it.

What a crash leaves unknown: a worker that dies after the operator took a message and before the
commit leaves it waiting, and it is sent again. So a message leaves at least once, always with the
same effect, by which an operator that can tells two of them apart; it never leaves twice while
workers live, however many there are.
"""

import logging
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction

from cnss_amo.messaging.enums import MessageState, Reason
from cnss_amo.messaging.gateways import Gateway, gateway
from cnss_amo.messaging.models import Message
from cnss_amo.messaging.queries import in_clear
from cnss_amo.messaging.texts import texts

logger = logging.getLogger(__name__)


@transaction.atomic
def send_next(*, at: datetime) -> bool:
    """Send the message that is due for longest and that no other worker has; tell if there was one.

    A message that cannot leave is tried again later and stops no other.
    """
    carrier = gateway()
    message = Message.objects.due(at).select_for_update(skip_locked=True).first()
    if message is None:
        return False
    try:
        with transaction.atomic():
            _deliver(message, carrier, at)
    except Exception as fault:  # whatever it is, those behind it do not wait
        logger.warning("message %s did not leave: %s", message.pk, type(fault).__name__)
        _try_later(message, at)
    message.save(update_fields=["state", "reason", "attempts", "due_at", "ended_at"])
    return True


def forget_words(*, before: datetime) -> int:
    """Wipe the phone and the values of messages that ended; what was sent, and when, stays."""
    ended = Message.objects.filter(ended_at__lt=before, phone_sealed__isnull=False)
    return ended.update(phone_sealed=None, values_sealed=None)


def _deliver(message: Message, carrier: Gateway, at: datetime) -> None:
    if _is_too_late(message, at):
        _end(message, MessageState.DROPPED, at, Reason.TOO_LATE)
        return
    message.attempts += 1
    said = in_clear(message)
    carrier.send(to=said.phone, words=said.words, effect=message.effect)
    _end(message, MessageState.SENT, at)


def _is_too_late(message: Message, at: datetime) -> bool:
    text = texts().get(message.text)
    return bool(text and text.useful_for and at > message.written_at + text.useful_for)


def _try_later(message: Message, at: datetime) -> None:
    delays = settings.SMS_RETRY_SECONDS
    if message.attempts > len(delays):
        _end(message, MessageState.FAILED, at, Reason.NOT_TAKEN)
    else:
        message.due_at = at + timedelta(seconds=delays[message.attempts - 1])


def _end(message: Message, state: MessageState, at: datetime, reason: str = "") -> None:
    message.state, message.reason, message.ended_at = state, reason, at
