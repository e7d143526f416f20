"""Lists written as the bodies send them: header, rows as they come, control line."""

import codecs
import gzip
import shutil
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import PurePath
from typing import BinaryIO

import polars as pl
import xlsxwriter

from liaison.synthesis.layouts import DATE_COLUMNS, ISO, Layout

CONTAINERS = (".csv.gz", ".csv", ".txt", ".xlsx")
MOST_ROWS_OF_A_SHEET = 1_048_576 - 2  # less the header and the control line
BEGINNING = datetime(2022, 1, 1, tzinfo=UTC)
QUICK = 5  # compression level


class TooManyRows(ValueError):
    """A workbook cannot hold the list; the message says what to do."""


def fitted(layout: Layout, path: PurePath | str | None, rows: int) -> Layout:
    """Return the layout in the container that a file name asks for, if it asks for one.

    Raises TooManyRows, whose message can be shown to the person as it is.
    """
    name = str(path or "").lower()
    container = next((end for end in CONTAINERS if name.endswith(end)), layout.container)
    if container != ".xlsx":
        return replace(layout, container=container)
    if rows > MOST_ROWS_OF_A_SHEET:
        raise TooManyRows(
            f"Un classeur XLSX contient au plus {MOST_ROWS_OF_A_SHEET} lignes, {rows} sont"
            " demandées. Choisissez un fichier .csv ou .csv.gz."
        )
    return replace(layout, container=container, dates=ISO)


def write(layout: Layout, frames: Iterable[pl.DataFrame], stream: BinaryIO, *, rows: int) -> None:
    """Write batches of rows to a stream of bytes; `rows` is what the control line announces."""
    if layout.container == ".xlsx":
        return _write_workbook(layout, frames, stream, rows)
    with _compressed(stream, layout.container) as text:
        text.writelines(_lines(layout, frames, rows))


def _lines(layout: Layout, frames: Iterable[pl.DataFrame], rows: int) -> Iterator[bytes]:
    encoding = layout.encoding
    if encoding == "utf-8-sig":
        yield codecs.BOM_UTF8
        encoding = "utf-8"
    yield (layout.delimiter.join(layout.columns.values()) + layout.newline).encode(encoding)
    for frame in frames:
        yield frame.write_csv(
            include_header=False, separator=layout.delimiter, line_terminator=layout.newline
        ).encode(encoding)
    yield f"FIN{layout.delimiter}{rows}{layout.newline}".encode(encoding)


@contextmanager
def _compressed(stream: BinaryIO, container: str) -> Iterator[BinaryIO | gzip.GzipFile]:
    """Compress without a name and a time: the same rows make the same bytes."""
    if container != ".csv.gz":
        yield stream
        return
    with gzip.GzipFile("", "wb", QUICK, stream, mtime=0) as compressed:
        yield compressed


def _write_workbook(
    layout: Layout, frames: Iterable[pl.DataFrame], stream: BinaryIO, rows: int
) -> None:
    """Write a workbook row by row, to a file first: a stream may not be able to go back."""
    with tempfile.TemporaryFile() as whole:
        book = xlsxwriter.Workbook(whole, {"constant_memory": True})
        _fill(book, layout, frames, rows)
        book.close()
        whole.seek(0)
        shutil.copyfileobj(whole, stream)


def _fill(
    book: xlsxwriter.Workbook, layout: Layout, frames: Iterable[pl.DataFrame], rows: int
) -> None:
    book.set_properties({"created": BEGINNING})
    sheet, day = book.add_worksheet("Liste"), book.add_format({"num_format": "dd/mm/yyyy"})
    dated = [name in DATE_COLUMNS for name in layout.columns]
    for place, header in enumerate(layout.columns.values()):
        sheet.write_string(0, place, header)
    for line, cells in enumerate((row for frame in frames for row in frame.iter_rows()), start=1):
        for place, cell in enumerate(cells):
            if cell is not None:
                _write_cell(sheet, line, place, cell, day if dated[place] else None)
    last = 1 + rows
    sheet.write_string(last, 0, "FIN")
    sheet.write_number(last, 1, rows)


def _write_cell(
    sheet: xlsxwriter.worksheet.Worksheet,
    line: int,
    place: int,
    cell: str,
    day: xlsxwriter.format.Format | None,
) -> None:
    """Write a date as a workbook does, and everything else, spoiled dates too, as text."""
    try:
        moment = date.fromisoformat(cell) if day else None
    except ValueError:
        moment = None
    if moment is None:
        sheet.write_string(line, place, cell)
    else:
        sheet.write_datetime(line, place, moment, day)
