"""A list of the agriculture ministry, from bytes to closed, against raw COPY of its final rows.

The floor loads the finished run's people, activities, rows and outcomes into empty tables with the
same columns, indexes and constraints, one connection, one table after the other.
"""

import multiprocessing
import os
import sys
import tempfile
import time
from datetime import date
from pathlib import Path

WORKERS = 2
SEED = 17


def measure(*, rows: int) -> dict[str, float]:
    """Pass a list of so many rows, then load its rows raw; seconds, rates and the ratio."""
    _start()
    from liaison import synthesis

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "liste.csv.gz"
        synthesis.write_list("MAPMDREF", rows, path, seed=SEED)
        reading, registering, list_id = _pass(path)
    floor = _floor(list_id)
    took = reading + registering
    return {
        "rows": rows,
        "read, checked, sealed and planned (s)": round(reading, 2),
        f"registered with {WORKERS} workers (s)": round(registering, 2),
        "floor, raw COPY of the same final rows (s)": round(floor, 2),
        "bytes to closed / floor": round(took / floor, 2),
        "rows a second, bytes to closed": round(rows / took),
    }


def _start() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cnss_amo.settings")
    import django

    django.setup()
    from django.core.management import call_command

    from cnss_amo.kernel.db import start_embedded_servers

    start_embedded_servers()
    call_command("prepare", verbosity=0)
    call_command("flush", interactive=False, verbosity=0)
    call_command("prepare", verbosity=0)


def _pass(path: Path) -> tuple[float, float, int]:
    from django.utils import timezone

    from cnss_amo.accounts.enums import Door
    from cnss_amo.accounts.services import SYSTEM_APPROVER, SYSTEM_SENDER, system_user
    from liaison.models import LiaisonBody
    from liaison.services import approve
    from liaison.services.receive import Sending, receive

    began = time.perf_counter()
    with path.open("rb") as file:
        reception = receive(
            sending=Sending(LiaisonBody.objects.get(pk="MAPMDREF"), path.name, date(2022, 12, 31)),
            file=file,
            door=Door.COMMAND,
            by=system_user(SYSTEM_SENDER),
            at=timezone.now(),
        )
    list_id = reception.received_list.pk
    _advance_with(1, list_id)
    planned = time.perf_counter()
    approve.approve(list_id=list_id, by=system_user(SYSTEM_APPROVER), at=timezone.now())
    _advance_with(WORKERS, list_id)
    return planned - began, time.perf_counter() - planned, list_id


def _advance_with(workers: int, list_id: int) -> None:
    """As many processes as workers, each doing the next step until the list rests."""
    spawn = multiprocessing.get_context("spawn")
    processes = [spawn.Process(target=_work, args=(list_id,)) for _worker in range(workers)]
    for process in processes:
        process.start()
    for process in processes:
        process.join()
    if any(process.exitcode for process in processes):
        sys.exit("a worker of the bench failed")


def _work(list_id: int) -> None:
    import django

    django.setup()
    from django.utils import timezone

    from liaison.services.advance import advance

    while advance(list_id=list_id, at=timezone.now()):
        pass


TABLES = {
    "registration_person": "SELECT * FROM registration_person",
    "registration_activity": "SELECT * FROM registration_activity",
    "liaison_row": "SELECT * FROM liaison_row WHERE list_id = {list_id}",
    "liaison_rowoutcome": "SELECT * FROM liaison_rowoutcome WHERE list_id = {list_id}",
}
FOREIGN_KEYS = """
SELECT conname, pg_get_constraintdef(oid) FROM pg_constraint
 WHERE contype = 'f' AND conrelid = %s::regclass
"""


def _floor(list_id: int) -> float:
    from django.db import connection

    seconds = 0.0
    with tempfile.TemporaryFile() as file, connection.cursor() as cursor:
        for table, query in TABLES.items():
            empty = _empty_copy(cursor, table)
            file.seek(0)
            file.truncate()
            cursor.copy_expert(
                f"COPY ({query.format(list_id=list_id)}) TO STDOUT (FORMAT binary)", file
            )
            file.seek(0)
            began = time.perf_counter()
            cursor.copy_expert(f"COPY {empty} FROM STDIN (FORMAT binary)", file)
            seconds += time.perf_counter() - began
            cursor.execute(f"DROP TABLE {empty}")
    return seconds


def _empty_copy(cursor, table: str) -> str:
    """An empty table with the columns, indexes and constraints of another."""
    empty = f"floor_{table}"
    cursor.execute(f"DROP TABLE IF EXISTS {empty}")
    cursor.execute(f"CREATE TABLE {empty} (LIKE {table} INCLUDING ALL)")
    cursor.execute(FOREIGN_KEYS, [table])
    for name, definition in cursor.fetchall():
        cursor.execute(f'ALTER TABLE {empty} ADD CONSTRAINT "f_{name}" {definition}')
    return empty
