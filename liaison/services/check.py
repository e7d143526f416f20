"""Check a batch of lines: read every cell, seal what is personal, write the rows with one COPY."""

from collections.abc import Iterable, Sequence

import polars as pl
from django.db import connection, transaction

from cnss_amo.kernel import faults
from liaison import rows
from liaison.enums import ChunkState
from liaison.files.headers import Header, match_header
from liaison.files.lines import BLANK, Record
from liaison.files.runs import Run, TextRun
from liaison.formats import FORMATS
from liaison.formats.normalise import Sheet, normalise
from liaison.models import Batch, ReceivedList
from liaison.services.cut import MOST_ATTEMPTS, KillsItsReaders

# A batch is tried on before it is taken, so that the death of who checks it is counted.
NEXT_BATCH = """
UPDATE liaison_batch SET attempts = attempts + 1
 WHERE id = (SELECT b.id FROM liaison_batch b
               JOIN liaison_receivedlist l ON l.id = b.received_list_id
              WHERE b.received_list_id = %s AND b.state = 'WAITING' AND l.state = 'READING'
              ORDER BY b.attempts, b.first_line LIMIT 1 FOR UPDATE OF b SKIP LOCKED)
RETURNING id, attempts
"""


def check_next_batch(*, list_id: int) -> bool:
    """Check one waiting batch; False when none is free.

    Safe to run any number of times, by any number of workers.
    """
    with connection.cursor() as cursor:
        cursor.execute(NEXT_BATCH, [list_id])
        found = cursor.fetchone()
    if found is None:
        return False
    batch_id, attempts = found
    if attempts > MOST_ATTEMPTS:
        raise KillsItsReaders
    with transaction.atomic():
        waiting = Batch.objects.filter(pk=batch_id, state=ChunkState.WAITING)
        batch = waiting.select_for_update(skip_locked=True).first()
        if batch is not None:
            _check(batch)
    if batch is not None:
        faults.hit("read.batch_committed")
    return True


def _check(batch: Batch) -> None:
    received_list = ReceivedList.objects.select_related("body").get(pk=batch.received_list_id)
    layout, on = FORMATS[received_list.body.format], received_list.reference_date
    header = match_header(received_list.header, layout, on)
    lines = (batch.first_line, batch.last_line)
    runs = rows.runs_of(received_list.pk, first_line__range=lines)
    checked = normalise(table(runs, header), Sheet(layout, header.sent_names, on))
    rows.copy(rows.seal(checked, received_list.pk), received_list.pk)
    faults.hit("read.copied")
    batch.state, batch.rows, batch.issues = ChunkState.DONE, len(checked), _issue_counts(checked)
    batch.save(update_fields=["state", "rows", "issues"])


def table(runs: Iterable[Run], header: Header) -> pl.DataFrame:
    """Runs as one text column for each known column, with what broke the broken lines."""
    plain: list[TextRun] = []
    others: list[Record] = []
    for run in runs:
        if isinstance(run, TextRun) and not run.has_quotes:
            plain.append(run)
        else:
            others += run.records()
    tables = [_of_text(plain, header)] if plain else []
    return pl.concat([*tables, _of_records(others, header)]).sort("line")


def _of_text(runs: Sequence[TextRun], header: Header) -> pl.DataFrame:
    """Lines without quotes: a record is a line, cells are between delimiters."""
    delimiter = runs[0].delimiter
    lines = pl.concat(
        pl.DataFrame(
            {
                "line": pl.int_range(run.first_line, run.last_line + 1, dtype=pl.Int32, eager=True),
                "text": pl.Series(run.lines, dtype=pl.String),
            }
        )
        for run in runs
    )
    text = pl.col("text").str.strip_chars_end("\r\n")
    blank = pl.col("text").str.strip_chars(BLANK + delimiter) == ""
    return _fitted(lines.filter(~blank).select("line", cells=text.str.split(delimiter)), header)


def _of_records(records: Sequence[Record], header: Header) -> pl.DataFrame:
    cells = pl.Series([cells for _line, cells in records], dtype=pl.List(pl.String))
    lines = pl.Series([line for line, _cells in records], dtype=pl.Int32)
    return _fitted(pl.DataFrame({"line": lines, "cells": cells}), header)


def _fitted(records: pl.DataFrame, header: Header) -> pl.DataFrame:
    """The cells of the lines that have as many as the header; what follows them may be blank."""
    width = len(header.sent)
    cells = pl.col("cells")
    beyond = cells.list.slice(width).list.join("").str.strip_chars()
    fits = (cells.list.len() == width) | ((cells.list.len() > width) & (beyond == ""))
    return records.with_columns(fits=fits).select(
        "line",
        pl.when(~pl.col("fits")).then(pl.lit("BROKEN_LINE")).alias("broken"),
        *(
            pl.when("fits")
            .then(cells.list.get(place, null_on_oob=True))
            .otherwise(pl.lit(""))
            .alias(name)
            for name, place in header.positions.items()
        ),
    )


def _issue_counts(checked: pl.DataFrame) -> dict[str, int]:
    codes = checked["issues"].drop_nulls().str.extract_all(r'\["[A-Z_]+"').explode().value_counts()
    return {code[2:-1]: count for code, count in codes.iter_rows()}
