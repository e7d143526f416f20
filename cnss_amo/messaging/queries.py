"""What a message says, to whom; what waits."""

import json
from typing import NamedTuple

from cnss_amo.kernel.db import keyring
from cnss_amo.kernel.identifiers import mask_phone
from cnss_amo.messaging.models import Message
from cnss_amo.messaging.texts import text_of

LATEST = 50


class Said(NamedTuple):
    """A message in clear."""

    phone: str
    words: str


def in_clear(message: Message) -> Said | None:
    """Open a message; None once its phone and its values are forgotten."""
    phone = keyring().unseal_text(message.phone_sealed, "phone")
    values = keyring().unseal_text(message.values_sealed, "message")
    if phone is None or values is None:
        return None
    words = text_of(message.text).in_words(message.language, json.loads(values))
    return Said(phone, words)


def messages_about(*people: int, limit: int = LATEST) -> list[Message]:
    """The last messages written to a person, latest first; several ids when files were merged."""
    written = Message.objects.filter(about_person__in=people)
    return list(written.order_by("-written_at", "-pk")[:limit])


def masked_phone(message: Message) -> str:
    """Return the phone as screens show it; nothing once it is forgotten."""
    phone = keyring().unseal_text(message.phone_sealed, "phone")
    return mask_phone(phone) if phone else ""
