"""Cells read by a format alone: no file, no database."""

import json
from datetime import date

import polars as pl

from liaison.formats import FORMATS
from liaison.formats.normalise import Sheet, normalise
from tests.liaison.lists import OWN, PERSON

ON = date(2022, 12, 31)


def read_column(
    body: str, column: str, texts: list[str], *, on: date = ON, **others: str
) -> list[dict]:
    """Rows read, of which one column holds each text in turn; `issues` is a list of codes."""
    row = PERSON | OWN[body] | others
    fixed = {name: [cell] * len(texts) for name, cell in row.items()}
    columns = {name: pl.Series(cells, dtype=pl.String) for name, cells in fixed.items()}
    frame = pl.DataFrame(
        {
            "line": pl.Series(range(2, len(texts) + 2), dtype=pl.Int32),
            "broken": pl.Series([None] * len(texts), dtype=pl.String),
            **columns,
            column: pl.Series(texts, dtype=pl.String),
        }
    )
    read = normalise(frame, Sheet(FORMATS[body], {}, on)).to_dicts()
    for values in read:
        values["issues"] = [
            (code, at) for code, at, _severity in json.loads(values["issues"] or "[]")
        ]
        values["facts"] = json.loads(values["facts"])
    return read
