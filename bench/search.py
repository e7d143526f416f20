"""How long the search takes in the database, for each kind of question, alone and beside a worker.

The register has twice as many people as the list has rows; it lies in a database of its own, loaded
once and kept. The worker registers the list into a copy of it, thrown away at the end.
`python -m bench.search [--people N] [--plans]` measures alone, or writes docs/search-plans.md.
"""

import argparse
import multiprocessing
import os
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from django.db import connection
from django.utils import timezone

from bench import ground, report
from bench.report import Figure, NotMeasured, at_most, say

if TYPE_CHECKING:
    from bench.scene import Scene

ALONE, BESIDE_A_WORKER = 50, 100  # milliseconds, of 95 questions in 100
PEOPLE, ROWS = 2_000_000, 1_000_000
COPY = "search_copy"
FEWEST = 30  # questions of a kind, for a percentile to mean something
Times = dict[str, list[float]]


def measure(scene: "Scene") -> list[Figure]:
    """Measure with a list as long as the others are, onto a register of twice as many people."""
    return measure_among(2 * scene.rows, rows=scene.rows)


def measure_among(people: int, *, rows: int = ROWS) -> list[Figure]:
    """Give the milliseconds of each kind of question, alone, then while a worker registers rows."""
    from bench.questions import questions

    asked = questions(people)
    with register_of(people):
        say("  asking")
        alone = _ask(asked, lambda: True)
    with _thrown_away_copy_of(people):
        beside = _ask_beside_a_worker(asked, rows)
    return [Figure("people in the register", people), *_figures(alone, beside)]


def _figures(alone: Times, beside: Times) -> Iterator[Figure]:
    for kind, times in alone.items():
        middle, most, longest = percentile(times, 50), percentile(times, 95), max(times)
        yield Figure(f"{kind}, {len(times)} asked, half of them", middle, "ms")
        yield at_most(f"{kind}, 95 in 100", most, ALONE, "ms")
        yield Figure(f"{kind}, the longest", longest, "ms")
    for kind, times in beside.items():
        name = f"{kind}, {len(times)} asked beside a worker"
        if len(times) < FEWEST:
            yield Figure(f"{name}, the longest", max(times, default=0), "ms")
        else:
            yield at_most(f"{name}, 95 in 100", percentile(times, 95), BESIDE_A_WORKER, "ms")


