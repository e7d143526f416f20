"""Cut text into records: physical line numbers, quotes, broken lines."""

import csv
from collections.abc import Iterable, Iterator

LONGEST_RECORD = 200_000  # characters: beyond it a quote was left open
MOST_LINES = 200  # physical lines of one record
MOST_TRIES = 3  # where the quotes of a record may close
LONGEST_SHOWN = 1_000  # what is kept of a line that is longer than a record may be
BLANK = " \t\r\n\ufeff\xa0"
Record = tuple[int, list[str]]

csv.field_size_limit(LONGEST_RECORD)


def records(lines: Iterable[str], delimiter: str) -> Iterator[Record]:
    """Yield (physical line number of its beginning, cells) for each line that is not blank.

    A quoted cell may hold newlines. Where a quote is never closed, only the line that opens it is
    broken: it is one cell, and the next lines are read for themselves.
    """
    source = _Numbered(lines)
    nothing = BLANK + delimiter
    for number, line in source:
        if '"' in line:
            yield number, _quoted(line, delimiter, source)
        elif line.strip(nothing):
            yield number, line.rstrip("\r\n").split(delimiter)


class _Numbered:
    """Numbered physical lines that can be given back."""

    def __init__(self, lines: Iterable[str]) -> None:
        self._lines = iter(lines)
        self._returned: list[str] = []
        self._number = 0

    def __iter__(self) -> "_Numbered":
        return self

    def __next__(self) -> tuple[int, str]:
        line = self._returned.pop() if self._returned else next(self._lines)
        self._number += 1
        return self._number, line

    def give_back(self, lines: list[str]) -> None:
        self._returned.extend(reversed(lines))
        self._number -= len(lines)


def _quoted(line: str, delimiter: str, source: _Numbered) -> list[str]:
    """The cells of a record with quotes, or its first line as one cell when they do not close."""
    taken: list[str] = []
    length, quotes, tries = len(line), line.count('"'), 0
    while length <= LONGEST_RECORD and len(taken) <= MOST_LINES and tries < MOST_TRIES:
        if quotes % 2 == 0:
            tries += 1
            cells = _parse([line, *taken], delimiter)
            if cells is not None:
                return cells
        following = next(source, None)
        if following is None:
            break
        taken.append(following[1])
        length += len(following[1])
        quotes += following[1].count('"')
    source.give_back(taken)
    return [line.rstrip("\r\n")[:LONGEST_SHOWN]]


def _parse(lines: list[str], delimiter: str) -> list[str] | None:
    """One record that ends with these lines, or None when its quotes do not close there."""
    try:
        rows = list(csv.reader(lines, delimiter=delimiter, strict=True))
    except csv.Error:
        return None
    return rows[0] if len(rows) == 1 else None
