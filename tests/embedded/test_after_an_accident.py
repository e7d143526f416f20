import os
import shutil
import signal
import sys
import threading
import time
from contextlib import closing

import psycopg2
import pytest

from cnss_amo.embedded import Postgres, ServerNotStarted, Valkey, orphans
from tests.embedded.servers import ask, connect, outcome, process_of, python

# Where PID 1 does not reap, a killed server stays a zombie; here its adopter does not reap it.
ZOMBIE = """
import ctypes, os, signal, sys, time
from pathlib import Path
from cnss_amo.embedded import Postgres

PR_SET_CHILD_SUBREAPER = 36
ctypes.CDLL(None).prctl(PR_SET_CHILD_SUBREAPER, 1)
postgres = Postgres(Path(sys.argv[1]))
postgres.start()
killed = int((postgres.data / "postmaster.pid").read_text().split()[0])
os.kill(killed, signal.SIGKILL)
while (state := Path(f"/proc/{killed}/stat").read_text().rpartition(")")[2].split()[0]) != "Z":
    time.sleep(0.01)
postgres.start()
print(state, postgres.running())
"""


def test_a_killed_postgres_comes_back_with_what_was_committed(postgres):
    ask(postgres, "SET synchronous_commit = on", "CREATE TABLE killed AS SELECT 7 AS n", "SELECT 1")
    killed = process_of(postgres)

    os.kill(killed, signal.SIGKILL)
    postgres.start()

    assert process_of(postgres) != killed
    assert ask(postgres, "SELECT n FROM killed") == 7


def test_a_query_that_outlives_its_killed_server_does_not_hold_up_the_next(postgres):
    with closing(connect(postgres)) as connection:
        busy = threading.Thread(target=_count_for_long, args=(connection,))
        busy.start()
        _wait_for(lambda: ask(postgres, RUNNING_COUNTS) == 1)

        os.kill(process_of(postgres), signal.SIGKILL)
        postgres.start()

        busy.join(timeout=15)
        assert ask(postgres, RUNNING_COUNTS) == 0


@pytest.mark.skipif(sys.platform != "linux", reason="zombies are adopted by choice on Linux only")
def test_a_killed_postgres_that_nobody_reaps_comes_back(var_dir):
    assert outcome(python(ZOMBIE, var_dir)) == "Z True"


def test_a_cluster_whose_making_was_interrupted_is_made_again(var_dir):
    postgres = Postgres(var_dir)
    with postgres.alone():
        (postgres.home / "data.new" / "base").mkdir(parents=True)

    postgres.start()

    assert ask(postgres, "SELECT current_database()") == "amo"


def test_a_server_that_cannot_start_says_why(var_dir):
    postgres = Postgres(var_dir)
    with postgres.alone():
        postgres.data.mkdir()

    with pytest.raises(ServerNotStarted, match="not a database cluster directory"):
        postgres.start()


def test_a_killed_valkey_comes_back(valkey: Valkey):
    os.kill(int((valkey.home / "valkey.pid").read_text()), signal.SIGKILL)
    _wait_for(lambda: not valkey.running())

    valkey.start()

    assert valkey.running()


def test_a_server_whose_folder_was_removed_gives_way_to_a_new_one(var_dir):
    valkey = Valkey(var_dir)
    valkey.start()
    forgotten = int((valkey.home / "valkey.pid").read_text())
    shutil.rmtree(var_dir)

    valkey.start()

    assert valkey.running()
    assert forgotten not in dict(orphans._processes(valkey.mark))


RUNNING_COUNTS = """
    SELECT count(*) FROM pg_stat_activity
    WHERE query LIKE 'SELECT sum%' AND backend_type = 'client backend'
"""


def _count_for_long(connection) -> None:
    with connection.cursor() as cursor, pytest.raises(psycopg2.OperationalError):
        cursor.execute("SELECT sum(n) FROM generate_series(1, 1000000000000) AS n")


def _wait_for(condition) -> None:
    limit = time.monotonic() + 10
    while not condition():
        assert time.monotonic() < limit
        time.sleep(0.02)
