"""The rows of a list in the database: their partition, their sealed lines, their COPY."""

from collections.abc import Iterable, Iterator, Sequence
from io import BytesIO

import polars as pl
from django.db import connection

from cnss_amo.kernel.db import keyring
from liaison.files.lines import Record
from liaison.files.runs import Run, opened
from liaison.formats.normalise import TEXTS
from liaison.models import Batch, Block, ReceivedList

BLOCK_LABEL = "block"

SEALED = ("document", "other_document", "phone", "email", "address")
COLUMNS = (
    "list_id",
    "line",
    "refused",
    "issues",
    "sub_category_among",
    "number",
    "latin_key",
    "arabic_key",
    "search_tokens",
    "birth_date",
    "commune",
    "started_on",
    "ends_on",
    "facts",
    *TEXTS,
    *(f"{name}_{part}" for name in SEALED for part in ("key", "sealed")),
)
PLANNED_BY = ("line", "refused", "category", "document_key", "number", "latin_key", "birth_date")
HOLDING = """
SELECT DISTINCT b.sealed, b.first_line, l.delimiter FROM unnest(%s::int[]) AS wanted(line)
  JOIN liaison_block b ON b.received_list_id = %s
   AND wanted.line BETWEEN b.first_line AND b.last_line
  JOIN liaison_receivedlist l ON l.id = b.received_list_id
"""
NEVER_NULL = (*TEXTS, "latin_key", "arabic_key")


def partition_of(list_id: int) -> str:
    """The name of the table that holds the rows of a list."""
    return f"liaison_row_{int(list_id)}"


def make_partition(list_id: int) -> None:
    """Make the table of a list's rows, without stopping those who read other lists."""
    table = partition_of(list_id)
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE TABLE IF NOT EXISTS {table} (LIKE liaison_row INCLUDING ALL)")
        cursor.execute("SELECT 1 FROM pg_inherits WHERE inhrelid = %s::regclass", [table])
        if cursor.fetchone() is None:
            cursor.execute(
                f"ALTER TABLE liaison_row ATTACH PARTITION {table} FOR VALUES IN ({int(list_id)})"
            )


def drop_rows(list_id: int) -> None:
    """Drop the rows of a list whole; what became of them stays in its outcomes.

    The batches go first: that waits for whoever checks one, and nobody takes another.
    """
    Batch.objects.filter(received_list=list_id).delete()
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TABLE IF EXISTS {partition_of(list_id)}")
    Block.objects.filter(received_list=list_id).delete()


def analyze(list_id: int) -> None:
    """Tell the planner what a list's rows look like."""
    with connection.cursor() as cursor:
        cursor.execute(f"ANALYZE {partition_of(list_id)} ({', '.join(PLANNED_BY)})")


def seal(rows: pl.DataFrame, list_id: int) -> pl.DataFrame:
    """Seal and digest what may not lie in clear; the result has the columns of COLUMNS."""
    ring = keyring()
    document = pl.concat_str("document_kind", pl.lit(":"), "document")
    other = pl.concat_str("other_document_kind", pl.lit(":"), "other_document")
    matched = rows.select(
        document=document, other_document=other, phone="phone", email="email", address="address"
    )
    hidden: list[pl.Series] = []
    for name in SEALED:
        label = name.removeprefix("other_")
        hidden.append(_bytea(f"{name}_key", ring.digest_all(matched[name].to_list(), label)))
        hidden.append(_bytea(f"{name}_sealed", ring.seal_all(rows[name].to_list(), label)))
    return (
        rows.with_columns(
            pl.lit(list_id).alias("list_id"),
            _array("search_tokens"),
            _array("sub_category_among"),
        )
        .with_columns(hidden)
        .select(COLUMNS)
    )


def copy(rows: pl.DataFrame, list_id: int) -> None:
    """COPY sealed rows into the table of their list."""
    lines = BytesIO()
    rows.write_csv(lines, include_header=False)
    lines.seek(0)
    with connection.cursor() as cursor:
        cursor.copy_expert(
            f"COPY {partition_of(list_id)} ({', '.join(COLUMNS)}) FROM STDIN"
            f" WITH (FORMAT csv, FORCE_NOT_NULL ({', '.join(NEVER_NULL)}))",
            lines,
        )


def keep(received_list: ReceivedList, runs: Sequence[Run]) -> None:
    """Keep lines as the sender wrote them, each run in a sealed block."""
    ring = keyring()
    Block.objects.bulk_create(
        Block(
            received_list=received_list,
            first_line=run.first_line,
            last_line=run.last_line,
            sealed=ring.seal(run.pack(), BLOCK_LABEL),
        )
        for run in runs
    )


def runs_of(list_id: int, **within: int) -> Iterator[Run]:
    """Yield the lines of a list as the sender wrote them, in order."""
    blocks = Block.objects.filter(received_list=list_id, **within).order_by("first_line")
    kept = blocks.values_list("sealed", "first_line", "received_list__delimiter")
    for sealed, first_line, delimiter in kept.iterator(chunk_size=20):
        yield _opened(sealed, first_line, delimiter)


def lines_of(list_id: int) -> Iterator[Record]:
    """Yield every line of a list as cells, in order."""
    for run in runs_of(list_id):
        yield from run.records()


def some_lines(list_id: int, wanted: Iterable[int]) -> dict[int, list[str]]:
    """The cells of the lines asked for, by number."""
    wanted = set(wanted)
    with connection.cursor() as cursor:
        cursor.execute(HOLDING, [sorted(wanted), list_id])
        runs = [_opened(*kept) for kept in cursor.fetchall()]
    return {number: cells for run in runs for number, cells in run.records() if number in wanted}


def _opened(sealed: bytes, first_line: int, delimiter: str) -> Run:
    packed = keyring().unseal(sealed, BLOCK_LABEL)
    return opened(packed, first_line=first_line, delimiter=delimiter)


def _bytea(name: str, values: list[bytes | None]) -> pl.Series:
    hexadecimal = pl.Series(name, values, dtype=pl.Binary).bin.encode("hex")
    return ("\\x" + hexadecimal).alias(name)


def _array(name: str) -> pl.Expr:
    joined = pl.concat_str(pl.lit("{"), pl.col(name).list.join(","), pl.lit("}"))
    return pl.when(pl.col(name).is_not_null()).then(joined).alias(name)
