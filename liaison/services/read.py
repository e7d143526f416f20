"""Read a list: recognise the file, check every line, write the rows, batch by batch."""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from itertools import islice

import polars as pl
from django.conf import settings
from django.db import InterfaceError, OperationalError, connection, transaction

from cnss_amo.kernel import faults
from liaison import rows
from liaison.enums import ListState
from liaison.files import detect, storage
from liaison.files.lines import BLANK, Record
from liaison.files.refusal import UnreadableList
from liaison.files.text_file import TextFile
from liaison.files.workbook import Workbook
from liaison.formats import FORMATS
from liaison.formats.normalise import Sheet, normalise
from liaison.models import Mandate, ReceivedList
from liaison.queries.work import READING_LOCK
from liaison.services import states

CONTROL_WORD = "FIN"
DIRECTIONS = "\u200e\u200f\u202f"
LONGEST_COUNT = 9  # digits
MOST_ATTEMPTS = 5  # at reading on without getting any further


def read(*, list_id: int) -> bool:
    """Read a list to its end, or from where a dead worker left it.

    False when another worker reads it already. An unreadable list is refused with its reason, and
    none of its rows is kept.
    """
    with _alone_on(list_id) as alone:
        if not alone:
            return False
        received_list = ReceivedList.objects.select_related("body").get(pk=list_id)
        if received_list.state not in (ListState.RECEIVED, ListState.READING):
            return False
        _count_attempt(received_list)
        try:
            _read(received_list)
        except UnreadableList as unreadable:
            refuse_unreadable(received_list, unreadable)
    return True


class KillsItsReaders(Exception):
    """A list whose reading was begun too many times without getting any further."""


def _count_attempt(received_list: ReceivedList) -> None:
    """Count a beginning before the work, so that a reader's death is counted too."""
    received_list.attempts += 1
    if received_list.attempts > MOST_ATTEMPTS:
        raise KillsItsReaders
    received_list.save(update_fields=["attempts"])


