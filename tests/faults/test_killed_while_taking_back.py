"""`kill -9` in the middle of an undo and of a drop of old rows: done again, they end the same."""

import signal

import pytest

from tests.embedded.conftest import temporary_var_dir
from tests.faults.machine import Machine

ROWS = 60


@pytest.fixture
def machine(shell):
    """A machine without workers, with a list registered before."""
    passed(shell, seed=301)
    return shell


def passed(machine, seed):
    """Register a list; its reference."""
    path = machine.synthesized(f"liste-{seed}.csv", rows=ROWS, seed=seed)
    done = machine.pass_list(path)
    assert done.returncode == 0, done.stderr
    return done.stdout.split('"list": "')[1].split('"')[0]


def register_hash(machine):
    return machine.ask("register_hash")


@pytest.mark.parametrize(
    "point",
    [
        "undo.statement:kill@5",
        *(
            pytest.param(point, marks=pytest.mark.faults)
            for point in (
                "undo.statement:kill",
                "undo.statement:kill@2",
                "undo.statement:kill@3",
                "undo.taken_back:kill",
                "undo.committed:kill",
            )
        ),
    ],
)
def test_an_undo_killed_anywhere_is_whole_or_has_not_begun(machine, point):
    before = register_hash(machine)
    reference = passed(machine, seed=400 + len(point) + ord(point[-1]))
    registered = register_hash(machine)

    killed = machine.manage("undo_list", reference, faults=point)
    assert killed.returncode == -signal.SIGKILL, killed.stderr

    committed = "committed" in point
    assert register_hash(machine) == (before if committed else registered)
    assert (machine.manage("undo_list", reference).returncode == 0) is not committed
    assert register_hash(machine) == before
    assert machine.ask("breaches") == []


@pytest.mark.faults
@pytest.mark.parametrize(
    "point", ["retention.emptied:kill", "retention.dropped:kill", "retention.committed:kill"]
)
def test_a_drop_of_old_rows_killed_anywhere_goes_on_where_it_was(point):
    """The delay is a day, and the clock of the database is moved: two lists closed long ago."""
    with temporary_var_dir() as var_dir:
        machine = Machine(var_dir)
        machine.environment["LIST_ROWS_KEPT_DAYS"] = "1"
        assert machine.manage("prepare").returncode == 0
        references = [passed(machine, seed) for seed in (501, 502)]
        machine.manage(
            "shell",
            "-c",
            "from liaison.models import ReceivedList;"
            "ReceivedList.objects.update(closed_at='2023-01-01T00:00Z')",
        )
        before = register_hash(machine)

        killed = machine.manage("drop_old_rows", "--apply", faults=point)
        assert killed.returncode == -signal.SIGKILL, killed.stderr
        resumed = machine.manage("drop_old_rows", "--apply")

        assert resumed.returncode == 0, resumed.stderr
        assert references[1] in resumed.stdout
        assert machine.manage("drop_old_rows").stdout.startswith("Listes à effacer : 0.")
        assert register_hash(machine) == before
        assert machine.ask("breaches") == []
        machine.stop()
