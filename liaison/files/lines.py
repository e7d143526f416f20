"""Cut text into records: physical line numbers, quotes, broken lines."""

import csv
from collections.abc import Iterable, Iterator
from itertools import islice

LONGEST_RECORD = 200_000  # characters: beyond it a quote was left open
MOST_LINES = 200  # physical lines of one record
MOST_TRIES = 3  # where the quotes of a record may close
LONGEST_SHOWN = 1_000  # what is kept of a line that is longer than a record may be
BLANK = " \t\r\n\ufeff\xa0\x1a"  # the last ends a text of DOS
QUOTE = '"'
Record = tuple[int, list[str]]

csv.field_size_limit(LONGEST_RECORD)


class Source:
    """Physical lines, numbered, that can be given back; `after`: the number before the first."""

    def __init__(self, lines: Iterable[str], *, after: int = 0) -> None:
        self._lines = iter(lines)
        self._returned: list[str] = []
        self.number = after

    def __iter__(self) -> "Source":
        return self

    def __next__(self) -> str:
        line = self._returned.pop() if self._returned else next(self._lines)
        self.number += 1
        return line

    def take(self, most: int) -> list[str]:
        """The next lines, so many at most; none at the end."""
        taken = [self._returned.pop() for _line in range(min(most, len(self._returned)))]
        taken.extend(islice(self._lines, most - len(taken)))
        self.number += len(taken)
        return taken

    def skip(self, lines: int) -> None:
        """Pass over so many lines."""
        self.number += sum(1 for _line in islice(self._lines, lines))

    def give_back(self, lines: list[str]) -> None:
        """Put back the last lines taken."""
        self._returned.extend(reversed(lines))
        self.number -= len(lines)


def records(source: Source, delimiter: str) -> Iterator[Record]:
    """Yield (physical line number of its beginning, cells) for each line that is not blank.

    A quoted cell may hold newlines. Where a quote is never closed, only the line that opens it is
    broken: it is one cell, and the next lines are read for themselves.
    """
    for line in source:
        number = source.number
        if QUOTE in line:
            yield number, _quoted(line, delimiter, source)[0]
        elif not is_blank(line, delimiter):
            yield number, line.rstrip("\r\n").split(delimiter)


def is_blank(line: str, delimiter: str) -> bool:
    """Whether a line holds nothing but spaces and delimiters."""
    return not line.strip(BLANK + delimiter)


def whole_records(source: Source, delimiter: str, least: int) -> list[str]:
    """At least so many physical lines, as far as the end of a record."""
    lines = source.take(least)
    if not any(QUOTE in line for line in lines):
        return lines
    source.give_back(lines)
    whole: list[str] = []
    for line in source:
        whole.append(line)
        if QUOTE in line:
            whole += _quoted(line, delimiter, source)[1]
        if len(whole) >= least:
            break
    return whole


def _quoted(line: str, delimiter: str, source: Source) -> tuple[list[str], list[str]]:
    """The cells of a record with quotes, and the lines it goes on with.

    Its first line as one cell when the quotes do not close.
    """
    taken: list[str] = []
    length, quotes, tries = len(line), line.count(QUOTE), 0
    while length <= LONGEST_RECORD and len(taken) <= MOST_LINES and tries < MOST_TRIES:
        if quotes % 2 == 0:
            tries += 1
            cells = _parse([line, *taken], delimiter)
            if cells is not None:
                return cells, taken
        following = next(source, None)
        if following is None:
            break
        taken.append(following)
        length += len(following)
        quotes += following.count(QUOTE)
    source.give_back(taken)
    return [line.rstrip("\r\n")[:LONGEST_SHOWN]], []


def _parse(lines: list[str], delimiter: str) -> list[str] | None:
    """One record that ends with these lines, or None when its quotes do not close there."""
    try:
        rows = list(csv.reader(lines, delimiter=delimiter, strict=True))
    except csv.Error:
        return None
    return rows[0] if len(rows) == 1 else None
