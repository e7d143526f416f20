"""An SMS that anybody can ask for is a cost and a weapon: how many leave, for whom, from where.

Counted from what was asked, in PostgreSQL: the broker may be emptied. A phone is charged with what
left for it; an address with all it asked for, in vain or not, so that nobody is told apart.
"""

import logging
from datetime import datetime, timedelta
from enum import Enum

from django.conf import settings
from django.db import connection
from django.db.transaction import TransactionManagementError

from cnss_amo.messaging.models import Asking
from cnss_amo.messaging.recipients import NOBODY_S_PHONE, address_key, mobile_of, phone_key

logger = logging.getLogger(__name__)

HOUR = timedelta(hours=1)
DAY = timedelta(days=1)


class Limit(Enum):
    """What stops an SMS that is asked for; said in logs only, never to whoever asks."""

    COOL_DOWN = "this phone received one a moment ago"
    HOUR = "enough for this phone within an hour"
    DAY = "enough for this phone within a day"
    ADDRESS = "enough asked from this network address"
    IN_ALL = "the breaker is open: too many leave in all"


WAIT_FOR_TURN = "SELECT pg_advisory_xact_lock(key) FROM unnest(%s::bigint[]) turns (key)"

# One count a limit, in the order of the limits.
LATELY = """
WITH left_lately AS (
    SELECT asked_at FROM messaging_asking
     WHERE phone_key = %(phone)s AND leaves AND asked_at > %(day)s
)
SELECT (SELECT count(*) FROM left_lately WHERE asked_at > %(cool)s),
       (SELECT count(*) FROM left_lately WHERE asked_at > %(hour)s),
       (SELECT count(*) FROM left_lately),
       (SELECT count(*) FROM messaging_asking
         WHERE address_key = %(address)s AND asked_at > %(hour)s),
       (SELECT count(*) FROM (
            SELECT FROM messaging_asking WHERE asked_at > %(window)s AND leaves LIMIT %(breaker)s
       ) everywhere)
"""


def may_send(*, to: str | None, at: datetime, ip: str = "", about: bytes = b"") -> bool:
    """Whether an SMS that anybody can ask for may leave for this phone; the asking is counted.

    Until the transaction ends, whoever asks for the same phone or from the same address waits:
    `send` in the same one, and requests at once are counted one after the other. For nobody, `to`
    is nothing and `about` is what was asked about: the same work is done. The breaker holds nobody:
    it may be passed by as many as ask at that instant.
    """
    if not connection.in_atomic_block:
        raise TransactionManagementError("may_send is asked in the transaction that sends")
    phone = _read(to)
    asking = Asking(
        phone_key=phone_key(phone) if phone else None, address_key=address_key(ip), asked_at=at
    )
    limit = _reached(asking, asking.phone_key or about)
    asking.leaves = phone is not None and limit is None
    asking.save(force_insert=True)
    return asking.leaves


def forget_old_askings(*, at: datetime) -> int:
    """Delete what no limit counts any more."""
    return Asking.objects.filter(asked_at__lt=at - DAY).delete()[0]


def _read(to: str | None) -> str | None:
    """The mobile that a text is; nobody's takes as long to read."""
    read = mobile_of(to or NOBODY_S_PHONE)
    return read if to else None


def _reached(asking: Asking, turn: bytes) -> Limit | None:
    """Return the first limit that one more would pass, holding the phone and the address."""
    with connection.cursor() as cursor:
        keys = filter(None, (turn, asking.address_key))
        cursor.execute(WAIT_FOR_TURN, [[int.from_bytes(key[:8], signed=True) for key in keys]])
        cursor.execute(LATELY, _bounds(asking))
        counts = zip(Limit, cursor.fetchone(), _most(), strict=True)
    limit = next((limit for limit, count, most in counts if count >= most), None)
    if limit:
        level = logging.ERROR if limit is Limit.IN_ALL else logging.INFO
        logger.log(level, "an SMS asked for is not sent: %s", limit.value)
    return limit


def _bounds(asking: Asking) -> dict[str, object]:
    at: datetime = asking.asked_at
    return {
        "phone": asking.phone_key,
        "address": asking.address_key,
        "cool": at - settings.CODE_COOL_DOWN,
        "hour": at - HOUR,
        "day": at - DAY,
        "window": at - settings.CODES_BREAKER_WINDOW,
        "breaker": settings.CODES_BREAKER,
    }


def _most() -> tuple[int, ...]:
    return (
        1,
        settings.CODES_PER_NUMBER_HOUR,
        settings.CODES_PER_NUMBER_DAY,
        settings.CODES_PER_ADDRESS_HOUR,
        settings.CODES_BREAKER,
    )
