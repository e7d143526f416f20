"""Drop the rows of lists that ended long ago: the data of people goes, what became of it stays.

Dropped: the rows as read, the lines as sent, the bytes of the file, its return file. Kept: the list
with its hash and its counts, its receipts, the outcome of every line, the origin of every activity.
"""

import logging
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db import OperationalError, connection, transaction
from psycopg2.errors import LockNotAvailable

from cnss_amo.kernel import faults
from liaison import rows
from liaison.enums import AWAITING_SOMEBODY, OUT_OF_COURSE, KeptBecause, ListState
from liaison.models import ReceivedList, Repeat
from liaison.services import states

logger = logging.getLogger(__name__)

LOCK_WAIT = "3s"  # dropping a partition waits for whoever reads any list, and they for it

# A list ends when it is closed, undone, refused or cancelled; one that has not ended is told too.
DUE = """
SELECT l.id, CASE
           WHEN NOT l.state = ANY (%(ended)s) THEN 'IN_PROGRESS'
           WHEN l.state = 'CLOSED' AND l.closed_at > %(undoable)s THEN 'UNDOABLE'
           WHEN EXISTS (SELECT FROM liaison_receivedlist c WHERE c.corrects_list_id = l.id
                         AND (NOT c.state = ANY (%(ended)s)
                              OR c.state = 'CLOSED' AND c.closed_at > %(undoable)s))
               THEN 'CORRECTED'
           WHEN l.state = 'CLOSED'
                AND EXISTS (SELECT FROM liaison_rowoutcome o
                             WHERE o.list_id = l.id AND o.outcome = ANY (%(awaiting)s))
               THEN 'ROWS_WAITING'
       END
  FROM liaison_receivedlist l
 WHERE l.rows_dropped_at IS NULL AND (%(list)s IS NULL OR l.id = %(list)s)
   AND CASE l.state WHEN 'CLOSED' THEN l.closed_at
                    WHEN 'UNDONE' THEN l.undone_at
                    ELSE COALESCE(l.decided_at, l.received_at) END <= %(until)s
 ORDER BY l.id
"""
ENDED = (ListState.CLOSED, *OUT_OF_COURSE)


class NoRetentionDelay(Exception):
    """Nobody decided how long rows are kept: nothing is ever dropped."""


@dataclass(frozen=True)
class Due:
    """A list past its retention delay, and why its rows are kept all the same, if they are."""

    received_list: ReceivedList
    kept_because: KeptBecause | None


def lists_due(*, at: datetime) -> list[Due]:
    """Every list past its retention delay, oldest first; NoRetentionDelay when none is set."""
    if settings.LIST_ROWS_KEPT_DAYS <= 0:
        raise NoRetentionDelay
    found = _due(at)
    lists = ReceivedList.objects.in_bulk([list_id for list_id, _reason in found])
    return [
        Due(lists[list_id], KeptBecause(reason) if reason else None) for list_id, reason in found
    ]


def drop_old_rows(*, at: datetime) -> list[Due]:
    """Drop the rows of every list past its delay that nothing holds back; tell what was done.

    One short transaction a list: stopped anywhere, it goes on where it was.
    """
    return [
        Due(due.received_list, due.kept_because or _drop(due.received_list.pk, at))
        for due in lists_due(at=at)
    ]


def _drop(list_id: int, at: datetime) -> KeptBecause | None:
    """Drop the rows of one list, looked at again under lock; why they are kept otherwise."""
    try:
        with transaction.atomic():
            with connection.cursor() as cursor:
                cursor.execute("SELECT set_config('lock_timeout', %s, true)", [LOCK_WAIT])
            received_list = states.locked(list_id)
            for _list_id, reason in _due(at, list_id):
                if reason:
                    return KeptBecause(reason)
                _empty(received_list, at)
    except OperationalError as fault:
        if not isinstance(fault.__cause__, LockNotAvailable):
            raise
        return KeptBecause.BUSY
    faults.hit("retention.committed")
    return None


def _empty(received_list: ReceivedList, at: datetime) -> None:
    """The partition goes last: until the end of the transaction nobody reads any row."""
    received_list.segments.all().delete()
    received_list.blocks.all().delete()
    Repeat.objects.filter(list_id=received_list.pk).delete()
    faults.hit("retention.emptied")
    (settings.RETURN_FOLDER / f"{received_list.reference}.csv").unlink(missing_ok=True)
    rows.drop_rows(received_list.pk)
    received_list.rows_dropped_at = at
    received_list.save(update_fields=["rows_dropped_at"])
    faults.hit("retention.dropped")
    logger.info("retention: rows of %s dropped: %s", received_list, received_list.rows_read)


def _due(at: datetime, list_id: int | None = None) -> list[tuple[int, str | None]]:
    with connection.cursor() as cursor:
        cursor.execute(
            DUE,
            {
                "list": list_id,
                "until": at - timedelta(days=settings.LIST_ROWS_KEPT_DAYS),
                "undoable": at - timedelta(hours=settings.UNDO_HOURS),
                "ended": [state.value for state in ENDED],
                "awaiting": [outcome.value for outcome in AWAITING_SOMEBODY],
            },
        )
        return cursor.fetchall()
