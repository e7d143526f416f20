"""Write a message to a person, in the transaction of its cause; a worker sends it after."""

import json
import logging
from collections.abc import Mapping
from datetime import date, datetime
from uuid import uuid4

from django.db.models.functions import Now
from django.db.transaction import TransactionManagementError, get_connection

from cnss_amo.kernel.db import keyring
from cnss_amo.messaging import limits, tasks
from cnss_amo.messaging.enums import MessageState, Reason
from cnss_amo.messaging.models import Message
from cnss_amo.messaging.recipients import address_key, mobile_of, phone_key
from cnss_amo.messaging.segments import cost
from cnss_amo.messaging.texts import LANGUAGES, text_of

logger = logging.getLogger(__name__)


def send(
    *,
    text: str,
    to: str,
    language: str,
    values: Mapping[str, object],
    about_person: int | None = None,
    cause: str = "",
    ip: str = "",
    at: datetime | None = None,
) -> Message:
    """Write a message in the caller's transaction, once for a text, a phone and a cause.

    `values` are what the text says; a date is written 31/12/2026. What is no Moroccan mobile is
    kept as dropped: an act never fails for want of a phone. Raises UnknownText, WrongValues.
    Ask `may_send` first when anybody can make this text leave by asking. `at` is the clock of the
    database when nobody says.
    """
    said = {name: _said(value) for name, value in values.items()}
    words = text_of(text).in_words(language, said)
    phone = mobile_of(to)
    key, instant = phone_key(phone), at or Now()
    row = {
        "text": text,
        "language": language if language in LANGUAGES else LANGUAGES[0],
        "phone_key": key,
        "address_key": address_key(ip),
        "about_person": about_person,
        "cause": cause,
        "parts": cost(words).parts,
        "written_at": instant,
        "due_at": instant,
    }
    row |= _sealed(phone, said) if phone else _dropped(instant)
    effect = f"{text}/{cause}/{key.hex()}" if cause else f"{text}//{uuid4()}"
    message, _created = Message.objects.get_or_create(effect=effect, defaults=row)
    tasks.look_now()
    return message


def may_send(*, to: str, at: datetime, ip: str = "") -> bool:
    """Whether a text that anybody can ask for may leave for this phone, asked from this address.

    The phone and the address are held until the transaction ends: `send` in the same one, and two
    requests at once are counted one after the other. Everything is counted from the messages.
    """
    phone = mobile_of(to)
    if phone is None:
        return False
    if not get_connection().in_atomic_block:
        raise TransactionManagementError("may_send is asked in the transaction that sends")
    refusal = limits.refusal(phone_key(phone), address_key(ip), at)
    if refusal:
        level = logging.ERROR if refusal is limits.Limit.IN_ALL else logging.INFO
        logger.log(level, "an SMS asked for is not sent: %s", refusal.value)
    return refusal is None


def _sealed(phone: str, said: dict[str, str]) -> dict[str, object]:
    return {
        "phone_sealed": keyring().seal(phone, "phone"),
        "values_sealed": keyring().seal(json.dumps(said), "message"),
    }


def _dropped(instant: datetime | Now) -> dict[str, object]:
    return {
        "state": MessageState.DROPPED,
        "reason": Reason.NOT_A_MOBILE,
        "ended_at": instant,
    }


def _said(value: object) -> str:
    return value.strftime("%d/%m/%Y") if isinstance(value, date) else str(value)
