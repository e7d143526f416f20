"""Seal the log of looks, a chain that a verifier follows; pages never wait for it."""

from dataclasses import dataclass

from django.db import connection, transaction
from django.utils import timezone

from cnss_amo.accounts.models import LookSeal
from cnss_amo.accounts.seals import (
    NOTHING_BEFORE,
    TOLD,
    digest_of_look,
    digest_of_seal,
)

MOST_LOOKS = 10_000
LOCK = 4_207_533  # any number that no other advisory lock of this database has

# Looks are committed in another order than their ids: one may appear under another already sealed.
UNSEALED = f"""
SELECT id, {TOLD} FROM accounts_look
 WHERE id > %(floor)s
   AND id NOT IN (SELECT unnest(looks) FROM accounts_lookseal WHERE highest > %(floor)s)
 ORDER BY id LIMIT {MOST_LOOKS}
"""
LAST_DRAWN = "SELECT last_value FROM accounts_look_id_seq"
WRITERS = """
SELECT DISTINCT virtualtransaction FROM pg_locks
 WHERE relation = 'accounts_look'::regclass AND mode = 'RowExclusiveLock'
   AND pid <> pg_backend_pid()
   AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
"""


@dataclass(frozen=True)
class Horizon:
    """Up to which id every look is settled, and up to which it soon will be."""

    floor: int = 0
    ceiling: int = 0
    holders: frozenset[str] = frozenset()


def seal_looks() -> int:
    """Seal every committed look not yet sealed; return how many.

    Safe to run twice at once (the second finds the lock taken) and to kill: a seal is written whole
    with its transaction, or not at all.
    """
    total = 0
    while sealed := _seal_some():
        total += sealed
        if sealed < MOST_LOOKS:
            break
    return total


@transaction.atomic
def _seal_some() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [LOCK])
        if not cursor.fetchone()[0]:
            return 0
        last = LookSeal.objects.order_by("-number").first()
        before = _horizon(last)
        # The last id drawn, then who may still write under it, then what is there: in that order.
        cursor.execute(LAST_DRAWN)
        (drawn,) = cursor.fetchone()
        cursor.execute(WRITERS)
        writers = frozenset(name for (name,) in cursor.fetchall())
        cursor.execute(UNSEALED, {"floor": before.floor})
        rows = cursor.fetchall()
    if rows:
        _write(last, rows, _advance(before, drawn, writers, rows))
    return len(rows)


def _horizon(last: LookSeal | None) -> Horizon:
    return Horizon(last.floor, last.ceiling, frozenset(last.holders)) if last else Horizon()


def _advance(
    before: Horizon, drawn: int, writers: frozenset[str], rows: list[tuple[int, str]]
) -> Horizon:
    """Raise the floor to the ceiling once all who could write under it have ended."""
    if still := before.holders & writers:
        return Horizon(before.floor, before.ceiling, still)
    last_sealed = rows[-1][0]
    if len(rows) == MOST_LOOKS and last_sealed < before.ceiling:
        return Horizon(last_sealed, before.ceiling)
    return Horizon(before.ceiling, drawn, writers)


def _write(last: LookSeal | None, rows: list[tuple[int, str]], horizon: Horizon) -> None:
    seal = LookSeal(
        number=last.number + 1 if last else 1,
        sealed_at=timezone.now(),
        looks=[look_id for look_id, _said in rows],
        digests=b"".join(digest_of_look(*row) for row in rows),
        count=len(rows),
        highest=rows[-1][0],
        floor=horizon.floor,
        ceiling=horizon.ceiling,
        holders=sorted(horizon.holders),
        previous=bytes(last.digest) if last else NOTHING_BEFORE,
    )
    seal.digest = digest_of_seal(seal)
    seal.save(force_insert=True)
