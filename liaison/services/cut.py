"""Cut the file of a list into batches of lines, kept as sent: what readers then share."""

from collections.abc import Callable, Iterator

from django.conf import settings
from django.db import transaction
from django.db.models import Max

from cnss_amo.kernel import faults
from liaison import rows
from liaison.enums import ListState
from liaison.files import detect, storage
from liaison.files.lines import BLANK
from liaison.files.refusal import UnreadableList
from liaison.files.runs import Run, batches
from liaison.files.text_file import TextFile
from liaison.files.workbook import Workbook
from liaison.formats import FORMATS
from liaison.models import Batch, Mandate, ReceivedList
from liaison.services import states

RUN_ROWS = 500
FIRST_ROWS = 2_000  # few, so that the first issues are soon on the screen
CONTROL_WORD = "FIN"
DIRECTIONS = "\u200e\u200f\u202f"
LONGEST_COUNT = 9  # digits
MOST_ATTEMPTS = 5  # at reading on without getting any further


class KillsItsReaders(Exception):
    """A list whose reading was begun too many times without getting any further."""


def cut(received_list: ReceivedList, *, meanwhile: Callable[[bool], None]) -> None:
    """Cut a list to its end, or from where a dead worker left it; `meanwhile` after each batch.

    `meanwhile` is told whether the memory is already full, of a workbook.
    Raises UnreadableList when the file cannot be taken.
    """
    _count_attempt(received_list)
    _require_mandate(received_list)
    found = detect.probe(
        lambda: storage.open_bytes(received_list),
        size=received_list.size,
        layout=FORMATS[received_list.body.format],
        on=received_list.reference_date,
        encoding=received_list.encoding_asked,
    )
    faults.hit("read.probed")
    if not _begin(received_list, found):
        return
    faults.hit("read.begun")
    control = _ControlLine(least=0 if found.ends_whole else len(found.header.sent))
    after = received_list.batches.aggregate(line=Max("last_line"))["line"] or 0
    runs = control.kept_out_of(found.runs(min(RUN_ROWS, settings.LIST_BATCH_ROWS), after=after))
    for some in batches(runs, first=FIRST_ROWS, rows=settings.LIST_BATCH_ROWS):
        if not _write(received_list.pk, some):
            return
        some.clear()  # kept: they leave the memory to whoever checks meanwhile
        meanwhile(found.is_whole_in_memory)
    received_list.fully_cut, received_list.announced_rows = True, control.rows_announced
    received_list.save(update_fields=["fully_cut", "announced_rows"])
    faults.hit("read.cut")


def _count_attempt(received_list: ReceivedList) -> None:
    """Count a beginning before the work, so that a reader's death is counted too."""
    received_list.attempts += 1
    if received_list.attempts > MOST_ATTEMPTS:
        raise KillsItsReaders
    received_list.save(update_fields=["attempts"])


def _require_mandate(received_list: ReceivedList) -> None:
    """A body that lists nothing, neither now nor later, sends nothing."""
    mandates = Mandate.objects.filter(body=received_list.body)
    on = received_list.reference_date
    if not mandates.filter(in_force__fully_gt=(None, on)).exists() and not mandates.on(on).exists():
        raise UnreadableList("NO_MANDATE", body=received_list.body_id)


@transaction.atomic
def _begin(received_list: ReceivedList, found: TextFile | Workbook) -> bool:
    """Record what was found; False when somebody cancelled the list meanwhile."""
    if states.locked(received_list.pk).state != received_list.state:
        return False
    if received_list.state == ListState.READING:
        return True
    rows.make_partition(received_list.pk)
    states.move(
        received_list,
        ListState.READING,
        container=detect.container_of(found),
        encoding=getattr(found, "encoding", ""),
        delimiter=getattr(found, "delimiter", ""),
        header=list(found.header.sent),
        unknown_columns=list(found.header.unknown),
        expected_rows=max(found.physical_lines - found.header_end, 0),
    )
    return True


@transaction.atomic
def _write(list_id: int, runs: list[Run]) -> bool:
    """Keep some runs and the work they make; False when the list was stopped."""
    current = states.locked(list_id)
    if current.state != ListState.READING:
        return False
    rows.keep(current, runs)
    Batch.objects.create(
        received_list=current, first_line=runs[0].first_line, last_line=runs[-1].last_line
    )
    current.attempts = 0
    current.save(update_fields=["attempts"])
    return True


class _ControlLine:
    """The optional last line `FIN;<number of rows>`, kept out of the rows.

    A last line without an end that has fewer cells than `least` shows that the file was cut.
    """

    def __init__(self, *, least: int) -> None:
        self._least = least
        self.rows_announced: int | None = None

    def kept_out_of(self, runs: Iterator[Run]) -> Iterator[Run]:
        """Yield the runs of data; a `FIN` that is not last is data like any other."""
        last: Run | None = None
        for run in runs:
            if run.is_blank:
                continue
            if last is not None:
                yield last
            last = run
        if last is not None:
            yield from self._data_of(last)

    def _data_of(self, last: Run) -> Iterator[Run]:
        *_others, (line, cells) = last.records()
        if _trimmed(cells[0]).upper() == CONTROL_WORD:
            self.rows_announced = _announced(line, cells)
            last = last.before(line)
        elif len(cells) < self._least:
            raise UnreadableList("CUT_FILE", line=line)
        if not last.is_blank:
            yield last


def _announced(line: int, cells: list[str]) -> int:
    said = "".join(cells[1:2]).translate(str.maketrans("", "", f"{BLANK}{DIRECTIONS}"))
    if not said.isdecimal() or len(said) > LONGEST_COUNT:
        raise UnreadableList("BAD_CONTROL_LINE", line=line, found=said[:40])
    return int(said)


def _trimmed(cell: str) -> str:
    return cell.strip(BLANK + DIRECTIONS)
