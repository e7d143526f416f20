"""Write a message to a person, in the transaction of its cause; a worker sends it after."""

import json
import re
from collections.abc import Mapping
from datetime import date
from ipaddress import ip_address, ip_network
from uuid import uuid4

from django.db.models.functions import Now

from cnss_amo.kernel.db import keyring
from cnss_amo.kernel.identifiers import phone_of
from cnss_amo.messaging.enums import MessageState, Reason
from cnss_amo.messaging.models import Message
from cnss_amo.messaging.segments import cost
from cnss_amo.messaging.texts import LANGUAGES, text_of

MOBILE = re.compile(r"\+212[67][0-9]{8}")


def send(
    *,
    text: str,
    to: str,
    language: str,
    values: Mapping[str, object],
    about_person: int | None = None,
    cause: str = "",
    ip: str = "",
) -> Message:
    """Write a message in the caller's transaction, once for a text, a phone and a cause.

    `values` are what the text says; a date is written 31/12/2026. What is no Moroccan mobile is
    kept as dropped: an act never fails for want of a phone. Raises UnknownText, WrongValues.
    Ask `limits.may_send` first when anybody can make this text leave by asking.
    """
    said = {name: _said(value) for name, value in values.items()}
    words = text_of(text).in_words(language, said)
    phone = phone_of(to) or ""
    row = {
        "text": text,
        "language": language if language in LANGUAGES else LANGUAGES[0],
        "phone_key": phone_key(phone),
        "address_key": address_key(ip),
        "about_person": about_person,
        "cause": cause,
        "parts": cost(words).parts,
    }
    if MOBILE.fullmatch(phone):
        row |= {
            "phone_sealed": keyring().seal(phone, "phone"),
            "values_sealed": keyring().seal(json.dumps(said), "message"),
        }
    else:
        row |= {
            "state": MessageState.DROPPED,
            "reason": Reason.NOT_A_MOBILE,
            "ended_at": Now(),
        }
    message, _created = Message.objects.get_or_create(
        effect=_effect(text, cause, row["phone_key"]), defaults=row
    )
    return message


def phone_key(phone: str) -> bytes:
    """Return what a phone is counted by."""
    return keyring().digest(phone, "phone")


def address_key(ip: str) -> bytes | None:
    """Return what a network address is counted by; an IPv6 subscriber is a /64."""
    if not ip:
        return None
    address = ip_address(ip)
    network = ip_network((address, 64 if address.version == 6 else 32), strict=False)
    return keyring().digest(str(network), "address")


def _effect(text: str, cause: str, key: bytes) -> str:
    return f"{text}/{cause}/{key.hex()}" if cause else f"{text}//{uuid4()}"


def _said(value: object) -> str:
    return value.strftime("%d/%m/%Y") if isinstance(value, date) else str(value)
