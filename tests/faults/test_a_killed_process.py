"""`kill -9` of the inline command at each named point: run again, it resumes and ends the same."""

import json
import signal

import pytest

ROWS = 150
POINTS = [
    "read.begun",
    "read.cut",
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


def test_a_list_killed_while_it_registers_resumes_and_registers_nobody_twice(shell):
    killed_then_resumed(shell, "register.written", seed=101)


@pytest.mark.faults
@pytest.mark.parametrize(("seed", "point"), list(enumerate(POINTS, start=201)))
def test_a_list_killed_anywhere_resumes_and_ends_the_same(shell, seed, point):
    killed_then_resumed(shell, point, seed)


def killed_then_resumed(shell, point, seed):
    """Kill the process at a point, then run the same command again."""
    path = shell.synthesized(f"liste-{seed}.csv", rows=ROWS, seed=seed)
    killed = shell.pass_list(path, faults=point if ":" in point else f"{point}:kill")
    assert killed.returncode == -signal.SIGKILL, killed.stderr

    resumed = shell.pass_list(path)

    assert resumed.returncode == 0, resumed.stderr
    told = json.loads(resumed.stdout)
    assert (told["status"], told["outcomes"]) == ("CLOSED", {"REGISTERED": ROWS})
    assert shell.manage("reconcile").returncode == 0
