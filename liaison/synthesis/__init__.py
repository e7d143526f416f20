"""Lists of fictitious people, as the liaison bodies would send them, of any size.

The same body, seed and number of rows always give the same list; other seeds and other bodies
give other people. Rows are made and written batch by batch, so memory does not grow with the list.
"""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import BinaryIO

import polars as pl

from liaison.synthesis import defects as real_life
from liaison.synthesis.layouts import Layout, UnknownBody, layout_of
from liaison.synthesis.other_cover import write_other_cover
from liaison.synthesis.people import FIRST_DAY, window
from liaison.synthesis.writing import TooManyRows, fitted, write

__all__ = [
    "FIRST_DAY",
    "TooManyRows",
    "UnknownBody",
    "rows_of",
    "write_list",
    "write_list_to",
    "write_other_cover",
]


def write_list(
    body: str,
    rows: int,
    path: Path | str,
    *,
    seed: int,
    defects: float = 0.0,
    reference_date: date = FIRST_DAY,
) -> None:
    """Write a body's list to a file, in the container its name asks for, or else the body's own.

    `defects` is the fraction of rows with a defect of real life. Raises UnknownBody, TooManyRows.
    """
    layout = fitted(layout_of(body), path, rows)
    with open(path, "wb") as stream:
        write(layout, _batches(layout, rows, seed, defects, reference_date), stream, rows=rows)


def write_list_to(
    stream: BinaryIO,
    body: str,
    rows: int,
    *,
    seed: int,
    defects: float = 0.0,
    reference_date: date = FIRST_DAY,
) -> None:
    """Write a body's list to a stream of bytes, in the body's own container."""
    layout = fitted(layout_of(body), None, rows)
    write(layout, _batches(layout, rows, seed, defects, reference_date), stream, rows=rows)


def rows_of(
    body: str,
    rows: int,
    *,
    seed: int,
    defects: float = 0.0,
    reference_date: date = FIRST_DAY,
) -> Iterator[dict[str, str | None]]:
    """Yield the rows of a body's list, each a text by column as the body names it."""
    for batch in _batches(layout_of(body), rows, seed, defects, reference_date):
        yield from batch.iter_rows(named=True)


def _batches(
    layout: Layout, rows: int, seed: int, defects: float, reference_date: date
) -> Iterator[pl.DataFrame]:
    encoding = None if layout.container == ".xlsx" else layout.encoding
    kinds = real_life.possible(layout.columns, encoding)
    first_row = 0
    for indexes in window(layout.body, rows, seed=seed):
        frame = layout.lay_out(indexes, reference_date=reference_date)
        yield layout.native(real_life.spoil(frame, kinds, first_row=first_row, share=defects))
        first_row += len(indexes)
