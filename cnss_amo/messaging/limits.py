"""An SMS that anybody can ask for is a cost and a weapon: how many leave, for whom.

Counted from the messages themselves, in PostgreSQL: the broker may be emptied.
"""

from datetime import datetime, timedelta
from enum import Enum

from django.conf import settings
from django.db import connection
from django.db.models import Count, Max, Q, QuerySet

from cnss_amo.messaging.models import Message
from cnss_amo.messaging.texts import on_demand

HOUR = timedelta(hours=1)
DAY = timedelta(days=1)


class Limit(Enum):
    """What stops an SMS that is asked for; said in logs only, never to whoever asks."""

    COOL_DOWN = "this phone received one a moment ago"
    PHONE = "enough for this phone"
    ADDRESS = "enough asked from this network address"
    IN_ALL = "the breaker is open: too many asked for in all"


def refusal(phone_key: bytes, address_key: bytes | None, at: datetime) -> Limit | None:
    """Return what forbids one more message now, holding the phone and the address meanwhile.

    The breaker holds nobody: under concurrency it may let through as many too many as there are
    requests at that instant.
    """
    for key in filter(None, (phone_key, address_key)):
        _hold(key)
    return _of_the_phone(phone_key, at) or _of_the_address(address_key, at) or _of_everybody(at)


def _of_the_phone(phone_key: bytes, at: datetime) -> Limit | None:
    counted = _asked_since(at - DAY).filter(phone_key=phone_key)
    found = counted.aggregate(
        day=Count("pk"),
        hour=Count("pk", filter=Q(written_at__gt=at - HOUR)),
        last=Max("written_at"),
    )
    if found["last"] and found["last"] > at - settings.CODE_COOL_DOWN:
        return Limit.COOL_DOWN
    if (
        found["hour"] >= settings.CODES_PER_NUMBER_HOUR
        or found["day"] >= settings.CODES_PER_NUMBER_DAY
    ):
        return Limit.PHONE
    return None


def _of_the_address(address_key: bytes | None, at: datetime) -> Limit | None:
    if address_key is None:
        return None
    asked = _asked_since(at - HOUR).filter(address_key=address_key)
    return Limit.ADDRESS if asked.count() >= settings.CODES_PER_ADDRESS_HOUR else None


def _of_everybody(at: datetime) -> Limit | None:
    most = settings.CODES_BREAKER
    newest = _asked_since(at - settings.CODES_BREAKER_WINDOW).order_by("-written_at").values("pk")
    return Limit.IN_ALL if newest[most - 1 : most] else None


def _asked_since(instant: datetime) -> QuerySet[Message]:
    return Message.objects.filter(written_at__gt=instant, text__in=on_demand())


def _hold(key: bytes) -> None:
    """Wait for whoever counts the same key, until her transaction ends."""
    with connection.cursor() as cursor:
        number = int.from_bytes(key[:8], "big", signed=True)
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [number])
