"""Files that cost little to send and would cost much to read: written on disk, piece by piece."""

import gzip
import zipfile
from collections.abc import Callable
from pathlib import Path

from tests.hostile.verdicts import HEADER, csv, line
from tests.hostile.workbooks import (
    MAIN,
    SHEET,
    TEXTS,
    parts,
    rewritten,
    shrink,
    swollen,
    workbook,
)

GIBIBYTE = 2**30
LINES = "".join(f"{line(number)}\n" for number in range(10_000)).encode()


def sparse(beginning: bytes = b"") -> Callable[[Path], None]:
    """A beginning, then zeros up to a gibibyte that take no room on the disk."""

    def write(path: Path) -> None:
        with path.open("wb") as file:
            file.write(beginning)
            file.truncate(GIBIBYTE)

    return write


def repeated(beginning: bytes, piece: bytes, times: int) -> Callable[[Path], None]:
    """A beginning, then the same piece again and again."""

    def write(path: Path) -> None:
        with path.open("wb") as file:
            file.write(beginning)
            for _time in range(times):
                file.write(piece)

    return write


def gzipped(beginning: bytes, piece: bytes, times: int) -> Callable[[Path], None]:
    """The same, each piece compressed as well as can be."""
    return repeated(gzip.compress(beginning), gzip.compress(piece, 9), times)


def whole(make: Callable[[], bytes]) -> Callable[[Path], None]:
    """A file made in memory."""
    return lambda path: path.write_bytes(make()) and None


def lying() -> bytes:
    """A sheet that says a hundred bytes and unpacks to two hundred mebibytes."""
    return rewritten(swollen(SHEET, 200), SHEET, shrink)


def with_part(name: str, beginning: str, piece: str, times: int, end: str):
    """A workbook one part of which is a piece many times."""

    def write(path: Path) -> None:
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
            for other, held in parts().items():
                if other != name:
                    archive.writestr(other, held)
            with archive.open(name, "w", force_zip64=True) as part:
                part.write(beginning.encode())
                for _hundred_thousand in range(times // 100_000):
                    part.write((piece * 100_000).encode())
                part.write(end.encode())

    return write


def rows_without_end(path: Path) -> None:
    """One row more than a workbook may have, below its header."""
    rows = "".join(f'<row r="{n}"><c r="A{n}"><v>{n}</v></c></row>' for n in range(1, 200_102))
    path.write_bytes(
        workbook(f'<worksheet xmlns="{MAIN}"><sheetData>{rows}</sheetData></worksheet>')
    )


EMPTY = f'<worksheet xmlns="{MAIN}"><sheetData/></worksheet>'


def many_sheets() -> bytes:
    """Nineteen hundred empty sheets beside a table of many texts."""
    states = {f"Feuille {number}": "visible" for number in range(1_900)}
    texts = "<si><t>Bennani</t></si>" * 100_000
    return workbook(
        EMPTY,
        *((f"xl/worksheets/sheet{n}.xml", EMPTY) for n in range(2, 1_901)),
        (TEXTS, f'<sst xmlns="{MAIN}">{texts}</sst>'),
        sheets=states,
    )


LONG_LINE = (";".join([line(1, NOM="B" * 100_000)]) + "\n").encode()
DELIMITERS = (line(1) + ";" * 100_000 + "\n").encode()
PAIRS = (line(1) + ";ab" * 100_000 + "\n").encode()
QUOTED = (f'"{line(1)}' + '""' * 50_000 + "\n").encode()

# idea: (how it is written, the code of its refusal or none, its rows)
HEAVY = {
    "a gibibyte of nothing": (sparse(), "EMPTY_FILE", 0),
    "a gibibyte of nothing below a line": (sparse(csv(line(1))), "ENDLESS_LINE", 0),
    "a gibibyte of nothing in the header": (sparse(HEADER.encode()), "UNKNOWN_ENCODING", 0),
    "four gibibytes of zeros, compressed": (gzipped(b"", bytes(2**26), 64), "EMPTY_FILE", 0),
    "a gibibyte of one line, compressed": (
        gzipped(csv(line(1)), (line(2) + "\n").encode() * 100_000, 170),
        "SUSPECT_GZIP",
        0,
    ),
    "lines of a hundred thousand letters": (repeated(csv(), LONG_LINE, 500), "", 500),
    "lines of a hundred thousand delimiters": (repeated(csv(), DELIMITERS, 300), "", 300),
    "lines of a hundred thousand cells": (repeated(csv(), PAIRS, 100), "", 100),
    "lines of a hundred thousand quotes": (repeated(csv(), QUOTED, 300), "", 300),
    "short lines before long ones": (repeated(csv() + LINES * 20, LONG_LINE, 300), "", 200_300),
    "ten million shared texts": (
        with_part(TEXTS, f'<sst xmlns="{MAIN}">', "<si><t>a</t></si>", 10_000_000, "</sst>"),
        "TOO_LARGE_XLSX",
        0,
    ),
    "a part that hides its size": (whole(lying), "SUSPECT_WORKBOOK", 0),
    "a row too many": (rows_without_end, "TOO_MANY_XLSX_ROWS", 0),
    "nineteen hundred sheets": (whole(many_sheets), "DAMAGED_XLSX", 0),
}
