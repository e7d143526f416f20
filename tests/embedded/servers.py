"""What the tests of the embedded servers do to a server, and in other processes."""

import subprocess
import sys
from contextlib import closing
from pathlib import Path

import psycopg2

from cnss_amo.embedded import Postgres

ROOT = Path(__file__).resolve().parents[2]


def connect(server: Postgres):
    connection = psycopg2.connect(host=server.host, user=server.user, dbname="amo")
    connection.autocommit = True
    return connection


def ask(server: Postgres, *statements: str):
    """Run the statements; the last one's first value."""
    with closing(connect(server)) as connection, connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
        return cursor.fetchone()[0]


def process_of(server: Postgres) -> int:
    return int((server.data / "postmaster.pid").read_text().split()[0])


def python(script: str, *arguments: object) -> subprocess.Popen[str]:
    """Another Python of this project, at work on a script."""
    return subprocess.Popen(
        [sys.executable, "-c", script, *map(str, arguments)],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def outcome(process: subprocess.Popen[str]) -> str:
    """Its standard output, once every holder of its streams has let them go."""
    output, errors = process.communicate(timeout=15)
    assert process.returncode == 0, errors
    return output.strip()
