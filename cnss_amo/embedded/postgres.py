"""A private PostgreSQL: made, started, brought back after a kill, and stopped."""

import os
import shutil
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path

import psycopg2

from cnss_amo.embedded.programs import digest, postgres_programs
from cnss_amo.embedded.server import START_SECONDS, Server, ServerNotStarted

DATABASE = "amo"

SETTINGS = """\
# Written at each start by cnss_amo.embedded: change it there. For two cores and millions of rows.
listen_addresses = ''
unix_socket_directories = '{socket_folder}'
max_connections = 100
timezone = 'UTC'
log_timezone = 'UTC'

# A server that is killed loses nothing. Its last half second may go: this is development only.
fsync = on
synchronous_commit = off

# Memory. Shared segments are not in /dev/shm: a container has 64 MB of it, one parallel join more.
shared_buffers = {sixteenth}MB
work_mem = 32MB
temp_buffers = 64MB
maintenance_work_mem = 256MB
effective_cache_size = {half}MB
dynamic_shared_memory_type = {shared_memory}

# Lists arrive in bulk: few checkpoints, yet a log short enough to be replayed in seconds.
wal_level = minimal
max_wal_senders = 0
max_wal_size = 4GB
checkpoint_timeout = 15min
wal_compression = off
wal_buffers = 64MB

# Queries: a solid-state disk, and plans too short to be worth compiling.
random_page_cost = 1.1
effective_io_concurrency = 64
jit = off

# Statistics and dead rows are seen to by one worker: the cores are for people.
autovacuum_max_workers = 1

# The log never shows people: neither the statement in error, nor the row that broke a rule.
log_min_error_statement = panic
log_error_verbosity = terse
"""


class Postgres(Server):
    """The PostgreSQL of one VAR_DIR, with the empty database `amo`."""

    name = "pg"
    socket_name = ".s.PGSQL.5432"
    user = "postgres"

    @property
    def host(self) -> str:
        return str(self.socket_folder)

    @property
    def data(self) -> Path:
        return self.home / "data"

    @property
    def mark(self) -> str:
        return f"cnss-amo-{digest(self.home)}"

    def start(self) -> None:
        """Start the server unless it is up, and make its database; wait until it answers."""
        if self.running() and self._answers(DATABASE):
            return
        with self.alone():
            if not self.data.exists():
                self._make_cluster()
            limit = time.monotonic() + START_SECONDS
            while not self._answers("postgres"):
                if time.monotonic() > limit:
                    raise ServerNotStarted(self.explain(f"pas de réponse en {START_SECONDS} s"))
                if self.running():  # it replays its log after an accident
                    time.sleep(0.1)
                else:
                    self._launch()
            self._make_database()

    def stop(self) -> bool:
        """Stop the server; say whether it was up."""
        if not self.running():
            return False
        with self.alone():
            if self.running():
                self._pg_ctl("-m", "fast", "stop")
        return True

    def _answers(self, database: str) -> bool:
        try:
            self._connect(database).close()
        except psycopg2.OperationalError:
            return False
        return True

    def _connect(self, database: str):
        return psycopg2.connect(
            host=self.host, user=self.user, dbname=database, connect_timeout=START_SECONDS
        )

    def _make_database(self) -> None:
        with closing(self._connect("postgres")) as connection:
            connection.autocommit = True
            with connection.cursor() as cursor:
                cursor.execute("SELECT FROM pg_database WHERE datname = %s", [DATABASE])
                if not cursor.rowcount:
                    cursor.execute(f"CREATE DATABASE {DATABASE}")

    def _make_cluster(self) -> None:
        """Make the data folder beside, then rename it: one that was interrupted is never used."""
        draft = self.home / "data.new"
        shutil.rmtree(draft, ignore_errors=True)
        initdb = postgres_programs(self.account) / "initdb"
        options = ("--auth=trust", "--encoding=UTF8", "--no-sync", *_locale(initdb))
        self.run(initdb, "-D", draft, "-U", self.user, *options)
        draft.rename(self.data)

    def _launch(self) -> None:
        self.end_orphans()
        self._drop_locks()
        memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") // 2**20
        settings = self.data / "postgresql.conf"
        settings.write_text(
            SETTINGS.format(
                socket_folder=self.socket_folder,
                shared_memory="sysv" if sys.platform == "linux" else "posix",
                sixteenth=min(max(memory // 16, 128), 2048),
                half=memory // 2,
            )
        )
        settings.chmod(0o644)
        self._pg_ctl("-l", self.log, "-o", f"-c cluster_name={self.mark}", "start")

    def _pg_ctl(self, *arguments: object) -> None:
        program = postgres_programs(self.account) / "pg_ctl"
        self.run(program, "-D", self.data, "-w", "-t", START_SECONDS, *arguments)

    def _drop_locks(self) -> None:
        """Remove the lock files of a server of which no process lives.

        Each names a process that may be a zombie, where nobody reaps, or another program since;
        PostgreSQL then takes it for its server and refuses to start.
        """
        if Path("/proc/self").exists():  # else nobody looked for the processes
            for lock in (self.data / "postmaster.pid", Path(f"{self.socket}.lock")):
                lock.unlink(missing_ok=True)


def _locale(initdb: Path) -> list[str]:
    """Sort by code point, know every alphabet's capitals: built in from PostgreSQL 17 on."""
    usage = subprocess.run([initdb, "--help"], capture_output=True, text=True, check=True).stdout
    if "builtin" in usage:
        return ["--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C"]
    return ["--locale=C.UTF-8"]
