"""The machine that faults happen to, the calm run they are compared with, the table at the end."""

import json
import time
from collections import defaultdict

import pytest

from tests.embedded.conftest import temporary_var_dir
from tests.faults.machine import KNOWN, ROWS, Machine
from tests.faults.passage import Passage

FAULT, RECOVERY = "fault", "recovery"


@pytest.fixture(scope="session")
def bare_machine():
    """A machine of its own: a database ready, no worker yet."""
    with temporary_var_dir() as var_dir:
        machine = Machine(var_dir)
        machine.prepare()
        yield machine
        machine.stop()


@pytest.fixture
def shell(bare_machine):
    """The machine without any worker: commands do everything."""
    bare_machine.dismiss()
    return bare_machine


@pytest.fixture(scope="session")
def files(bare_machine):
    """A list that makes people known, and the one that faults happen to: some of it is wrong."""
    known = bare_machine.synthesized("connues.csv", rows=KNOWN, seed=7)
    return known, bare_machine.synthesized("liste.csv", rows=ROWS, seed=7, defects=0.1)


@pytest.fixture(scope="session")
def calm(bare_machine, files):
    """The same file without any fault: what everything else must equal, and how long it takes."""
    bare_machine.staff()
    bare_machine.ask("empty", base=str(files[0]))
    began = time.monotonic()
    passage = Passage(bare_machine, files[1]).begin()
    seconds = passage.to_the_end(since=began, seconds=60)
    return passage.verdict(), seconds


@pytest.fixture
def machine(bare_machine, calm, files):
    """The machine with one worker, as it was before the list."""
    bare_machine.disarm()
    bare_machine.answers_to(files[1])
    bare_machine.staff()
    bare_machine.empty_broker()
    bare_machine.ask("empty", base=str(files[0]))
    yield bare_machine
    bare_machine.disarm()


@pytest.fixture
def passage(machine, files):
    """The list, not sent yet."""
    return Passage(machine, files[1])


@pytest.fixture
def recovered(calm, record_property):
    """Watch a list to its end after a fault, compare it with the calm run, note the time taken."""

    def judged(passage, fault, *, since):
        seconds = passage.to_the_end(since=since)
        assert passage.verdict() == calm[0]
        record_property(FAULT, fault)
        record_property(RECOVERY, seconds)

    return judged


def pytest_terminal_summary(terminalreporter, config):
    """Print what was done to the machines, how many times, and the slowest recovery."""
    table = defaultdict(list)
    for report in terminalreporter.stats.get("passed", []):
        told = dict(report.user_properties)
        if FAULT in told:
            table[told[FAULT]].append(told[RECOVERY])
    if not table:
        return
    terminalreporter.section("faults, times, slowest recovery")
    for fault, seconds in sorted(table.items()):
        terminalreporter.write_line(f"{fault:<56} {len(seconds):>4} {max(seconds):>7.1f} s")
    kept = {
        fault: {"times": len(seconds), "slowest_recovery_s": round(max(seconds), 1)}
        for fault, seconds in sorted(table.items())
    }
    path = config.rootpath / "bench" / "faults.json"
    path.write_text(json.dumps(kept, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
