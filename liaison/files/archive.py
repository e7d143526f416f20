"""The archive that a workbook is: gone through before anything is made of it.

A bomb, a lie about a size, a macro, a cell far away from the others: what would fill the memory,
or show two readers two different workbooks, is refused here, a piece at a time.
"""

import copy
import io
import re
import stat
import zipfile
import zlib
from collections.abc import Iterator

from django.conf import settings

from liaison.files.refusal import UnreadableList

MOST_ENTRIES = 2_000
MOST_UNPACKED = 300 * 2**20
MOST_RATIO = 200  # a list shrinks 5 to 20 times
SMALL = 10 * 2**20
MARGIN = 50  # rows above the header, and the control line
USUAL_WIDTH = 26  # columns of one letter
MOST_CELLS = 5_200_000  # a reader allocates every cell of the rectangle, empty ones too
MADNESS = 20_000_000  # of cells: no list, only cells far apart
MOST_SHARED_TEXTS = 2_000_000
PIECE = 2**20
LONGEST_TAG = 2**20
ENCRYPTED = 0x1
MACROS = ("xl/macrosheets/", "xl/vbaproject.bin")
OUTSIDE = re.compile(r"(?:^|[/\\])\.\.(?:[/\\]|$)|^[/\\]|^[a-z]:", re.IGNORECASE)
ROW = re.compile(rb"<(?:\w+:)?row\b")
CELLS = (b"<c ", b"<c>", b"<c/", b":c ", b":c>", b":c/")
PLACES = (b' r="', b" r='")
PLACE = re.compile(rb"r(?<=\sr)\s*=\s*[\"']([A-Za-z]{0,3})(\d{1,9})")
FAR = re.compile(  # beyond the columns of one letter, or from row 200,000
    rb"r(?<=\sr)\s*=\s*[\"'](?:[A-Za-z]{2,3}\d|[A-Za-z]?(?:[2-9]\d{5}|\d{7}))"
)
UTF_16 = (b"\xff\xfe", b"\xfe\xff")
SHARED_TEXTS = (b"<si>", b"<si ", b":si>", b":si ")
UNREADABLE = (
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    ValueError,
    OSError,
    NotImplementedError,
    RuntimeError,
)


def inspect(content: bytes) -> None:
    """Raise UnreadableList when the bytes are no sound workbook of a bearable size."""
    try:
        archive = zipfile.ZipFile(io.BytesIO(content))
    except UNREADABLE as cut:
        raise UnreadableList("TRUNCATED_XLSX") from cut
    with archive:
        entries = archive.infolist()
        _judge(entries, len(content))
        for entry in entries:
            try:
                _Measure().take(_pieces(archive, entry))
            except UNREADABLE as damaged:
                raise UnreadableList("DAMAGED_XLSX") from damaged


def _judge(entries: list[zipfile.ZipInfo], size: int) -> None:
    """Refuse by what the archive says of itself."""
    names = {entry.filename.lower() for entry in entries}
    unpacked = sum(entry.file_size for entry in entries)
    if any(entry.flag_bits & ENCRYPTED for entry in entries):
        raise UnreadableList("PASSWORD_PROTECTED")
    if any(name.startswith(MACROS) or name.endswith("vbaproject.bin") for name in names):
        raise UnreadableList("MACRO_WORKBOOK")
    if "xl/workbook.xml" not in names:
        raise UnreadableList("NOT_A_LIST")
    too_dense = unpacked > SMALL and unpacked > MOST_RATIO * size
    if too_dense or len(entries) > MOST_ENTRIES or len(names) < len(entries):
        raise UnreadableList("SUSPECT_WORKBOOK")
    if any(OUTSIDE.search(entry.filename) or _is_link(entry) for entry in entries):
        raise UnreadableList("SUSPECT_WORKBOOK")
    if unpacked > MOST_UNPACKED:
        raise UnreadableList("TOO_LARGE_XLSX")


def _is_link(entry: zipfile.ZipInfo) -> bool:
    return stat.S_ISLNK(entry.external_attr >> 16)


def _pieces(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> Iterator[bytes]:
    """What an entry really holds; raise UnreadableList when it holds more than it says."""
    real = copy.copy(entry)
    real.file_size = MOST_UNPACKED  # otherwise the reader stops where the entry says it ends
    taken = 0
    with archive.open(real) as unpacked:
        while piece := unpacked.read(PIECE):
            taken += len(piece)
            if taken > entry.file_size:
                raise UnreadableList("SUSPECT_WORKBOOK")
            yield piece


class _Measure:
    """How far the cells of a sheet lie, how many texts a table of texts holds.

    What a sheet says of its own dimensions is not believed: the places of its cells are.
    """

    def __init__(self) -> None:
        self._height = self._width = self._unplaced_rows = self._texts = 0
        self._windows = 0

    def take(self, pieces: Iterator[bytes]) -> None:
        """Measure one entry, cut between two tags; raise UnreadableList when it is too large."""
        tail = b""
        for piece in pieces:
            window = tail + piece
            end = window.rfind(b"<")
            if end < 0 or (end == 0 and len(window) > LONGEST_TAG):
                end = len(window)
            self._look(window[:end])
            tail = window[end:]
        self._look(tail)

    def _look(self, window: bytes) -> None:
        two_bytes_a_letter = not self._windows and window.startswith(UTF_16)
        if b"<!DOCTYPE" in window or two_bytes_a_letter:  # what the next checks would not see
            raise UnreadableList("SUSPECT_WORKBOOK")
        self._texts += sum(map(window.count, SHARED_TEXTS))
        if self._is_wide or FAR.search(window):
            self._see_places(window)
        if sum(map(window.count, CELLS)) > sum(map(window.count, PLACES)):
            self._count_unplaced(window)
        self._compare()
        self._windows += 1

    @property
    def _is_wide(self) -> bool:
        return self._width > USUAL_WIDTH

    def _see_places(self, window: bytes) -> None:
        columns, rows = zip((b"A", b"1"), *PLACE.findall(window), strict=True)
        was_wide = self._is_wide
        self._width = max(self._width, *map(_column, set(columns)))
        self._height = max(self._height, *map(int, rows))
        if self._is_wide and not was_wide and self._windows:  # the first ones were not measured
            self._height = max(self._height, settings.XLSX_MAXIMUM_ROWS)

    def _count_unplaced(self, window: bytes) -> None:
        """Cells that do not say their place lie side by side, and their rows one below another."""
        rows = ROW.split(window)
        self._unplaced_rows += len(rows) - 1
        widest = max(sum(map(row.count, CELLS)) for row in rows)
        self._width = max(self._width, widest)
        self._height = max(self._height, self._unplaced_rows)

    def _compare(self) -> None:
        most = settings.XLSX_MAXIMUM_ROWS
        if self._height > most + MARGIN:
            raise UnreadableList("TOO_MANY_XLSX_ROWS", most=most)
        cells = max(self._height, 1) * max(self._width, 1)
        if cells > MADNESS:
            raise UnreadableList("SUSPECT_WORKBOOK")
        if cells > MOST_CELLS or self._texts > MOST_SHARED_TEXTS:
            raise UnreadableList("TOO_LARGE_XLSX")


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters.upper():
        number = number * 26 + letter - ord("A") + 1
    return number
