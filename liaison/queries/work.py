"""Which lists have work to do, and how far each is: read from PostgreSQL, never from the broker."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db.models import Count, Q, Sum

from liaison.enums import IN_PROGRESS, ChunkState, ListState
from liaison.models import ReceivedList

HANDS = 2


@dataclass(frozen=True)
class Progress:
    """How far a list is in its present phase: `reading`, `planning` or `registering`."""

    phase: str
    done: int
    total: int
    rate: int | None = None
    seconds_left: int | None = None


def lists_with_work() -> Iterator[tuple[int, int]]:
    """Yield each list that has something to do, and how many workers it can occupy at once."""
    most = getattr(settings, "CELERY_WORKER_CONCURRENCY", None) or HANDS
    waiting = Count("chunks", filter=Q(chunks__state=ChunkState.WAITING))
    lists = ReceivedList.objects.filter(state__in=IN_PROGRESS).annotate(waiting=waiting)
    for list_id, state, chunks in lists.order_by("received_at", "pk").values_list(
        "pk", "state", "waiting"
    ):
        hands = chunks if state == ListState.REGISTERING else 1
        yield list_id, max(1, min(hands, most))


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
