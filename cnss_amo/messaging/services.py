"""Write a message to a person, in the transaction of its cause; a worker sends it after."""

import json
from collections.abc import Mapping
from datetime import date, datetime
from uuid import uuid4

from django.db.models.functions import Now

from cnss_amo.kernel.db import keyring
from cnss_amo.messaging import tasks
from cnss_amo.messaging.enums import MessageState, Reason
from cnss_amo.messaging.models import Message
from cnss_amo.messaging.recipients import mobile_of, phone_key
from cnss_amo.messaging.segments import cost
from cnss_amo.messaging.texts import LANGUAGES, text_of


def send(
    *,
    text: str,
    to: str,
    language: str,
    values: Mapping[str, object],
    about_person: int | None = None,
    cause: str = "",
    at: datetime | None = None,
) -> Message:
    """Write a message in the caller's transaction, once for a text, a phone and a cause.

    `values` are what the text says; a date is written 31/12/2026. What is no Moroccan mobile is
    kept as dropped: an act never fails for want of a phone. Ask
    `limits.may_send` first when anybody can make this text leave by asking. `at` is the clock of
    the database when nobody says. Raises UnknownText, WrongValues.
    """
    said = {name: _said(value) for name, value in values.items()}
    words = text_of(text).in_words(language, said)
    phone = mobile_of(to)
    key, instant = phone_key(phone), at or Now()
    row = {
        "text": text,
        "language": language if language in LANGUAGES else LANGUAGES[0],
        "phone_key": key,
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
