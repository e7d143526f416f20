"""The whole programme: everybody to integrate, quarter by quarter, body after body.

Each quarter every body sends its share, so that the first and the last quarter do the same work on
registers of other sizes: where they differ, the cost bends. Lists are made one at a time, streamed,
and removed once passed; the database is emptied at the end.
"""

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from django.conf import settings
from django.db import connection

from bench import files, ground
from bench.passage import pass_list
from bench.report import Figure, NotMeasured, say
from bench.scene import FULL_SIZE, Scene
from cnss_amo.kernel.shares import apportion

PEOPLE = 8_714_312
QUARTERS = 4
# People announced for each body that has a list of its own, in proportion to whom it sends lists.
ANNOUNCED = {
    "DGI": 620_000,
    "MSPS": 38_160,
    "ONN": 2_000,
    "BAM": 300_000,
    "MAPMDREF": 1_600_000,
    "ARTISANAT": 500_000,
    "ANAM": 5_300_000,
}
ENDINGS = {"MSPS": ".xlsx", "ONN": ".xlsx"}
FIRST_SEED = 31
BYTES_A_PERSON = 4_000  # database, its log and the list being passed; to know whether it fits
TABLES = ["registration_person", "registration_activity", "liaison_rowoutcome"]
SIZES = """
SELECT relname, pg_relation_size(oid) FROM pg_class
 WHERE oid = ANY(%(tables)s::regclass[])
    OR oid IN (SELECT indexrelid FROM pg_index WHERE indrelid = ANY(%(tables)s::regclass[]))
 ORDER BY 2 DESC
"""
ALL_ROWS = """
SELECT COALESCE(sum(pg_total_relation_size(inhrelid)), 0)::bigint FROM pg_inherits
 WHERE inhparent = 'liaison_row'::regclass
"""


class Quarter(NamedTuple):
    """What the lists of one quarter took, all together."""

    before: int
    rows: int
    registered: int
    seconds: float
    largest_rate: float
    memory: float

    @property
    def rate(self) -> float:
        """Rows a second, bytes to closed."""
        return self.rows / self.seconds


class NoRoom(NotMeasured):
    """The disk could not hold the programme."""


def measure(scene: Scene) -> list[Figure]:
    """Register everybody, quarter by quarter."""
    people = PEOPLE * min(scene.rows, FULL_SIZE) // FULL_SIZE
    _require_room(people)
    ground.begin_again()
    quarters: list[Quarter] = []
    for turn, shares in enumerate(_shares(people)):
        before = sum(quarter.rows for quarter in quarters)
        quarters.append(_pass_quarter(scene.folder, turn, shares, before))
        say(f"  quarter {turn + 1}: {quarters[-1].rate:,.0f} rows/s onto {before:,} people")
    figures = [*_rates(quarters), *_sizes(people)]
    ground.begin_again()
    return figures


def _shares(people: int) -> Iterator[dict[str, int]]:
    """How many people each body sends in each quarter."""
    by_body = apportion(list(ANNOUNCED.values()), people)
    quarters = [apportion([1] * QUARTERS, share) for share in by_body]
    for turn in range(QUARTERS):
        yield dict(zip(ANNOUNCED, (shares[turn] for shares in quarters), strict=True))


def _pass_quarter(folder: Path, turn: int, shares: dict[str, int], before: int) -> Quarter:
    rows, registered, seconds, largest_rate, memory = 0, 0, 0.0, 0.0, 0.0
    largest = max(shares.values())
    for body, share in shares.items():
        if not share:
            continue
        say(f"  quarter {turn + 1}, {body}: {share:,} rows onto {before + rows:,} people")
        path = folder / f"{body}-{turn + 1}{ENDINGS.get(body, '.csv.gz')}"
        files.write(path, share, seed=FIRST_SEED + turn, body=body)
        passage = pass_list(path, body=body)
        path.unlink()
        rows, seconds = rows + share, seconds + passage.closed
        registered += passage.outcomes.get("REGISTERED", 0)
        memory = max(memory, passage.memory.above_idle if passage.memory else 0)
        if share == largest:
            largest_rate = passage.rate
    return Quarter(before, rows, registered, seconds, largest_rate, memory)


def _rates(quarters: list[Quarter]) -> list[Figure]:
    first, last = quarters[0], quarters[-1]
    rows = sum(quarter.rows for quarter in quarters)
    people = sum(quarter.registered for quarter in quarters)
    return [
        Figure("rows of the lists", rows),
        Figure("people registered", people),
        Figure("bytes to closed, all lists", sum(quarter.seconds for quarter in quarters), "s"),
        *(
            Figure(
                f"rate of quarter {turn}, onto {quarter.before:,} people", quarter.rate, "rows/s"
            )
            for turn, quarter in enumerate(quarters, start=1)
        ),
        Figure("rate of the last quarter / of the first", last.rate / first.rate),
        Figure("the longest list alone, last / first", last.largest_rate / first.largest_rate),
        Figure("memory of a worker above idle, at most", max(q.memory for q in quarters), "MiB"),
    ]


def _sizes(people: int) -> list[Figure]:
    with connection.cursor() as cursor:
        cursor.execute(SIZES, {"tables": TABLES})
        figures = [
            Figure(f"size of {name}", size / 2**20, "MiB") for name, size in cursor.fetchall()
        ]
        cursor.execute(ALL_ROWS)
        figures.append(Figure("size of the rows of all lists", cursor.fetchone()[0] / 2**20, "MiB"))
        cursor.execute("SELECT pg_database_size(current_database())")
        whole = cursor.fetchone()[0]
    figures.append(Figure("size of the database", whole / 2**20, "MiB"))
    return [*figures, Figure("the same for each person", whole / people, "bytes")]


def _require_room(people: int) -> None:
    free, wanted = shutil.disk_usage(settings.VAR_DIR).free, people * BYTES_A_PERSON
    if free < wanted:
        raise NoRoom(
            f"{settings.VAR_DIR} has {free / 2**30:.0f} GiB left, the programme takes up to"
            f" {wanted / 2**30:.0f} GiB: choose another VAR_DIR."
        )