@contextmanager
def _alone_on(list_id: int) -> Iterator[bool]:
    """Hold the reader's lock of a list; the connection that dies gives it back."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s, %s)", [READING_LOCK, list_id])
        alone = cursor.fetchone()[0]
        try:
            yield alone
        finally:
            with suppress(InterfaceError, OperationalError):  # a lost connection lost the lock too
                if alone:
                    cursor.execute("SELECT pg_advisory_unlock(%s, %s)", [READING_LOCK, list_id])


def _read(received_list: ReceivedList) -> None:
    if received_list.fully_read:
        return
    _require_mandate(received_list)
    found = detect.probe(
        lambda: storage.open_bytes(received_list),
        size=received_list.size,
        layout=FORMATS[received_list.body.format],
        on=received_list.reference_date,
        encoding=received_list.encoding_asked,
    )
    _begin(received_list, found)
    faults.hit("read.begun")
    sheet = Sheet(
        FORMATS[received_list.body.format], found.header.sent_names, received_list.reference_date
    )
    control = _ControlLine()
    waiting = (
        record
        for record in control.without_it(found.records())
        if record[0] > received_list.last_line_read
    )
    while batch := list(islice(waiting, settings.LIST_BATCH_ROWS)):
        if not _write(received_list, batch, found, sheet):
            return
    _finish(received_list, control.rows_announced)


def _require_mandate(received_list: ReceivedList) -> None:
    """A body that lists nothing, neither now nor later, sends nothing."""
    mandates = Mandate.objects.filter(body=received_list.body)
    on = received_list.reference_date
    if not mandates.filter(in_force__fully_gt=(None, on)).exists() and not mandates.on(on).exists():
        raise UnreadableList("NO_MANDATE", body=received_list.body_id)


@transaction.atomic
def _begin(received_list: ReceivedList, found: TextFile | Workbook) -> None:
    if received_list.state == ListState.READING:
        return
    rows.make_partition(received_list.pk)
    states.move(
        received_list,
        ListState.READING,
        container=detect.container_of(found),
        encoding=getattr(found, "encoding", ""),
        delimiter=getattr(found, "delimiter", ""),
        header=list(found.header.sent),
        unknown_columns=list(found.header.unknown),
        expected_rows=max(found.physical_lines - found.header_line, 0),
    )


def _write(
    received_list: ReceivedList, batch: list[Record], found: TextFile | Workbook, sheet: Sheet
) -> bool:
    """Check a batch and write its rows with the cursor; False when the list was stopped."""
    cells = _cells(batch, found)
    checked = normalise(cells, sheet)
    sealed = rows.seal(checked, received_list.pk)
    with transaction.atomic():
        current = states.locked(received_list.pk)
        if current.state != ListState.READING:
            return False
        rows.copy(sealed, received_list.pk)
        faults.hit("read.copied")
        rows.keep_lines(received_list, batch)
        received_list.rows_read += len(batch)
        received_list.last_line_read = batch[-1][0]
        received_list.attempts = 0
        received_list.issues = dict(Counter(received_list.issues) + _issue_counts(checked))
        received_list.save(update_fields=["rows_read", "last_line_read", "attempts", "issues"])
    faults.hit("read.batch_committed")
    return True


def _cells(batch: list[Record], found: TextFile | Workbook) -> pl.DataFrame:
    """A batch as one text column for each known column, with what broke the broken lines."""
    width = len(found.header.sent)
    whole = [_fitted(cells, width) for _line, cells in batch]
    blank = [""] * width
    known = {
        name: [(cells or blank)[position] for cells in whole]
        for name, position in found.header.positions.items()
    }
    frame = {
        "line": pl.Series([line for line, _cells in batch], dtype=pl.Int32),
        "broken": pl.Series([None if cells else "BROKEN_LINE" for cells in whole], dtype=pl.String),
    }
    return pl.DataFrame(frame | {name: pl.Series(v, dtype=pl.String) for name, v in known.items()})


def _fitted(cells: list[str], width: int) -> list[str] | None:
    """The cells of a line when they are as many as those of the header."""
    if len(cells) < width:
        return None
    return cells if not any(cell.strip() for cell in cells[width:]) else None


def _issue_counts(checked: pl.DataFrame) -> Counter[str]:
    codes = checked["issues"].drop_nulls().str.extract_all(r'\["[A-Z_]+"').explode().value_counts()
    return Counter({code[2:-1]: count for code, count in codes.iter_rows()})


class _ControlLine:
    """The optional last line `FIN;<number of rows>`, kept out of the rows."""

    def __init__(self) -> None:
        self.rows_announced: int | None = None

    def without_it(self, records: Iterator[Record]) -> Iterator[Record]:
        """Yield the data lines; a `FIN` that is not last is data like any other."""
        held: Record | None = None
        for record in records:
            if held is not None:
                yield held
                held = None
            if record[1][0].strip(BLANK + DIRECTIONS).upper() == CONTROL_WORD:
                held = record
            else:
                yield record
        if held is not None:
            self.rows_announced = self._number(held)

    def _number(self, record: Record) -> int:
        said = "".join(record[1][1:2]).translate(str.maketrans("", "", f"{BLANK}{DIRECTIONS}"))
        if not said.isdecimal() or len(said) > LONGEST_COUNT:
            raise UnreadableList("BAD_CONTROL_LINE", line=record[0], found=said[:40])
        return int(said)


def _finish(received_list: ReceivedList, rows_announced: int | None) -> None:
    """Compare the counts, then say that every line was read."""
    for announced in (rows_announced, received_list.declared_rows):
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
    rows.drop_rows(current.pk)
    states.move(
        current,
        ListState.REFUSED,
        reason_code=unreadable.code,
        reason_details=unreadable.details,
        issues={},
    )
