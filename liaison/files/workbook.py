"""XLSX: looked at before it is unpacked, then read row by row with every cell as text."""

import ctypes
import io
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import islice

import python_calamine
from django.conf import settings

from liaison.files import archive
from liaison.files.headers import Header, match_header
from liaison.files.lines import Record
from liaison.files.refusal import UnreadableList
from liaison.files.runs import CellRun
from liaison.formats import ListFormat

HEADER_ROWS = 50
VISIBLE = python_calamine.SheetVisibleEnum.Visible


@dataclass(frozen=True)
class Workbook:
    """A workbook's sheet whose header was recognised."""

    sheet: python_calamine.CalamineSheet
    header: Header
    header_end: int

    is_whole_in_memory = True
    ends_whole = True

    @property
    def physical_lines(self) -> int:
        return self.sheet.total_height

    def runs(self, size: int, *, after: int) -> Iterator[CellRun]:
        """Yield the rows below the header that are not blank, or those after a row, by runs."""
        wanted = (row for row in self._rows() if row[0] > after)
        while some := list(islice(wanted, size)):
            yield CellRun(some)

    def _rows(self) -> Iterator[Record]:
        data = (row for row in _rows(self.sheet) if row[0] > self.header_end)
        for count, row in enumerate(data, start=1):
            if count > settings.XLSX_MAXIMUM_ROWS + 1:  # one more may be the control line
                raise UnreadableList("TOO_MANY_XLSX_ROWS", most=settings.XLSX_MAXIMUM_ROWS)
            yield row


def probe(content: bytes, *, layout: ListFormat, on: date) -> Workbook:
    """Find the sheet that holds the list; raise UnreadableList when none does."""
    archive.inspect(content)
    best: Workbook | None = None
    for sheet in _visible_sheets(content):
        line, cells = next(_rows(sheet), (0, None))
        if cells is None:
            continue
        found = Workbook(sheet, match_header(cells, layout, on), line)
        if found.header.is_complete:
            return found
        if best is None or found.header.likeness > best.header.likeness:
            best = found
    if best is None:
        raise UnreadableList("EMPTY_FILE")
    best.header.require_complete()
    raise UnreadableList("NO_HEADER", found="")


def _visible_sheets(content: bytes) -> Iterator[python_calamine.CalamineSheet]:
    """Yield the sheets that a person sees, loaded one at a time."""
    with _damage_told():
        book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(content))
        names = [sheet.name for sheet in book.sheets_metadata if sheet.visible == VISIBLE]
    for name in names:
        with _damage_told():
            sheet = book.get_sheet_by_name(name)
        if sheet.total_height > settings.XLSX_MAXIMUM_ROWS + HEADER_ROWS:
            raise UnreadableList("TOO_MANY_XLSX_ROWS", most=settings.XLSX_MAXIMUM_ROWS)
        yield sheet


def _rows(sheet: python_calamine.CalamineSheet) -> Iterator[Record]:
    for number, row in enumerate(sheet.iter_rows(), start=1):  # from row 1, empty ones too
        cells = [_as_text(cell) for cell in row]
        if any(cells):
            yield number, cells


def give_memory_back() -> None:
    """Give the system what a sheet leaves in small pieces; glibc would keep 150 MiB of them."""
    trim = getattr(ctypes.CDLL(None), "malloc_trim", None)
    if trim is not None:
        trim(0)


@contextmanager
def _damage_told() -> Iterator[None]:
    try:
        yield
    except (python_calamine.CalamineError, ValueError, OSError) as damaged:
        raise UnreadableList("DAMAGED_XLSX") from damaged


def _as_text(cell: object) -> str:
    """A cell as a person would read it; a number is never rounded nor put in scientific form."""
    match cell:
        case bool():
            return str(cell).upper()
        case float() if cell.is_integer() and abs(cell) < 1e21:
            return str(int(cell))
        case datetime():
            return cell.date().isoformat() if cell.time() == time() else cell.isoformat(" ")
        case date() | time():
            return cell.isoformat()
        case timedelta():
            return str(cell)
        case _:
            return str(cell)
