"""`kill -9` of a real worker, at each named point and at random instants: the list ends the same.

A process of the worker's pool is killed, or the whole worker, which its supervisor starts again.
"""

import random
import time

import pytest

POINTS = [
    "receive.stored",
    "drop_folder.received",
    "read.probed",
    "read.begun",
    "read.cut",
    "read.copied",
    "read.batch_committed",
    "read.finished",
    "plan.repeats",
    "plan.decided",
    "plan.committed",
    "register.begun",
    "register.taken",
    "register.written",
    "register.committed",
    "close.counted",
    "close.committed",
    "drop_folder.answer_written",
    "drop_folder.answered",
]
DESK_POINTS = ["approve.decided", "look_now.committed"]
INSTANTS = 20


def test_a_list_survives_the_death_of_its_worker(machine, passage, recovered):
    strike(passage, recovered, "register.written", "down")


@pytest.mark.faults
@pytest.mark.parametrize("act", ["kill", "down"])
@pytest.mark.parametrize("point", POINTS)
def test_a_list_survives_a_death_at_each_point(machine, passage, recovered, point, act):
    strike(passage, recovered, point, act)


@pytest.mark.faults
@pytest.mark.parametrize("point", DESK_POINTS)
def test_a_list_survives_the_death_of_whoever_approves(machine, passage, recovered, point):
    strike(passage, recovered, point, "kill")


def strike(passage, recovered, point, act):
    """Kill at a point, and see the list through."""
    passage.machine.arm(point, act)
    passage.begin()
    passage.until(passage.machine.struck)
    told = {
        "kill": "kill -9 of a process at a named point",
        "down": "kill -9 of a whole worker at a named point",
    }
    recovered(passage, told[act], since=time.monotonic())


@pytest.mark.faults
@pytest.mark.parametrize("turn", range(INSTANTS))
def test_a_list_survives_a_death_at_any_instant(machine, passage, recovered, calm, turn):
    drawn = random.Random(turn)
    strike_at = drawn.uniform(0, calm[1])
    how = drawn.choice(("all", "first", "child"))
    began = time.monotonic()

    passage.begin()
    passage.until(lambda: time.monotonic() - began >= strike_at)
    (worker,) = machine.workers
    worker.kill() if how == "all" else worker.kill_one(child=how == "child")

    recovered(passage, "kill -9 of a worker at a random instant", since=time.monotonic())
