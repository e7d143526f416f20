"""A deploy in the middle of a list: the old worker ends what it holds, a new one goes on."""

import time

import pytest


@pytest.mark.faults
@pytest.mark.parametrize(
    "point", ["read.batch_committed", "plan.repeats", "register.written", "close.counted"]
)
def test_a_list_survives_a_deploy(machine, passage, recovered, point):
    machine.arm(point, "wait")
    passage.begin()
    passage.until(machine.struck)
    (old,) = machine.workers
    since = time.monotonic()

    old.terminate()
    machine.workers.append(machine.hire())
    machine.disarm()

    recovered(passage, "deploy: TERM to the worker, another started", since=since)
    passage.until(lambda: not old.is_alive())
    assert old.process.returncode == 0
    machine.workers.remove(old)
