"""Read a list: one worker cuts the file into batches, as many as there are check them."""

from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress

from django.db import InterfaceError, OperationalError, connection, transaction

from cnss_amo.kernel import faults
from liaison import rows
from liaison.enums import ChunkState, ListState
from liaison.files.refusal import UnreadableList
from liaison.files.workbook import give_memory_back
from liaison.models import Batch, ReceivedList
from liaison.queries.work import READING_LOCK
from liaison.services import states
from liaison.services.check import check_next_batch
from liaison.services.cut import cut

TO_CUT = (ListState.RECEIVED, ListState.READING)
AHEAD = 2  # batches that may wait before who cuts them checks one too


def read(*, list_id: int, call: Callable[[], None] = lambda: None) -> None:
    """Read a list as far as this worker can; `call` others when there is work to share.

    An unreadable list is refused with its reason, and none of its rows is kept.
    """
    received_list = ReceivedList.objects.select_related("body").get(pk=list_id)

    def share(memory_is_full: bool) -> None:
        call()
        if not memory_is_full and _waiting(list_id).count() > AHEAD:
            _check_one(list_id)

    try:
        with alone_on(list_id) as alone:
            received_list.refresh_from_db()
            if alone and received_list.state in TO_CUT and not received_list.fully_cut:
                cut(received_list, meanwhile=share)
                give_memory_back()
        while _check_one(list_id):
            pass
        _finish(list_id)
    except UnreadableList as unreadable:
        refuse_unreadable(received_list, unreadable)
    except OperationalError:  # the database is full or restarts: this file killed nobody
        _forget_attempts(list_id)
        raise


def _forget_attempts(list_id: int) -> None:
    with suppress(InterfaceError, OperationalError):
        ReceivedList.objects.filter(pk=list_id).update(attempts=0)
        _waiting(list_id).update(attempts=0)


@contextmanager
def alone_on(list_id: int) -> Iterator[bool]:
    """Hold the lock of what only one worker does to a list; the connection that dies frees it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s, %s)", [READING_LOCK, list_id])
        alone = cursor.fetchone()[0]
        try:
            yield alone
        finally:
            with suppress(InterfaceError, OperationalError):  # a lost connection lost the lock too
                if alone:
                    cursor.execute("SELECT pg_advisory_unlock(%s, %s)", [READING_LOCK, list_id])


def _waiting(list_id: int):
    return Batch.objects.filter(received_list=list_id, state=ChunkState.WAITING)


def _check_one(list_id: int) -> bool:
    checked = check_next_batch(list_id=list_id)
    if checked:
        _note_progress(list_id)
    return checked


@transaction.atomic
def _note_progress(list_id: int) -> ReceivedList:
    """Write in a list how far its batches are; under its lock, so that it never goes back."""
    received_list = states.locked(list_id)
    done = received_list.batches.filter(state=ChunkState.DONE)
    if received_list.state == ListState.READING:
        issues: Counter[str] = Counter()
        for batch in done:
            issues += Counter(batch.issues)
        received_list.rows_read = sum(batch.rows for batch in done)
        received_list.last_line_read = max((batch.last_line for batch in done), default=0)
        received_list.issues = dict(issues)
        received_list.save(update_fields=["rows_read", "last_line_read", "issues"])
    return received_list


@transaction.atomic
def _finish(list_id: int) -> None:
    """When every batch is checked, compare the counts, then say that every line was read."""
    received_list = states.locked(list_id)
    if received_list.state != ListState.READING or not received_list.fully_cut:
        return
    if received_list.fully_read or _waiting(list_id).exists():
        return
    received_list = _note_progress(list_id)  # counted last: another worker may just have ended
    for announced in (received_list.announced_rows, received_list.declared_rows):
        if announced is not None and announced != received_list.rows_read:
            raise UnreadableList("TRUNCATED", announced=announced, found=received_list.rows_read)
    if received_list.rows_read == 0:
        raise UnreadableList("EMPTY_LIST")
    rows.analyze(received_list.pk)
    received_list.fully_read = True
    received_list.save(update_fields=["fully_read"])
    faults.hit("read.finished")


@transaction.atomic
def refuse_unreadable(received_list: ReceivedList, unreadable: UnreadableList) -> None:
    """Refuse a list that cannot be taken, with the reason; none of its rows is kept."""
    current = states.locked(received_list.pk)
    if current.state == ListState.REFUSED:
        return
    states.move(
        current,
        ListState.REFUSED,
        reason_code=unreadable.code,
        reason_details=unreadable.details,
        issues={},
    )
    rows.drop_rows(current.pk)
