"""The person at the desk of a machine: a process that does one act a line, in JSON."""

import json
import sys
from typing import Any

import django

django.setup()

from django.core.management import call_command  # noqa: E402
from django.db import close_old_connections, connection  # noqa: E402
from django.utils import timezone  # noqa: E402

from cnss_amo.accounts.services import SYSTEM_APPROVER, system_user  # noqa: E402
from cnss_amo.celery import app  # noqa: E402
from liaison import queries  # noqa: E402
from liaison.management.commands.receive_list import Command as ReceiveList  # noqa: E402
from liaison.models import Receipt, ReceivedList, RowOutcome  # noqa: E402
from liaison.queries.work import rows_done  # noqa: E402
from liaison.services import approve, drop_folder  # noqa: E402
from liaison.services.reconcile import reconcile  # noqa: E402
from liaison.tasks import look_now  # noqa: E402
from registration.queries import register_hash  # noqa: E402

EMPTIED = (
    "registration_person, registration_otherdocument, registration_activity, registration_event,"
    " registration_case, registration_burntnumber, liaison_receivedlist, liaison_receipt,"
    " liaison_segment, liaison_block, liaison_chunk, liaison_rowoutcome, liaison_repeat,"
    " liaison_ruling"
)
PARTITIONS = "SELECT inhrelid::regclass::text FROM pg_inherits WHERE inhparent = %s::regclass"


def empty(base: str) -> None:
    """Empty the register and the lists, then register a first list, in this process."""
    with connection.cursor() as cursor:
        cursor.execute(PARTITIONS, ["liaison_row"])
        for (partition,) in cursor.fetchall():
            cursor.execute(f"DROP TABLE {partition}")
        cursor.execute("SET session_replication_role = replica")  # logs refuse to be emptied
        cursor.execute(f"TRUNCATE {EMPTIED} CASCADE")
        cursor.execute("SET session_replication_role = DEFAULT")
    call_command(ReceiveList(), "MAPMDREF", base, "--approve", "--inline", "--json")


def drop(name: str) -> None:
    """See a file in the drop folder once, then ask a worker to look."""
    drop_folder.take_all(at=timezone.now())
    app.send_task("liaison.tasks.watch_drop_folders")


def look(name: str) -> dict[str, Any] | None:
    """Where the list of a file is."""
    found = ReceivedList.objects.filter(file_name=name).order_by("pk").first()
    if found is None:
        return None
    progress = queries.progress(found, timezone.now())
    return {
        "id": found.pk,
        "state": found.state,
        "rows_read": found.rows_read,
        "rows_done": rows_done(found),
        "phase": progress.phase if progress else "",
        "done": progress.done if progress else 0,
        "answer_due": found.answer_due,
        "reason": found.reason_details,
    }


def approve_list(list_id: int) -> None:
    """Approve, and tell the workers."""
    approve.approve(list_id=list_id, by=system_user(SYSTEM_APPROVER), at=timezone.now())
    look_now(list_id)


def cancel_list(list_id: int) -> None:
    """Stop a list before anybody is registered from it."""
    approve.cancel(list_id=list_id, by=system_user(SYSTEM_APPROVER), at=timezone.now())


def deliver(task: str, times: int, **said: Any) -> None:
    """Send a message several times at once."""
    for _time in range(times):
        app.send_task(f"liaison.tasks.{task}", kwargs=said)


def make_deaf() -> None:
    """Have every worker stop listening, as some do after a lost connection."""
    app.control.cancel_consumer(app.conf.task_default_queue)


def messages() -> int:
    """How many messages wait in the broker or are held by a worker."""
    with app.connection_for_read() as broker:
        client = broker.channel().client
        return client.llen(app.conf.task_default_queue) + client.hlen("unacked")


def breaches() -> list[str]:
    """Which invariants are broken."""
    return [breach.invariant for breach in reconcile()]


def verdict(list_id: int) -> dict[str, Any]:
    """What the oracle compares: the register, the outcomes, the invariants, the receipts."""
    ended = ReceivedList.objects.get(pk=list_id)
    return {
        "hash": register_hash(),
        "outcomes": ended.outcomes,
        "rows": RowOutcome.objects.filter(list_id=list_id).count(),
        "breaches": breaches(),
        "with_work": queries.lists_with_work(),
        "lists": ReceivedList.objects.count(),
        "receipts": Receipt.objects.filter(received_list=list_id).count(),
    }


DESK = (empty, drop, look, approve_list, cancel_list, deliver, make_deaf, messages)
ORACLE = (register_hash, breaches, verdict)
ACTS = {act.__name__: act for act in (*DESK, *ORACLE)}


def main() -> None:
    """Do each act asked on standard input; answer on standard output."""
    answers, sys.stdout = sys.stdout, sys.stderr
    for line in sys.stdin:
        asked = json.loads(line)
        close_old_connections()
        try:
            told = {"told": ACTS[asked.pop("act")](**asked)}
        except Exception as fault:
            told = {"fault": f"{type(fault).__name__}: {fault}"}
        print(json.dumps(told), file=answers, flush=True)


if __name__ == "__main__":
    main()
