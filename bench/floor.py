"""The floor: raw COPY of a finished list's final rows into empty tables, one after the other.

The tables have the same columns, indexes, constraints and foreign keys as the real ones, and are
created and committed beforehand; one connection, the same PostgreSQL, the same run.
"""

import time
from contextlib import ExitStack
from tempfile import TemporaryFile
from typing import IO

from django.conf import settings
from django.db import connection

from bench.report import say

# What the list added: its people and their activities, its rows, their outcomes.
ADDED = {
    "registration_person": """
        SELECT p.* FROM registration_person p JOIN liaison_rowoutcome o
            ON o.list_id = {list_id} AND o.outcome = 'REGISTERED' AND o.person_id = p.id
         ORDER BY p.id""",
    "registration_activity": """
        SELECT * FROM registration_activity WHERE origin_list = {list_id} ORDER BY id""",
    "liaison_row": "SELECT * FROM liaison_row WHERE list_id = {list_id}",
    "liaison_rowoutcome": "SELECT * FROM liaison_rowoutcome WHERE list_id = {list_id}",
}
FOREIGN_KEYS = """
SELECT conname, pg_get_constraintdef(oid) FROM pg_constraint
 WHERE contype = 'f' AND conrelid = %s::regclass
"""
BUFFER = 2**20


def seconds_by_table(list_id: int) -> dict[str, float]:
    """How long the raw COPY of each table's rows takes."""
    say("  loading the same final rows by raw COPY")
    with ExitStack() as kept:
        contents = {table: kept.enter_context(_file()) for table in ADDED}
        for table, query in ADDED.items():
            _copy_out(query.format(list_id=list_id), contents[table])
            _make_empty(table)
        with connection.cursor() as cursor:
            cursor.execute("CHECKPOINT")
        try:
            return {table: _copy_in(table, content) for table, content in contents.items()}
        finally:
            with connection.cursor() as cursor:
                cursor.execute(f"DROP TABLE {', '.join(map(_empty, ADDED))}")


def _file() -> IO[bytes]:
    return TemporaryFile(dir=settings.VAR_DIR)


def _copy_out(query: str, content: IO[bytes]) -> None:
    with connection.cursor() as cursor:
        cursor.copy_expert(f"COPY ({query}) TO STDOUT (FORMAT binary)", content, BUFFER)


def _copy_in(table: str, content: IO[bytes]) -> float:
    content.seek(0)
    with connection.cursor() as cursor:
        began = time.perf_counter()
        cursor.copy_expert(f"COPY {_empty(table)} FROM STDIN (FORMAT binary)", content, BUFFER)
        return time.perf_counter() - began


def _make_empty(table: str) -> None:
    """An empty table with the columns, indexes, constraints and foreign keys of another."""
    empty = _empty(table)
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TABLE IF EXISTS {empty}")
        cursor.execute(f"CREATE TABLE {empty} (LIKE {table} INCLUDING ALL)")
        cursor.execute(FOREIGN_KEYS, [table])
        for name, definition in cursor.fetchall():
            cursor.execute(f'ALTER TABLE {empty} ADD CONSTRAINT "floor_{name}" {definition}')


def _empty(table: str) -> str:
    return f"floor_{table}"
