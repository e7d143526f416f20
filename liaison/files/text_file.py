"""CSV, plain or gzipped: find its encoding and its delimiter, then read it line by line."""

import gzip
import io
import re
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import BinaryIO

from liaison.files.headers import Header, match_header
from liaison.files.lines import BLANK, Source, records, whole_records
from liaison.files.refusal import UnreadableList
from liaison.files.runs import TextRun
from liaison.formats import ListFormat

DELIMITERS = ";,\t|"
BOMS = (
    (b"\xef\xbb\xbf", "utf-8-sig"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)
HEADER_LINES = 50
LONGEST_HEADER = 100_000  # characters: beyond it this is no header
PIECE = 2**20
STRAY_CONTROLS = re.compile("[\x80-\x9f\ufffe]")
MOST_UNPACKED = 4 * 2**30

Opener = Callable[[], BinaryIO]


@dataclass(frozen=True)
class TextFile:
    """A text list whose header was recognised."""

    open: Opener
    gzipped: bool
    encoding: str
    delimiter: str
    header: Header
    header_end: int
    physical_lines: int

    def runs(self, size: int, *, after: int) -> Iterator[TextRun]:
        """Yield the lines below the header, or those after a line, by runs of whole records."""
        source = Source(_lines(self.open, self.gzipped, self.encoding))
        source.skip(max(after, self.header_end))
        while lines := whole_records(source, self.delimiter, size):
            yield TextRun(source.number - len(lines) + 1, lines, self.delimiter)


def probe(
    opener: Opener, *, gzipped: bool, layout: ListFormat, on: date, encoding: str = ""
) -> TextFile:
    """Find how a text list is written; raise UnreadableList when no way makes sense of it."""
    best: tuple[Header, int, str, str] | None = None
    for candidate in _candidates(opener, gzipped, layout, encoding):
        found = _header_under(opener, gzipped, candidate, layout, on)
        if found is None:
            continue
        header, header_end, delimiter = found
        lines = _whole_length(opener, gzipped, candidate)
        if lines is None:
            continue
        if header.is_complete:
            return TextFile(opener, gzipped, candidate, delimiter, header, header_end, lines)
        if best is None or len(header.positions) > len(best[0].positions):
            best = (header, header_end, candidate, delimiter)
    if best is None:
        raise UnreadableList("UNKNOWN_ENCODING", asked=encoding)
    best[0].require_complete()
    raise UnreadableList("NO_HEADER", found="")


def _candidates(opener: Opener, gzipped: bool, layout: ListFormat, asked: str) -> list[str]:
    start = _head(opener, gzipped)
    if not start.strip(b"\x00 \t\r\n"):
        raise UnreadableList("EMPTY_FILE")
    if asked:
        return ["utf-8-sig" if asked in ("utf-8", "utf8") else asked]
    for mark, encoding in BOMS:
        if start.startswith(mark):
            return [encoding]
    own = layout.encoding if layout.encoding in ("cp1252", "cp1256") else "cp1252"
    return ["utf-8-sig", own, "cp1256" if own == "cp1252" else "cp1252"]


def _head(opener: Opener, gzipped: bool) -> bytes:
    with opener() as file:
        return _unpacked(file, gzipped).read(4096)


def _unpacked(file: BinaryIO, gzipped: bool) -> BinaryIO:
    return _Gunzip(file) if gzipped else file


class _Gunzip(io.RawIOBase):
    """Gunzip that says in our words that the file is cut, damaged or a bomb."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = gzip.GzipFile(fileobj=file)
        self._read = 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:
        """Fill a buffer with unpacked bytes."""
        try:
            piece = self._file.read1(len(buffer))
        except EOFError as cut:
            raise UnreadableList("TRUNCATED_GZIP") from cut
        except (OSError, zlib.error) as damaged:
            raise UnreadableList("DAMAGED_GZIP") from damaged
        self._read += len(piece)
        if self._read > MOST_UNPACKED:
            raise UnreadableList("TOO_LARGE_UNPACKED")
        buffer[: len(piece)] = piece
        return len(piece)


def _lines(opener: Opener, gzipped: bool, encoding: str) -> Iterator[str]:
    with opener() as file:
        raw = io.BufferedReader(_unpacked(file, gzipped), PIECE)
        yield from io.TextIOWrapper(raw, encoding=encoding, newline="")


def _header_under(
    opener: Opener, gzipped: bool, encoding: str, layout: ListFormat, on: date
) -> tuple[Header, int, str] | None:
    """The header under an encoding, its last line, the delimiter that makes most columns known."""
    try:
        first = _first_lines(opener, gzipped, encoding)
    except UnicodeError:
        return None
    header_text = next((line for line in first if line.strip(BLANK)), "")
    if "\0" in header_text:
        return None  # it is written in another encoding
    if len(header_text) > LONGEST_HEADER:
        raise UnreadableList("NO_HEADER", found=header_text[:80])
    best = None
    for delimiter in DELIMITERS:
        source = Source(first)
        _line, cells = next(records(source, delimiter), (0, None))
        if not cells:
            continue
        header = match_header(cells, layout, on)
        if best is None or len(header.positions) > len(best[0].positions):
            best = (header, source.number, delimiter)
    return best


def _first_lines(opener: Opener, gzipped: bool, encoding: str) -> list[str]:
    first = []
    for line in _lines(opener, gzipped, encoding):
        first.append(line)
        if len(first) == HEADER_LINES:
            break
    return first


def _whole_length(opener: Opener, gzipped: bool, encoding: str) -> int | None:
    """How many physical lines the file has under an encoding, or None when it is not in it."""
    single_byte = encoding.startswith("cp")
    count = 1
    try:
        with opener() as file:
            raw = io.BufferedReader(_unpacked(file, gzipped), PIECE)
            reader = io.TextIOWrapper(raw, encoding=encoding, newline="")
            while piece := reader.read(PIECE):
                count += max(piece.count("\n"), piece.count("\r"))
                if single_byte and STRAY_CONTROLS.search(piece):
                    return None
    except UnicodeError:
        return None
    return count
