"""Whole files of each kind that can be known to be cut, and where to cut them."""

import gzip

from tests.hostile.verdicts import csv, line
from tests.hostile.workbooks import person, row_of, sheet, workbook

PEOPLE = 12
CUTS = 20
LINES = [line(number) for number in range(1, PEOPLE + 1)]


def announced() -> bytes:
    """A list whose number of rows is declared apart."""
    return csv(*LINES)


def controlled() -> bytes:
    """A list that ends with its control line."""
    return csv(*LINES, f"FIN;{PEOPLE}")


def compressed() -> bytes:
    """A list in gzip."""
    return gzip.compress(csv(*LINES), mtime=0)


def in_a_workbook() -> bytes:
    """A list in a workbook."""
    return workbook(sheet("".join(row_of(n, person(n)) for n in range(2, PEOPLE + 2))))


def places(whole: bytes) -> list[int]:
    """Twenty places to cut: the first byte, the last, and between them at equal distances."""
    last = len(whole) - 1
    return sorted({1 + step * (last - 1) // (CUTS - 1) for step in range(CUTS)})


def ends_of_lines(whole: bytes) -> list[int]:
    """The exact ends of the lines, but the last."""
    return [place + 1 for place, byte in enumerate(whole[:-1]) if byte == ord("\n")]


def before_the_last_cell(whole: bytes) -> list[int]:
    """Twenty places and every end of a line; no one can tell of a last cell that it is cut."""
    return sorted({*places(whole[: whole.rindex(b";")]), *ends_of_lines(whole)})


def inside_lines(whole: bytes) -> list[int]:
    """Twenty places in the middle of lines, before their last cell."""
    starts = [0, *ends_of_lines(whole)][1:]
    return [start + step for start in starts for step in (3, 30)][:CUTS]


def inside_the_control_line() -> list[int]:
    """After each character of the control line but the last, its number cut included."""
    whole = controlled()
    first = whole.rindex(b"FIN")
    return list(range(first + 1, len(whole) - 2))
