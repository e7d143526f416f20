"""CSV, plain or gzipped: find its encoding and its delimiter, then read it line by line."""

import io
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import BinaryIO

from django.conf import settings

from liaison.files.gunzip import Gunzip
from liaison.files.headers import Header, glimpse, match_header
from liaison.files.lines import BLANK, LONGEST_RECORD, Source, records, whole_records
from liaison.files.refusal import UnreadableList
from liaison.files.runs import RUN_CHARACTERS, TextRun
from liaison.formats import ListFormat

DELIMITERS = ";,\t|"
BOMS = (
    (b"\xef\xbb\xbf", "utf-8-sig"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)
BLANK_BYTES = b'\x00\x1a \t\r\n;,|"'
MARKS = b"\xef\xbb\xbf\xff\xfe"
ENDS = "\r\n\x1a"
CUT_LETTER = ("unexpected end of data", "truncated data")
PIECE = 2**20  # characters, or bytes
STRAY_CONTROLS = re.compile("[\x80-\x9f\ufffe]")

Opener = Callable[[], BinaryIO]


@dataclass(frozen=True)
class Extent:
    """How long a text is: its physical lines, the fewest of them in a piece, how it ends."""

    lines: int
    fewest: int
    ends_whole: bool


@dataclass(frozen=True)
class TextFile:
    """A text list whose header was recognised."""

    open: Opener
    gzipped: bool
    encoding: str
    delimiter: str
    header: Header
    header_end: int
    extent: Extent

    is_whole_in_memory = False

    @property
    def physical_lines(self) -> int:
        return self.extent.lines

    @property
    def ends_whole(self) -> bool:
        """Whether the last line is ended."""
        return self.extent.ends_whole

    def runs(self, size: int, *, after: int) -> Iterator[TextRun]:
        """Yield the lines below the header, or those after a line, by runs of whole records."""
        source = Source(_lines(self.open, self.gzipped, self.encoding))
        source.skip(max(after, self.header_end))
        step = max(1, min(size, self.extent.fewest))  # never more than a few mebibytes
        some: list[str] = []
        while lines := whole_records(source, self.delimiter, step):
            some += lines
            if len(some) >= size or sum(map(len, some)) >= RUN_CHARACTERS:
                yield self._run(source, some)
                some = []
        if some:
            yield self._run(source, some)

    def _run(self, source: Source, lines: list[str]) -> TextRun:
        return TextRun(source.number - len(lines) + 1, lines, self.delimiter)


def probe(
    opener: Opener, *, gzipped: bool, layout: ListFormat, on: date, encoding: str = ""
) -> TextFile:
    """Find how a text list is written; raise UnreadableList when no way makes sense of it."""
    best: TextFile | None = None
    start = _head(opener, gzipped)
    for candidate in _candidates(start, layout, encoding):
        try:
            found = _read_as(candidate, opener, gzipped, layout, on)
        except UnicodeError as undecodable:
            if _stops_inside_a_letter(undecodable, start):
                _require_whole(_read_as(candidate, opener, gzipped, layout, on, errors="ignore"))
            continue
        if found is None:
            continue
        if found.header.is_complete:
            return found
        if best is None or len(found.header.positions) > len(best.header.positions):
            best = found
    if best is None:
        raise UnreadableList("UNKNOWN_ENCODING", asked=encoding)
    best.header.require_complete()
    raise UnreadableList("NO_HEADER", found="")


def _candidates(start: bytes, layout: ListFormat, asked: str) -> list[str]:
    if not start.strip(MARKS + BLANK_BYTES):
        raise UnreadableList("EMPTY_FILE")
    if asked:
        return ["utf-8-sig" if asked in ("utf-8", "utf8") else asked]
    for mark, encoding in BOMS:
        if start.startswith(mark):
            return [encoding]
    own = layout.encoding if layout.encoding in ("cp1252", "cp1256") else "cp1252"
    return ["utf-8-sig", own, "cp1256" if own == "cp1252" else "cp1252"]


def _stops_inside_a_letter(undecodable: UnicodeError, start: bytes) -> bool:
    """Whether the bytes stop in the middle of a letter, in a text that is otherwise decoded."""
    if getattr(undecodable, "reason", "") not in CUT_LETTER:
        return False
    utf_16 = start.startswith((BOMS[1][0], BOMS[2][0]))
    return utf_16 or not start.decode("utf-8", "ignore").isascii()


def _require_whole(found: TextFile | None) -> None:
    """What is a list of the body but for its last letter was cut on its way."""
    if found is not None and found.header.positions:
        raise UnreadableList("CUT_FILE", line=found.physical_lines)


def _head(opener: Opener, gzipped: bool) -> bytes:
    with opener() as file:
        return io.BufferedReader(_unpacked(file, gzipped), PIECE).read(PIECE)


def _unpacked(file: BinaryIO, gzipped: bool) -> BinaryIO:
    return Gunzip(file) if gzipped else file


def _read_as(
    encoding: str,
    opener: Opener,
    gzipped: bool,
    layout: ListFormat,
    on: date,
    errors: str = "strict",
) -> TextFile | None:
    """The list as an encoding shows it, or None when it is written in another one."""
    with opener() as file:
        found = _header_in(_decoded(file, gzipped, encoding, errors).read(PIECE), layout, on)
    extent = found and _extent(opener, gzipped, encoding, errors)
    if found is None or extent is None:
        return None
    header, header_end, delimiter = found
    return TextFile(opener, gzipped, encoding, delimiter, header, header_end, extent)


def _header_in(text: str, layout: ListFormat, on: date) -> tuple[Header, int, str] | None:
    """The header of a text, its last line, and the delimiter that makes most columns known."""
    first = next((line for line in _lines_in(text) if line.strip(BLANK)), "")
    if "\0" in first:
        return None  # it is written in another encoding
    if len(first) > LONGEST_RECORD:
        raise UnreadableList("NO_HEADER", found=glimpse([first]))
    best = None
    for delimiter in DELIMITERS:
        source = Source(_lines_in(text))
        _line, cells = next(records(source, delimiter), (0, None))
        if not cells:
            continue
        header = match_header(cells, layout, on)
        if best is None or header.likeness > best[0].likeness:
            best = (header, source.number, delimiter)
    return best


def _extent(opener: Opener, gzipped: bool, encoding: str, errors: str) -> Extent | None:
    """Go through the whole text once; None when it is not written in that encoding."""
    single_byte = encoding.startswith("cp")
    count, fewest, last = 1, settings.LIST_BATCH_ROWS, "\n"
    with opener() as file:
        reader = _decoded(file, gzipped, encoding, errors)
        while piece := reader.read(PIECE):
            ends, last = max(piece.count("\n"), piece.count("\r")), piece[-1]
            if single_byte and STRAY_CONTROLS.search(piece):
                return None
            if len(piece) == PIECE:
                fewest = min(fewest, ends)
            if fewest == 0:
                raise UnreadableList("ENDLESS_LINE", line=count)
            count += ends
    return Extent(count, fewest, last in ENDS)


def _lines(opener: Opener, gzipped: bool, encoding: str) -> Iterator[str]:
    with opener() as file:
        yield from _decoded(file, gzipped, encoding)


def _decoded(
    file: BinaryIO, gzipped: bool, encoding: str, errors: str = "strict"
) -> io.TextIOWrapper:
    raw = io.BufferedReader(_unpacked(file, gzipped), PIECE)
    return io.TextIOWrapper(raw, encoding=encoding, errors=errors, newline="")


def _lines_in(text: str) -> Iterator[str]:
    return iter(io.StringIO(text, newline=""))
