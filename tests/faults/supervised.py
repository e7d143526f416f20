"""A process that a supervisor keeps up, as Compose or systemd would."""

import os
import signal
import subprocess
from contextlib import suppress
from pathlib import Path
from threading import Event, Thread

from django.conf import settings

RESTART_AFTER = 1  # second


class Supervised(Thread):
    """Starts a program again whenever it ends, until it is stopped."""

    def __init__(self, command: list[str], environment: dict[str, str], log: Path) -> None:
        super().__init__(daemon=True)
        self.command, self.environment, self.log = command, environment, log
        self.stopping = Event()
        self.process = self._launch()
        self.start()

    def run(self) -> None:
        """Wait for the end of the program; start it again."""
        while True:
            self.process.wait()
            self._kill_group()  # with its first process, a container ends
            if self.stopping.wait(RESTART_AFTER):
                return
            self.process = self._launch()

    def kill(self) -> None:
        """`kill -9` of the program and of all its children."""
        self._kill_group()

    def kill_one(self, *, child: bool) -> None:
        """`kill -9` of the program, or of one of its children."""
        process = self._children()[0] if child and self._children() else self.process.pid
        with suppress(ProcessLookupError):
            os.kill(process, signal.SIGKILL)

    def terminate(self) -> None:
        """TERM, as a deploy does; it is not started again."""
        self.stopping.set()
        self.process.terminate()

    def stop(self) -> None:
        """Kill it for good."""
        self.stopping.set()
        self._kill_group()
        self.join(timeout=10)

    def _launch(self) -> subprocess.Popen[bytes]:
        with self.log.open("ab") as log:
            return subprocess.Popen(
                self.command,
                cwd=settings.BASE_DIR,
                env=self.environment,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )

    def _children(self) -> list[int]:
        path = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children")
        return [int(child) for child in path.read_text().split()] if path.exists() else []

    def _kill_group(self) -> None:
        with suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)
