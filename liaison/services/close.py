"""Close a list whose chunks are all done: reconcile the counts, flag who is no longer listed."""

from datetime import datetime

from django.db import connection, transaction

from cnss_amo.kernel import faults
from liaison.enums import ChunkState, ListKind, ListState
from liaison.models import ReceivedList
from liaison.services import decide, plan, register, states

FLAG_ABSENT = f"""
UPDATE registration_activity SET missing_list = %(list)s
 WHERE id IN (SELECT a.id {plan.ABSENT} AND a.missing_list IS NULL)
"""


class DoesNotAddUp(Exception):
    """The outcomes of a list are not as many as its rows: a fault of ours, never closed over."""


def close(*, list_id: int, at: datetime) -> bool:
    """Close a list when its last chunk is done; False while some are not."""
    with transaction.atomic():
        received_list = states.locked(list_id)
        if received_list.state != ListState.REGISTERING:
            return False
        if received_list.chunks.exclude(state=ChunkState.DONE).exists():
            return False
        missing = _flag_absent(received_list)
        states.move(received_list, ListState.CLOSED, closed_at=at, missing=missing)
        recount(received_list)
        faults.hit("close.counted")
    return True


def recount(received_list: ReceivedList) -> None:
    """Write the counts of a list from its rows; raise DoesNotAddUp when a row has no outcome."""
    outcomes, decided = register.count_outcomes(received_list.pk)
    if sum(outcomes.values()) != received_list.rows_read:
        raise DoesNotAddUp(f"{received_list}: {sum(outcomes.values())} / {received_list.rows_read}")
    received_list.outcomes = outcomes
    received_list.plan["decided_issues"] = decided
    received_list.save(update_fields=["outcomes", "plan"])


def _flag_absent(received_list: ReceivedList) -> int:
    if received_list.kind != ListKind.COMPLETE:
        return 0
    with connection.cursor() as cursor:
        cursor.execute(FLAG_ABSENT, decide.parameters(received_list))
        return cursor.rowcount