def percentile(times: list[float], share: int) -> float:
    """The value that so many in a hundred do not pass."""
    return sorted(times)[(len(times) * share - 1) // 100]


# Asking.


def _ask(asked: dict[str, list[str]], still) -> Times:
    """Ask one question of each kind in turn; milliseconds that PostgreSQL took for each."""
    times: Times = {kind: [] for kind in asked}
    for query in (queries[0] for queries in asked.values()):
        in_database(query)
    for turn in zip(*asked.values(), strict=True):
        for kind, query in zip(asked, turn, strict=True):
            if not still():
                return times
            times[kind].append(in_database(query))
    return times


def in_database(query: str) -> float:
    """Search, and return the milliseconds spent in statements, their rows fetched."""
    from registration.queries import find_people

    spent = 0.0

    def clock(execute, *statement):
        nonlocal spent
        began = time.perf_counter()
        try:
            return execute(*statement)
        finally:
            spent += time.perf_counter() - began

    with connection.execute_wrapper(clock):
        find_people(query)
    return 1000 * spent


# Beside a worker.


def _ask_beside_a_worker(asked: dict[str, list[str]], rows: int) -> Times:
    list_id = _planned(rows)
    worker = multiprocessing.get_context("spawn").Process(target=_work, args=(list_id,))
    worker.start()
    try:
        _wait_until_it_registers(list_id, worker)
        say("  asking while the worker registers")
        return _ask(asked, worker.is_alive)
    finally:
        worker.terminate()
        worker.join()


def _planned(rows: int) -> int:
    """Receive a list of people whom the register does not know, check it and approve it."""
    from cnss_amo.accounts.enums import Door
    from cnss_amo.accounts.services import SYSTEM_APPROVER, SYSTEM_SENDER, system_user
    from liaison import synthesis
    from liaison.enums import ListKind, ListState
    from liaison.models import LiaisonBody
    from liaison.services import approve
    from liaison.services.advance import advance_to_rest
    from liaison.services.receive import Sending, receive

    say(f"  reading a list of {rows:,} rows")
    with tempfile.TemporaryDirectory(dir=os.environ["VAR_DIR"]) as folder:
        path = Path(folder) / "list.csv.gz"
        synthesis.write_list("MAPMDREF", rows, path, seed=17)
        body = LiaisonBody.objects.get(pk="MAPMDREF")
        with path.open("rb") as file:
            reception = receive(
                sending=Sending(body, path.name, date(2022, 12, 31), kind=ListKind.PARTIAL),
                file=file,
                door=Door.COMMAND,
                by=system_user(SYSTEM_SENDER),
                at=timezone.now(),
            )
    received = advance_to_rest(list_id=reception.received_list.pk, clock=timezone.now)
    if received.state != ListState.PLANNED:
        raise NotMeasured(f"the list is {received.state} {received.reason_code}")
    approve.approve(list_id=received.pk, by=system_user(SYSTEM_APPROVER), at=timezone.now())
    return received.pk


def _work(list_id: int) -> None:
    """Register the list: what one worker does, in a process of its own."""
    import django

    django.setup()
    from liaison.services.advance import advance_to_rest

    go_to(COPY)
    advance_to_rest(list_id=list_id, clock=timezone.now)


def _wait_until_it_registers(list_id: int, worker) -> None:
    from liaison.models import Chunk

    while not Chunk.objects.filter(received_list=list_id, state="DONE").exists():
        if not worker.is_alive():
            raise NotMeasured("the worker ended before it registered anybody")
        time.sleep(0.1)


# Databases.


@contextmanager
def register_of(people: int) -> Iterator[None]:
    """Stand on a register of so many people: the one kept, or else one that is loaded and kept."""
    usual = connection.settings_dict["NAME"]
    with connection.cursor() as cursor:
        cursor.execute("SELECT FROM pg_database WHERE datname = %s", [_name(people)])
        if not cursor.rowcount:
            cursor.execute(f"CREATE DATABASE {_name(people)}")
    go_to(_name(people))
    try:
        from bench.people import make_register

        ground.ready()
        say(f"  having a register of {people:,} people")
        make_register(people)
        yield
    finally:
        go_to(usual)


@contextmanager
def _thrown_away_copy_of(people: int) -> Iterator[None]:
    """Stand on a copy of the register, to change it."""
    usual = connection.settings_dict["NAME"]
    with connection.cursor() as cursor:
        cursor.execute(f"DROP DATABASE IF EXISTS {COPY}")
        cursor.execute(f"CREATE DATABASE {COPY} TEMPLATE {_name(people)} STRATEGY file_copy")
    go_to(COPY)
    try:
        yield
    finally:
        go_to(usual)
        with connection.cursor() as cursor:
            cursor.execute(f"DROP DATABASE {COPY} WITH (FORCE)")


def _name(people: int) -> str:
    return f"search_{people}"


def go_to(database: str) -> None:
    """Turn this process to another database of the bench."""
    connection.close()
    connection.settings_dict["NAME"] = database


# Alone.


def main() -> None:
    """Measure, or write the plans."""
    parser = argparse.ArgumentParser(prog="python -m bench.search")
    parser.add_argument("--people", type=int, default=PEOPLE)
    parser.add_argument("--rows", type=int, default=ROWS)
    parser.add_argument("--plans", action="store_true", help="write docs/search-plans.md")
    asked = parser.parse_args()
    ground.prepare()
    try:
        if asked.plans:
            from bench import plans

            with register_of(asked.people):
                plans.write(asked.people)
        else:
            report.show("search", measure_among(asked.people, rows=asked.rows))
    finally:
        ground.leave()


if __name__ == "__main__":
    main()
