"""XLSX: looked at before it is unpacked, then read row by row with every cell as text."""

import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import islice

import python_calamine
from django.conf import settings

from liaison.files.headers import Header, match_header
from liaison.files.lines import Record
from liaison.files.refusal import UnreadableList
from liaison.files.runs import CellRun
from liaison.formats import ListFormat

MOST_ENTRIES = 2_000
MOST_UNPACKED = 800 * 2**20
MOST_RATIO = 200
SMALL = 10 * 2**20
HEADER_ROWS = 50
MOST_CELLS = 20_000_000
USUAL_WIDTH = 26  # columns of one letter are not looked for
PIECE = 2**20
OVERLAP = 64
ROW = re.compile(rb'<row\b[^>]{0,40}? r="(\d{1,9})"')
FAR_CELL = re.compile(rb'<c\b[^>]{0,40}? r="([A-Z]{2,4})\d')


@dataclass(frozen=True)
class Workbook:
    """A workbook's sheet whose header was recognised."""

    content: bytes
    sheet: str
    header: Header
    header_end: int
    physical_lines: int

    def runs(self, size: int, *, after: int) -> Iterator[CellRun]:
        """Yield the rows below the header that are not blank, or those after a row, by runs."""
        wanted = (row for row in self._rows() if row[0] > after)
        while some := list(islice(wanted, size)):
            yield CellRun(some)

    def _rows(self) -> Iterator[Record]:
        data = (row for row in _rows(self.content, self.sheet) if row[0] > self.header_end)
        for count, row in enumerate(data, start=1):
            if count > settings.XLSX_MAXIMUM_ROWS + 1:  # one more may be the control line
                raise UnreadableList("TOO_MANY_XLSX_ROWS", most=settings.XLSX_MAXIMUM_ROWS)
            yield row


def probe(content: bytes, *, layout: ListFormat, on: date) -> Workbook:
    """Find the sheet that holds the list; raise UnreadableList when none does."""
    _inspect_zip(content)
    best: Workbook | None = None
    for sheet in _visible_sheets(content):
        height = _height(content, sheet)
        first = next(_rows(content, sheet), None)
        if first is None:
            continue
        line, cells = first
        found = Workbook(content, sheet, match_header(cells, layout, on), line, height)
        if found.header.is_complete:
            return found
        if best is None or len(found.header.positions) > len(best.header.positions):
            best = found
    if best is None:
        raise UnreadableList("EMPTY_FILE")
    best.header.require_complete()
    raise UnreadableList("NO_HEADER", found="")


def _inspect_zip(content: bytes) -> None:
    """Refuse bombs, macros and damaged archives before anything is unpacked."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            entries = archive.infolist()
    except (zipfile.BadZipFile, ValueError, OSError) as damaged:
        raise UnreadableList("TRUNCATED_XLSX") from damaged
    names = {entry.filename.lower() for entry in entries}
    unpacked = sum(entry.file_size for entry in entries)
    if any(name.endswith("vbaproject.bin") for name in names):
        raise UnreadableList("MACRO_WORKBOOK")
    if "xl/workbook.xml" not in names:
        raise UnreadableList("NOT_A_LIST", found="ZIP")
    too_dense = unpacked > SMALL and unpacked > MOST_RATIO * max(len(content), 1)
    if len(entries) > MOST_ENTRIES or len(names) < len(entries) or too_dense:
        raise UnreadableList("SUSPECT_WORKBOOK")
    if unpacked > MOST_UNPACKED:
        raise UnreadableList("TOO_MANY_XLSX_ROWS", most=settings.XLSX_MAXIMUM_ROWS)
    _measure(content, [name for name in names if name.startswith("xl/worksheets/sheet")])


def _measure(content: bytes, sheets: list[str]) -> None:
    """Refuse a sheet whose cells lie too far apart: to load it, all between them is allocated.

    What the sheet says of its own dimensions is not believed: the references of its cells are.
    """
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        for sheet in archive.infolist():
            if sheet.filename.lower() not in sheets:
                continue
            height, width = _extent(archive, sheet)
            if height > settings.XLSX_MAXIMUM_ROWS + HEADER_ROWS:
                raise UnreadableList("TOO_MANY_XLSX_ROWS", most=settings.XLSX_MAXIMUM_ROWS)
            if height * width > MOST_CELLS:
                raise UnreadableList("SUSPECT_WORKBOOK")


def _extent(archive: zipfile.ZipFile, sheet: zipfile.ZipInfo) -> tuple[int, int]:
    """The last row and the last column that a sheet refers to."""
    height, width, tail = 1, USUAL_WIDTH, b""
    try:
        with archive.open(sheet) as xml:
            while piece := xml.read(PIECE):
                window = tail + piece
                height = max([height, *map(int, ROW.findall(window))])
                for letters in set(FAR_CELL.findall(window)):
                    width = max(width, _column(letters))
                tail = window[-OVERLAP:]
    except (zipfile.BadZipFile, zlib.error, EOFError, ValueError) as damaged:
        raise UnreadableList("DAMAGED_XLSX") from damaged
    return height, width


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - ord("A") + 1
    return number


def _open(content: bytes) -> python_calamine.CalamineWorkbook:
    try:
        return python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(content))
    except python_calamine.CalamineError as damaged:
        raise UnreadableList("DAMAGED_XLSX") from damaged


def _visible_sheets(content: bytes) -> list[str]:
    visible = python_calamine.SheetVisibleEnum.Visible
    return [s.name for s in _open(content).sheets_metadata if s.visible == visible]


def _height(content: bytes, sheet: str) -> int:
    try:
        height = _open(content).get_sheet_by_name(sheet).total_height
    except (python_calamine.CalamineError, zipfile.BadZipFile) as damaged:
        raise UnreadableList("DAMAGED_XLSX") from damaged
    if height > settings.XLSX_MAXIMUM_ROWS + HEADER_ROWS:
        raise UnreadableList("TOO_MANY_XLSX_ROWS", most=settings.XLSX_MAXIMUM_ROWS)
    return height


def _rows(content: bytes, sheet: str) -> Iterator[Record]:
    try:
        source = _open(content).get_sheet_by_name(sheet)
        for number, row in enumerate(source.iter_rows(), start=1):  # from row 1, empty ones too
            cells = [_as_text(cell) for cell in row]
            if any(cells):
                yield number, cells
    except python_calamine.CalamineError as damaged:
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
