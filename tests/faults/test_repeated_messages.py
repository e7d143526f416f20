"""Messages come twice, thrice, late, to several workers: each list is done once."""

import time

import pytest

from tests.faults.passage import Passage

TASKS = ["announce_work", "watch_drop_folders", "decide_waiting_rows", "reconcile"]


@pytest.mark.faults
@pytest.mark.parametrize("deliveries", [2, 3])
@pytest.mark.parametrize(
    ("workers", "processes", "how"), [(1, 1, "one after the other"), (2, 2, "at once, two workers")]
)
def test_messages_delivered_again_change_nothing(
    machine, passage, recovered, deliveries, workers, processes, how
):
    machine.staff(workers, processes=processes, deliveries=deliveries)

    passage.begin()
    since = time.monotonic()
    for task in TASKS:
        machine.ask("deliver", task=task, times=deliveries)

    recovered(passage, f"every message delivered {deliveries} times, {how}", since=since)


@pytest.mark.faults
def test_two_workers_share_a_list(machine, passage, recovered):
    machine.staff(2)

    passage.begin()

    recovered(passage, "two workers on one list", since=time.monotonic())


@pytest.mark.faults
def test_late_messages_for_a_list_that_is_over_do_nothing(machine, passage, recovered):
    passage.begin()
    since = time.monotonic()
    passage.to_the_end(since=since)

    machine.ask("deliver", task="advance_list", times=20, list_id=passage.seen["id"])

    machine.settle()
    recovered(passage, "20 late messages for a closed list", since=since)


def test_a_list_cancelled_while_it_is_opened_stays_cancelled(machine, files):
    passage = Passage(machine, files[1], approving=False)
    machine.arm("read.probed", "wait")
    passage.begin()
    passage.until(machine.struck)
    cancelled = machine.ask("look", name=files[1].name)
    machine.ask("cancel_list", list_id=cancelled["id"])

    machine.disarm()
    machine.ask("deliver", task="advance_list", times=3, list_id=cancelled["id"])

    machine.settle()
    told = machine.ask("look", name=files[1].name)
    assert (told["state"], told["rows_read"]) == ("CANCELLED", 0)
