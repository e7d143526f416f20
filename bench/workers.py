"""Real Celery workers on the bench's broker, as in production, watched for their memory."""

import os
import subprocess
import sys
import time
from pathlib import Path

from django.conf import settings

from bench import memory
from bench.report import NotMeasured
from cnss_amo.celery import app

COUNT = 2
START_SECONDS = 60
SETTLE_SECONDS = 1.0  # after the answer, until the pool is idle


class WorkersDied(NotMeasured):
    """The workers are gone; the message ends with what they wrote last."""


class Workers:
    """Workers that wait to be told to look at a list; `memory` is known once they have left."""

    def __init__(self, count: int = COUNT) -> None:
        self._count = count
        self._log = Path(settings.VAR_DIR) / "workers.log"
        self.memory: memory.Memory | None = None

    def __enter__(self) -> "Workers":
        app.control.purge()
        with self._log.open("w") as log:
            self._process = subprocess.Popen(
                [*self._celery(), "worker", "-c", str(self._count), "-l", "warning"],
                stdout=log,
                stderr=log,
                env=os.environ,
                cwd=settings.BASE_DIR,
            )
        try:
            self._wait_until_ready()
        except BaseException:
            self._process.kill()
            raise
        self._watch = memory.Watch(memory.children_of(self._process.pid))
        self._watch.start()
        return self

    def __exit__(self, *_failure: object) -> None:
        self.memory = self._watch.stop()
        self._process.terminate()
        self._process.wait()

    def check(self) -> None:
        """Raise WorkersDied unless they live."""
        if self._process.poll() is not None:
            last = self._log.read_text(errors="replace")[-2000:]
            raise WorkersDied(f"the workers ended ({self._process.returncode})\n{last}")

    def _celery(self) -> list[str]:
        return [sys.executable, "-m", "celery", "-A", "cnss_amo"]

    def _wait_until_ready(self) -> None:
        limit = time.monotonic() + START_SECONDS
        while not app.control.ping(timeout=0.5):
            self.check()
            if time.monotonic() > limit:
                raise WorkersDied(f"no answer in {START_SECONDS} s")
        time.sleep(SETTLE_SECONDS)
