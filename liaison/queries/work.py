"""Which lists have work to do, and how far each is: read from PostgreSQL, never from the broker."""

from dataclasses import dataclass
from datetime import datetime

from django.db import connection, transaction
from django.db.models import Sum

from liaison.enums import IN_PROGRESS, ChunkState, ListState
from liaison.models import ReceivedList

READING_LOCK = 5101  # the class of the advisory locks that readers hold
HANDS = 2  # workers that one list may occupy: the others keep some


@dataclass(frozen=True)
class Progress:
    """How far a list is in its present phase: `reading`, `planning` or `registering`."""

    phase: str
    done: int
    total: int
    rate: int | None = None
    seconds_left: int | None = None


# What a worker holds is locked: the batch it checks, the chunk it registers, or the advisory lock
# of what only one does to a list (cut, plan).
FREE_WORK = """
SELECT l.id, l.state, l.fully_cut,
       EXISTS (SELECT FROM pg_locks k WHERE k.locktype = 'advisory' AND k.classid = %(reading)s
                AND k.objid = l.id AND k.objsubid = 2) AS is_held
  FROM liaison_receivedlist l
 WHERE l.state = ANY (%(states)s)
 ORDER BY l.received_at, l.id
"""
WAITING = """
SELECT count(*), (SELECT count(*) FROM (
                      SELECT FROM {work} WHERE received_list_id = %(list)s AND state = 'WAITING'
                         FOR UPDATE SKIP LOCKED) free)
  FROM {work} WHERE received_list_id = %(list)s AND state = 'WAITING'
"""


def lists_with_work() -> list[tuple[int, int]]:
    """Each list that has something to do, and how many more workers it can occupy now.

    What a worker already holds is not announced again.
    """
    asked = {"reading": READING_LOCK, "states": [state.value for state in IN_PROGRESS]}
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(FREE_WORK, asked)
        wanted = [(row[0], _hands(cursor, *row)) for row in cursor.fetchall()]
    return [(list_id, hands) for list_id, hands in wanted if hands > 0]


def _hands(cursor, list_id: int, state: str, fully_cut: bool, is_held: bool) -> int:
    """How many more workers a list can occupy."""
    registering = state == ListState.REGISTERING
    cursor.execute(
        WAITING.format(work="liaison_chunk" if registering else "liaison_batch"), {"list": list_id}
    )
    waiting, free = cursor.fetchone()
    busy = waiting - free + is_held
    alone = not waiting or not (registering or fully_cut)
    wanted = free + (alone and not is_held)
    return min(wanted, HANDS - busy)


def lists_to_answer() -> list[int]:
    """The lists that have ended and whose answer is not in the drop folder yet."""
    ended = ReceivedList.objects.filter(state__in=(ListState.CLOSED, ListState.REFUSED))
    return list(ended.filter(answer_due=True).order_by("pk").values_list("pk", flat=True))


def progress(received_list: ReceivedList, now: datetime) -> Progress | None:
    """How far a list in progress is; None when nothing is being done to it.

    What is counted is committed, so it never goes back.
    """
    if received_list.state not in IN_PROGRESS:
        return None
    if received_list.state in (ListState.APPROVED, ListState.REGISTERING):
        done = rows_done(received_list)
        began = received_list.registering_at
        return _at_pace("registering", done, received_list.rows_read, began, now)
    if received_list.fully_read:
        return Progress("planning", received_list.rows_read, received_list.rows_read)
    expected = max(received_list.expected_rows or 0, received_list.rows_read)
    began = received_list.received_at
    return _at_pace("reading", received_list.rows_read, expected, began, now)


def rows_done(received_list: ReceivedList) -> int:
    """How many rows of a list are registered for good."""
    if hasattr(received_list, "rows_done"):
        return received_list.rows_done or 0
    done = received_list.chunks.filter(state=ChunkState.DONE)
    return done.aggregate(rows=Sum("rows"))["rows"] or 0


def _at_pace(phase: str, done: int, total: int, began: datetime | None, now: datetime) -> Progress:
    seconds = (now - began).total_seconds() if began else 0
    if not done or seconds <= 0:
        return Progress(phase, done, total)
    rate = done / seconds
    return Progress(phase, done, total, max(1, round(rate)), round((total - done) / rate))
