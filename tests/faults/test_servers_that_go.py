"""The database crashes, the broker is emptied or away: every list goes on by itself."""

import os
import signal
import time

import pytest

from tests.faults.machine import Machine

OUTAGE = 30  # seconds
CRASHES = [
    "receive.stored",
    "read.copied",
    "read.batch_committed",
    "plan.repeats",
    "register.written",
    "register.committed",
    "close.counted",
]
FLUSHES = [
    "drop_folder.received",
    "read.batch_committed",
    "plan.committed",
    "register.committed",
    "close.committed",
]


@pytest.mark.faults
@pytest.mark.parametrize("point", CRASHES)
def test_a_list_survives_a_crash_of_the_database(machine, passage, recovered, point):
    held_at(passage, point)
    since = time.monotonic()

    machine.restart_postgres()
    machine.disarm()

    recovered(passage, "PostgreSQL restarted, immediate", since=since)


@pytest.mark.faults
def test_a_receipt_outlives_a_crash_of_a_database_that_may_lose_its_last_instant(machine, passage):
    machine.sql("ALTER SYSTEM SET synchronous_commit = off", "SELECT pg_reload_conf()")
    try:
        machine.arm("drop_folder.received", "wait")
        machine.drop(passage.path)
        passage.until(machine.struck)
        machine.restart_postgres()

        assert machine.ask("look", name=passage.path.name)
    finally:
        machine.sql("ALTER SYSTEM SET synchronous_commit = on", "SELECT pg_reload_conf()")


@pytest.mark.faults
@pytest.mark.parametrize("point", FLUSHES)
def test_a_list_survives_a_broker_emptied(machine, passage, recovered, point):
    held_at(passage, point)
    since = time.monotonic()

    machine.empty_broker()
    machine.disarm()

    recovered(passage, "broker FLUSHALL", since=since)


@pytest.mark.faults
def test_a_list_survives_a_broker_that_is_away(machine, passage, recovered):
    held_at(passage, "register.begun")

    os.kill(int((machine.valkey.home / "valkey.pid").read_text()), signal.SIGKILL)
    machine.disarm()
    back_at = time.monotonic() + OUTAGE
    passage.until(lambda: time.monotonic() >= back_at, seconds=2 * OUTAGE)
    machine.valkey.start()

    recovered(passage, f"broker away for {OUTAGE} s, since its return", since=time.monotonic())


@pytest.mark.faults
def test_a_worker_that_hears_nothing_ends_and_another_takes_its_place(machine, passage, recovered):
    held_at(passage, "plan.committed")
    machine.ask("make_deaf")
    machine.disarm()

    recovered(passage, "worker deaf to its broker", since=time.monotonic())


def held_at(passage, point):
    """Send the list, and stop its worker at a point."""
    machine: Machine = passage.machine
    machine.arm(point, "wait")
    passage.begin()
    passage.until(machine.struck)
