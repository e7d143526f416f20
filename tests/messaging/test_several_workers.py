"""Workers that send at the same time, each with its own connection."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier, Event

import pytest
from django.db import connection, transaction

from cnss_amo.messaging import tasks
from cnss_amo.messaging.delivery import send_next
from cnss_amo.messaging.enums import MessageState
from cnss_amo.messaging.models import Message
from tests.messaging.conftest import NOON

LONG_AGO = NOON.replace(year=2021)
pytestmark = pytest.mark.django_db(transaction=True)


def alone(act, *arguments):
    try:
        return act(*arguments)
    finally:
        connection.close()


def test_each_message_leaves_once_whatever_the_number_of_workers(write, operator):
    for place in range(100):
        write(f"06610001{place:02}")
    gate = Barrier(4)

    def empty():
        gate.wait(timeout=30)
        while send_next(at=NOON):
            pass

    with ThreadPoolExecutor(4) as workers:
        for done in [workers.submit(alone, empty) for _worker in range(4)]:
            done.result(timeout=60)

    times = Counter(to for to, _words, _effect in operator.taken)
    assert len(times) == 100
    assert set(times.values()) == {1}
    assert set(Message.objects.values_list("state", flat=True)) == {MessageState.SENT}


def test_a_slow_operator_holds_one_message_not_the_others(write, operator, monkeypatch):
    write("0661000001")
    write("0662000002")
    begun, free = Event(), Event()
    take = operator.send

    def slowly(*, to, **said):
        if to == "+212661000001":
            begun.set()
            assert free.wait(timeout=30)
        take(to=to, **said)

    monkeypatch.setattr(operator, "send", slowly)
    with ThreadPoolExecutor(1) as workers:
        slow = workers.submit(alone, lambda: send_next(at=NOON))
        assert begun.wait(timeout=30)

        assert send_next(at=NOON)
        assert [to for to, *_rest in operator.taken] == ["+212662000002"]

        free.set()
        assert slow.result(timeout=30)
    assert len(operator.taken) == 2


def test_a_worker_that_dies_before_the_commit_leaves_the_message_with_its_effect(write, operator):
    message = write()
    with transaction.atomic():  # what PostgreSQL does for a worker that died
        assert send_next(at=NOON)
        transaction.set_rollback(True)

    assert Message.objects.get().state == MessageState.WAITING
    assert send_next(at=NOON)

    assert [effect for *_said, effect in operator.taken] == [message.effect] * 2


def test_the_task_sends_all_that_waits(write, operator):
    for place in range(3):
        write(f"066100000{place}", at=LONG_AGO)

    tasks.send_waiting()

    assert len(operator.taken) == 3
