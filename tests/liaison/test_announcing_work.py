"""Due work is rows: what nobody holds is announced, what a worker holds is not."""

import psycopg2
import pytest
from django.db import connection

from cnss_amo.accounts.services import SYSTEM_APPROVER, system_user
from liaison.models import Chunk
from liaison.queries import lists_with_work
from liaison.queries.work import READING_LOCK
from liaison.services import approve, read, register
from liaison.services.check import check_next_batch
from tests.liaison.lists import NOON, csv_of, send


@pytest.fixture
def other_worker(transactional_db):
    """A connection of another process to the test database."""
    other = psycopg2.connect(**connection.get_connection_params() | {"cursor_factory": None})
    yield other.cursor()
    other.close()


def begun(settings, chunks):
    settings.LIST_CHUNK_ROWS = 1
    rows = [
        {"CIN": f"AB{number}", "DATE_NAISSANCE": f"0{number + 1}/01/1980"}
        for number in range(chunks)
    ]
    received_list = send("DGI", csv_of("DGI", *rows))
    approve.approve(list_id=received_list.pk, by=system_user(SYSTEM_APPROVER), at=NOON)
    register.begin(list_id=received_list.pk, at=NOON)
    return received_list


def test_a_waiting_list_calls_as_many_workers_as_it_may_occupy(law, settings):
    received_list = begun(settings, chunks=5)

    assert lists_with_work() == [(received_list.pk, 2)]


def test_a_chunk_that_a_worker_holds_is_not_announced(law, settings, other_worker):
    received_list = begun(settings, chunks=5)
    held = Chunk.objects.order_by("first_line")[0]
    other_worker.execute("SELECT id FROM liaison_chunk WHERE id = %s FOR UPDATE", [held.pk])

    assert lists_with_work() == [(received_list.pk, 1)]


def test_a_list_that_a_worker_reads_is_not_announced(law, other_worker):
    received_list = send("DGI", csv_of("DGI", {}))
    type(received_list).objects.update(state="READING", fully_read=False)
    other_worker.execute("SELECT pg_advisory_lock(%s, %s)", [READING_LOCK, received_list.pk])

    assert lists_with_work() == []


def test_the_batches_of_a_list_being_read_call_another_worker(law, settings, other_worker):
    settings.LIST_BATCH_ROWS = 1
    rows = [{"CIN": f"AB{number}"} for number in range(4)]
    received_list = send("DGI", csv_of("DGI", *rows))
    type(received_list).objects.update(state="READING", fully_cut=False, fully_read=False)
    received_list.batches.update(state="WAITING")
    other_worker.execute("SELECT pg_advisory_lock(%s, %s)", [READING_LOCK, received_list.pk])

    assert lists_with_work() == [(received_list.pk, 1)]


def test_a_list_whose_batches_are_all_checked_calls_one_worker_to_plan_it(law):
    received_list = send("DGI", csv_of("DGI", {}))
    type(received_list).objects.update(state="READING")

    assert lists_with_work() == [(received_list.pk, 1)]


def test_two_workers_never_check_the_same_batch(law, other_worker):
    received_list = send("DGI", csv_of("DGI", {}))
    type(received_list).objects.update(state="READING", fully_read=False)
    received_list.batches.update(state="WAITING")
    other_worker.execute("SELECT id FROM liaison_batch FOR UPDATE")

    assert not check_next_batch(list_id=received_list.pk)


def test_a_batch_that_ends_while_a_list_is_counted_is_counted(law, other_worker):
    received_list = send("DGI", csv_of("DGI", {}, control=True))
    type(received_list).objects.update(state="READING", fully_read=False, rows_read=0)
    received_list.batches.update(state="WAITING", rows=0)
    other_worker.execute("SELECT id FROM liaison_batch FOR UPDATE")

    def ends_after_the_first_look(execute, sql, *told):
        result = execute(sql, *told)
        if sql.startswith("SELECT") and 'FROM "liaison_batch"' in sql:
            other_worker.execute("UPDATE liaison_batch SET state = 'DONE', rows = 1")
            other_worker.connection.commit()
        return result

    with connection.execute_wrapper(ends_after_the_first_look):
        read.read(list_id=received_list.pk)
    read.read(list_id=received_list.pk)

    received_list.refresh_from_db()
    assert (received_list.state, received_list.rows_read) == ("READING", 1)
    assert received_list.fully_read


def test_two_workers_never_take_the_same_chunk(law, settings, other_worker):
    received_list = begun(settings, chunks=2)
    other_worker.execute(register.NEXT_CHUNK, {"list": received_list.pk})
    (taken,) = other_worker.fetchone()

    assert register.register_next_chunk(list_id=received_list.pk)
    assert Chunk.objects.get(state="WAITING").pk == taken
    assert not register.register_next_chunk(list_id=received_list.pk)
