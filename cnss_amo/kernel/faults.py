"""Named points where a test makes this process die, stop, wait or fail; free in production.

`FAULTS=register.written:kill` kills the process (SIGKILL) the first time it passes there,
`FAULTS=read.copied:raise@3` raises the third time. `FAULTS_FILE` names a file where a test writes
such a plan while workers run; the first process that meets it takes the file away and acts.

`down` kills the whole process group, as the end of a container does. `wait` stays at the point
until the test removes the file `<FAULTS_FILE>.reached`.
"""

import os
import signal
import time
from collections import Counter
from contextlib import suppress
from pathlib import Path

LONGEST_WAIT = 60  # seconds

_planned = dict(
    entry.split(":", 1) for entry in os.environ.get("FAULTS", "").split(",") if ":" in entry
)
_file = os.environ.get("FAULTS_FILE", "")
_passed: Counter[str] = Counter()


class Injected(Exception):
    """A fault that a test asked for."""


def hit(name: str) -> None:
    """Pass a named point of the pipeline."""
    if name in _planned:
        _meet(name, _planned[name])
    elif _file:
        _meet_once(name)


def _meet(name: str, plan: str) -> None:
    act, _, turn = plan.partition("@")
    _passed[name] += 1
    if _passed[name] == int(turn or 1):
        _act(name, act)


def _meet_once(name: str) -> None:
    plan = Path(_file)
    with suppress(FileNotFoundError):  # nothing is planned, or another process took it
        planned, _, act = plan.read_text().partition(":")
        if planned == name:
            plan.rename(f"{_file}.reached")
            _act(name, act)


def _act(name: str, act: str) -> None:
    if act == "kill":
        os.kill(os.getpid(), signal.SIGKILL)
    elif act == "down":
        os.killpg(os.getpgrp(), signal.SIGKILL)
    elif act == "wait":
        _wait(Path(f"{_file}.reached"))
    else:
        raise Injected(name)


def _wait(reached: Path) -> None:
    limit = time.monotonic() + LONGEST_WAIT
    while reached.exists() and time.monotonic() < limit:
        time.sleep(0.01)
