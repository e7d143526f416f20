"""Register an approved list chunk by chunk: decide again, write, record, one transaction each."""

import logging
from collections import Counter
from datetime import date

import pghistory
from django.conf import settings
from django.db import DataError, IntegrityError, OperationalError, connection, transaction

from cnss_amo.kernel import faults
from liaison.enums import ChunkState, ListState, Outcome
from liaison.models import Chunk, ReceivedList, RowOutcome
from liaison.services import states, write
from liaison.services.decided import RegisterMoved

logger = logging.getLogger(__name__)

ATTEMPTS = 5

MAKE_CHUNKS = """
INSERT INTO liaison_chunk
       (received_list_id, turn, first_line, last_line, state, rows, outcomes, failures)
SELECT %(list)s, turn, min(line), max(line), 'WAITING', count(*), '{}', 0
  FROM (SELECT line, turn,
               (row_number() OVER (PARTITION BY turn ORDER BY line) - 1) / %(size)s AS piece
          FROM (SELECT r.line, COALESCE(rep.turn, 1) AS turn
                  FROM liaison_row r
                  LEFT JOIN liaison_repeat rep ON rep.list_id = r.list_id AND rep.line = r.line
                 WHERE r.list_id = %(list)s) placed) cut
 GROUP BY turn, piece
"""

# Chunks of a turn run side by side; a turn begins when the one before it is done.
NEXT_CHUNK = """
SELECT c.id FROM liaison_chunk c JOIN liaison_receivedlist l ON l.id = c.received_list_id
 WHERE c.received_list_id = %(list)s AND c.state = 'WAITING' AND l.state = 'REGISTERING'
   AND c.turn = (SELECT min(turn) FROM liaison_chunk
                  WHERE received_list_id = %(list)s AND state = 'WAITING')
 ORDER BY c.failures, c.first_line LIMIT 1 FOR UPDATE OF c SKIP LOCKED
"""


def begin(*, list_id: int, at) -> None:
    """Cut an approved list into chunks: the work to do, as rows."""
    with transaction.atomic():
        received_list = states.locked(list_id)
        if received_list.state != ListState.APPROVED:
            return
        Chunk.objects.filter(received_list=received_list).delete()
        with connection.cursor() as cursor:
            cursor.execute(MAKE_CHUNKS, {"list": list_id, "size": settings.LIST_CHUNK_ROWS})
        states.move(received_list, ListState.REGISTERING, registering_at=at)
    faults.hit("register.begun")


def register_next_chunk(*, list_id: int) -> bool:
    """Register one waiting chunk; False when none is free.

    Safe to run any number of times, by any number of workers: a chunk is taken under lock, and a
    worker that dies gives it back by dying.
    """
    for attempt in range(ATTEMPTS):
        chunk_id = None
        try:
            with transaction.atomic(), pghistory.context(list=list_id):
                chunk_id = _take_chunk(list_id)
                if chunk_id is None:
                    return False
                _register(Chunk.objects.select_related("received_list").get(pk=chunk_id))
            faults.hit("register.committed")
            return True
        except OperationalError:
            if attempt + 1 == ATTEMPTS:
                raise
            connection.close_if_unusable_or_obsolete()
            logger.warning("list %s, chunk %s: try again", list_id, chunk_id)
        except RegisterMoved as moved:
            if attempt + 1 == ATTEMPTS:
                _halve_or_quarantine(chunk_id, moved)
        except (DataError, IntegrityError) as poison:
            _halve_or_quarantine(chunk_id, poison)
            return True
    return True


def _take_chunk(list_id: int) -> int | None:
    with connection.cursor() as cursor:
        cursor.execute(NEXT_CHUNK, {"list": list_id})
        row = cursor.fetchone()
    return row[0] if row else None


def _register(chunk: Chunk) -> None:
    faults.hit("register.taken")
    its_turn = "(rep.turn > 1) IS NOT TRUE" if chunk.turn == 1 else "rep.turn = %(turn)s"
    counts = write.apply(
        chunk.received_list,
        f"r.line BETWEEN %(first)s AND %(last)s AND {its_turn}",
        {"first": chunk.first_line, "last": chunk.last_line, "turn": chunk.turn},
    )
    chunk.state, chunk.outcomes, chunk.rows = ChunkState.DONE, dict(counts), counts.total()
    chunk.save(update_fields=["state", "outcomes", "rows"])
    faults.hit("register.written")


def _halve_or_quarantine(chunk_id: int, poison: Exception) -> None:
    """A chunk that the database refuses is cut in two; a row alone is set apart with the reason."""
    with transaction.atomic():
        chunk = Chunk.objects.select_for_update().get(pk=chunk_id)
        lines = write.lines_in(chunk)
        if len(lines) > 1:
            middle = lines[len(lines) // 2]
            Chunk.objects.create(
                received_list_id=chunk.received_list_id,
                turn=chunk.turn,
                first_line=middle,
                last_line=chunk.last_line,
                rows=len(lines) - len(lines) // 2,
                failures=chunk.failures + 1,
            )
            chunk.last_line, chunk.rows = middle - 1, len(lines) // 2
            chunk.failures += 1
        else:
            quarantine(chunk.received_list_id, lines, reason=_in_short(poison))
            chunk.state = ChunkState.DONE
            chunk.outcomes = {Outcome.QUARANTINED: len(lines)}
        chunk.save()


def quarantine(list_id: int, lines: list[int], *, reason: str) -> None:
    """Set apart rows that were right and could not be written, with the reason kept."""
    RowOutcome.objects.bulk_create(
        RowOutcome(list_id=list_id, line=line, outcome=Outcome.QUARANTINED, reason=reason)
        for line in lines
    )


def _in_short(poison: Exception) -> str:
    """The constraint or the kind of fault, without the values: they may be personal."""
    cause = poison.__cause__
    constraint = getattr(getattr(cause, "diag", None), "constraint_name", None)
    return constraint or type(cause or poison).__name__


def redecide(received_list: ReceivedList, lines: list[int], *, on: date | None = None) -> Counter:
    """Decide again lines that waited, were in conflict or in quarantine, and write what follows.

    To be called in a transaction; the outcomes they had give way to the new ones.
    """
    RowOutcome.objects.filter(list_id=received_list.pk, line__in=lines).delete()
    return write.apply(received_list, "r.line = ANY(%(lines)s)", {"lines": lines}, on=on)
