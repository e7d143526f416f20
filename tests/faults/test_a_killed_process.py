"""`kill -9` at each named point of the pipeline: the list resumes and ends the same."""

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings

from tests.embedded.conftest import temporary_var_dir

ROWS = 60
POINTS = [
    "read.begun",
    "read.copied",
    "read.batch_committed",
    "read.batch_committed:kill@2",
    "read.finished",
    "plan.repeats",
    "plan.decided",
    "register.begun",
    "register.taken",
    "register.written",
    "register.written:kill@2",
    "register.committed",
    "close.counted",
]


@pytest.fixture(scope="module")
def machine():
    """A private database and the commands that use it, with batches and chunks of a few rows."""
    with temporary_var_dir() as var_dir:
        yield Machine(var_dir)
        Machine(var_dir).manage("stop_servers")


class Machine:
    """Commands run as other processes, which a test may have killed."""

    def __init__(self, var_dir: Path) -> None:
        self.var_dir = var_dir
        self.environment = {
            **os.environ,
            "VAR_DIR": str(var_dir),
            "LIST_BATCH_ROWS": "20",
            "LIST_CHUNK_ROWS": "15",
        }

    def manage(self, *arguments, faults=""):
        return subprocess.run(
            [sys.executable, "manage.py", *map(str, arguments)],
            cwd=settings.BASE_DIR,
            env=self.environment | {"FAULTS": faults},
            capture_output=True,
            text=True,
            check=False,
        )

    def pass_list(self, path, faults=""):
        return self.manage(
            "receive_list",
            "MAPMDREF",
            path,
            "--reference-date",
            "2022-12-31",
            "--approve",
            "--inline",
            "--json",
            faults=faults,
        )

    def synthesized(self, seed):
        path = self.var_dir / f"liste-{seed}.csv"
        made = self.manage(
            "synthesize_list", "MAPMDREF", "--rows", ROWS, "--seed", seed, "-o", path
        )
        assert made.returncode == 0, made.stderr
        return path


@pytest.fixture(scope="module")
def prepared(machine):
    """The machine, its reference data written."""
    done = machine.manage("prepare")
    assert done.returncode == 0, done.stderr
    return machine


def killed_then_resumed(machine, point, seed):
    """Kill the process at a point, then run the same command again; what it told."""
    path = machine.synthesized(seed)
    fault = point if ":" in point else f"{point}:kill"
    killed = machine.pass_list(path, faults=fault)
    assert killed.returncode == -signal.SIGKILL, killed.stderr

    resumed = machine.pass_list(path)
    assert resumed.returncode == 0, resumed.stderr
    return json.loads(resumed.stdout)


def test_a_list_killed_while_it_registers_resumes_and_registers_nobody_twice(prepared):
    told = killed_then_resumed(prepared, "register.written", seed=101)

    assert told["outcomes"] == {"REGISTERED": ROWS}
    assert prepared.manage("reconcile").returncode == 0


@pytest.mark.faults
@pytest.mark.parametrize(("seed", "point"), list(enumerate(POINTS, start=201)))
def test_a_list_killed_anywhere_resumes_and_ends_the_same(prepared, seed, point):
    told = killed_then_resumed(prepared, point, seed)

    assert told["status"] == "CLOSED"
    assert told["outcomes"] == {"REGISTERED": ROWS}
    assert prepared.manage("reconcile").returncode == 0
