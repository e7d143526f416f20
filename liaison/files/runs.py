"""Runs of records as the sender wrote them: how they are packed, kept and opened again."""

from __future__ import annotations

import io
import json
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, replace

from liaison.files.lines import QUOTE, Record, Source, is_blank, records

TEXT = b"T"
CELLS = b"["
QUICKLY = 1  # the level of compression
RUN_CHARACTERS = 2**20
BATCH_CHARACTERS = 6 * 2**20


@dataclass(frozen=True)
class TextRun:
    """Consecutive lines of a text file, whole records only."""

    first_line: int
    lines: list[str]
    delimiter: str

    @property
    def last_line(self) -> int:
        return self.first_line + len(self.lines) - 1

    @property
    def characters(self) -> int:
        return sum(map(len, self.lines))

    @property
    def is_blank(self) -> bool:
        """Whether no line of it holds anything."""
        return all(is_blank(line, self.delimiter) for line in self.lines)

    @property
    def has_quotes(self) -> bool:
        """Whether a record may be longer than its line."""
        return any(QUOTE in line for line in self.lines)

    def records(self) -> Iterator[Record]:
        """Yield the records that are not blank."""
        yield from records(Source(self.lines, after=self.first_line - 1), self.delimiter)

    def before(self, line: int) -> TextRun:
        """The same run, cut before a line."""
        return replace(self, lines=self.lines[: line - self.first_line])

    def pack(self) -> bytes:
        """The run in as few bytes as can be had quickly."""
        return zlib.compress(TEXT + "".join(self.lines).encode(), QUICKLY)


@dataclass(frozen=True)
class CellRun:
    """Consecutive rows of a workbook."""

    rows: list[Record]

    @property
    def first_line(self) -> int:
        return self.rows[0][0]

    @property
    def last_line(self) -> int:
        return self.rows[-1][0]

    @property
    def characters(self) -> int:
        return sum(len(cell) for _line, cells in self.rows for cell in cells)

    @property
    def is_blank(self) -> bool:
        """A workbook's blank rows were left out before."""
        return not self.rows

    def records(self) -> Iterator[Record]:
        """Yield the rows."""
        yield from self.rows

    def before(self, line: int) -> CellRun:
        """The same run, cut before a row."""
        return CellRun([row for row in self.rows if row[0] < line])

    def pack(self) -> bytes:
        """The run in as few bytes as can be had quickly."""
        return zlib.compress(json.dumps(self.rows, ensure_ascii=False).encode(), QUICKLY)


Run = TextRun | CellRun


def batches(runs: Iterator[Run], *, first: int, rows: int) -> Iterator[list[Run]]:
    """Group runs by so many rows, or fewer where their lines are long; the first group is small."""
    some: list[Run] = []
    lines, characters, most = 0, 0, min(first, rows)
    for run in runs:
        some.append(run)
        lines += run.last_line - run.first_line + 1
        characters += run.characters
        if lines >= most or characters >= BATCH_CHARACTERS:
            yield some
            some, lines, characters, most = [], 0, 0, rows
    if some:
        yield some


def opened(packed: bytes, *, first_line: int, delimiter: str) -> Run:
    """A run as it was packed; a workbook has no delimiter."""
    content = zlib.decompress(packed)
    if content.startswith(CELLS):
        return CellRun([(line, cells) for line, cells in json.loads(content)])
    text = io.StringIO(content[len(TEXT) :].decode(), newline="")
    return TextRun(first_line, list(text), delimiter)
