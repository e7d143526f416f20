"""A whole machine of its own for the fault tests: servers, workers, scheduler, somebody at a desk.

Everything is real; it lives below its own VAR_DIR and ends with the test.
"""

import json
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

from django.conf import settings

from cnss_amo.embedded import Postgres, Valkey
from liaison.synthesis import write_list
from tests.faults.supervised import Supervised

ROWS, KNOWN = 600, 400
BODY = "MAPMDREF"
SMALL = {"LIST_BATCH_ROWS": "60", "LIST_CHUNK_ROWS": "40"}  # a list has many steps


class Machine:
    """Its processes, and what a test does to them."""

    def __init__(self, var_dir: Path) -> None:
        self.var_dir = var_dir
        self.postgres, self.valkey = Postgres(var_dir), Valkey(var_dir)
        self.plan = var_dir / "faults"
        self.reached = var_dir / "faults.reached"
        self.environment = {
            **{name: value for name, value in os.environ.items() if not name.endswith("_URL")},
            **SMALL,
            "VAR_DIR": str(var_dir),
            "FAULTS_FILE": str(self.plan),
            "PYTHONPATH": str(settings.BASE_DIR),
            "DJANGO_SETTINGS_MODULE": "cnss_amo.settings",
        }
        self.workers: list[Supervised] = []
        self.beat: Supervised | None = None
        self.operator: subprocess.Popen[str] | None = None
        self.staffed: tuple[object, ...] = ()

    # --- Its processes ------------------------------------------------------------------------

    def manage(self, *arguments: object, faults: str = "") -> subprocess.CompletedProcess[str]:
        """Run a command to its end, or to its death at a fail-point."""
        return subprocess.run(
            [sys.executable, "manage.py", *map(str, arguments)],
            cwd=settings.BASE_DIR,
            env=self.environment | {"FAULTS": faults},
            capture_output=True,
            text=True,
            check=False,
        )

    def pass_list(self, path: Path, faults: str = "") -> subprocess.CompletedProcess[str]:
        """Receive a list, approve it and register it, all in one command."""
        said = ("--reference-date", "2022-12-31", "--approve", "--inline", "--json")
        return self.manage("receive_list", BODY, path, *said, faults=faults)

    def synthesized(self, name: str, *, rows: int, seed: int, defects: float = 0) -> Path:
        """A list of fictitious people, written below VAR_DIR."""
        path = self.var_dir / name
        write_list(BODY, rows, path, seed=seed, defects=defects)
        return path

    def prepare(self) -> None:
        """Bring the database up to date; commit for good, as a production server does."""
        done = self.manage("prepare")
        assert done.returncode == 0, done.stderr
        self.sql("ALTER SYSTEM SET synchronous_commit = on", "SELECT pg_reload_conf()")

    def sql(self, *statements: str) -> None:
        """Run statements as the owner of the database."""
        from tests.embedded.servers import ask

        for statement in statements:
            ask(self.postgres, statement, "SELECT 1")

    def staff(self, workers: int = 1, *, processes: int = 2, deliveries: int = 1) -> None:
        """Have so many workers, and one scheduler; each message delivered so many times."""
        wanted = (workers, processes, deliveries)
        if self.staffed != wanted:
            self.dismiss()
            self.workers = [self.hire(processes, deliveries) for _worker in range(workers)]
            beat = ("beat", "--pidfile=", "-l", "warning")
            self.beat = self._celery("tests.faults.repeating", *beat, deliveries=deliveries)
            self.staffed = wanted

    def hire(self, processes: int = 2, deliveries: int = 1) -> Supervised:
        """One more worker."""
        name = f"worker{time.monotonic_ns()}@%h"
        said = ("worker", "-c", str(processes), "-l", "warning", "-n", name)
        return self._celery("tests.faults.repeating", *said, deliveries=deliveries)

    def dismiss(self) -> None:
        """Stop workers and scheduler."""
        for process in (*self.workers, self.beat):
            if process:
                process.stop()
        self.workers, self.beat, self.staffed = [], None, ()

    def stop_people(self) -> None:
        """Stop whoever uses the database."""
        self.dismiss()
        self._leave_desk()

    def stop(self) -> None:
        """Stop everything."""
        self.stop_people()
        self.manage("stop_servers")

    def _celery(self, app: str, *arguments: str, deliveries: int) -> Supervised:
        command = [sys.executable, "-m", "celery", "-A", app, *arguments]
        environment = self.environment | {"DELIVERIES": str(deliveries)}
        return Supervised(command, environment, self.var_dir / "processes.log")

    # --- Its desk -----------------------------------------------------------------------------

    def ask(self, act: str, **said: object) -> Any:
        """Have an act done by the person at the desk; raise Unable when it could not be."""
        desk = self._desk()
        try:
            desk.stdin.write(json.dumps({"act": act, **said}) + "\n")
            desk.stdin.flush()
            line = desk.stdout.readline()
        except BrokenPipeError:
            line = ""
        if not line:
            raise Unable(f"{act}: the desk died")
        told = json.loads(line)
        if "fault" in told:
            raise Unable(f"{act}: {told['fault']}")
        return told["told"]

    def _desk(self) -> subprocess.Popen[str]:
        if self.operator is None or self.operator.poll() is not None:
            self._leave_desk()
            with (self.var_dir / "processes.log").open("ab") as log:
                self.operator = subprocess.Popen(
                    [sys.executable, "-m", "tests.faults.operator"],
                    cwd=settings.BASE_DIR,
                    env=self.environment,
                    stdin=subprocess.PIPE,
                    stdout=subprocess.PIPE,
                    stderr=log,
                    text=True,
                )
        return self.operator

    def _leave_desk(self) -> None:
        if self.operator:
            self.operator.kill()
            self.operator.communicate()
            self.operator = None

    def drop(self, path: Path) -> None:
        """Put a file in the drop folder of its body, whole."""
        folder = self.var_dir / "depot" / BODY
        folder.mkdir(parents=True, exist_ok=True)
        shutil.copy(path, folder / f".{path.name}")
        (folder / f".{path.name}").rename(folder / path.name)
        self.ask("drop", name=path.name)

    def answers_to(self, path: Path) -> list[str]:
        """The answers beside a file that was dropped; they are taken away."""
        found = sorted((self.var_dir / "depot" / BODY).glob(f"{path.name}.*"))
        for answer in found:
            answer.unlink()
        return [answer.name for answer in found]

    # --- Its faults ---------------------------------------------------------------------------

    def arm(self, point: str, act: str) -> None:
        """Have the first process that passes a point die, stop or wait there."""
        self.disarm()
        draft = self.plan.with_suffix(".draft")
        draft.write_text(f"{point}:{act}")
        draft.rename(self.plan)

    def disarm(self) -> None:
        """Plan nothing, let go whoever waits."""
        self.plan.unlink(missing_ok=True)
        self.reached.unlink(missing_ok=True)

    def struck(self) -> bool:
        """Whether the point was passed."""
        return self.reached.exists()

    def settle(self, seconds: float = 30) -> None:
        """Wait until every message was taken and done."""
        limit = time.monotonic() + seconds
        while self.ask("messages"):
            assert time.monotonic() < limit, self.log()
            time.sleep(0.05)

    def restart_postgres(self) -> None:
        """`pg_ctl restart -m immediate`: a crash, then the replay of the log."""
        self.postgres._pg_ctl("-l", self.postgres.log, "-m", "immediate", "restart")

    def empty_broker(self) -> None:
        """FLUSHALL: every message is gone."""
        self.valkey._send(b"FLUSHALL\r\n")

    def log(self, *, whole: bool = False) -> str:
        """The end of what the processes wrote, for a test that fails."""
        lines = (self.var_dir / "processes.log").read_text(errors="replace").splitlines()
        return "\n".join(lines if whole else lines[-60:])


class Unable(Exception):
    """The act could not be done: the database is away, the desk was killed."""
