"""Close a list whose chunks are all done: reconcile the counts, flag who is no longer listed."""

from collections import Counter, defaultdict
from datetime import datetime

import pghistory
from django.db import connection, transaction

from cnss_amo.kernel import faults
from liaison.enums import ChunkState, ListKind, ListState
from liaison.models import ReceivedList
from liaison.services import decide, plan, states

FLAG_ABSENT = f"""
UPDATE registration_activity SET missing_list = %(list)s
 WHERE id IN (SELECT a.id {plan.ABSENT} AND a.missing_list IS NULL)
"""


# A row corrected on the screen stands in its correction.
COUNTS = """
SELECT r.category, o.outcome, count(*), count(*) FILTER (WHERE o.corrected_by IS NULL)
  FROM liaison_rowoutcome o JOIN liaison_row r ON r.list_id = o.list_id AND r.line = o.line
 WHERE o.list_id = %s GROUP BY 1, 2
"""
DECIDED_ISSUES = """
SELECT issue->>0, count(*)
  FROM liaison_rowoutcome o, jsonb_array_elements(o.issues) issue
 WHERE o.list_id = %s GROUP BY 1
"""


class DoesNotAddUp(Exception):
    """The outcomes of a list are not as many as its rows: a fault of ours, never closed over."""


def close(*, list_id: int, at: datetime) -> bool:
    """Close a list when its last chunk is done; False while some are not."""
    with transaction.atomic(), pghistory.context(list=list_id):
        received_list = states.locked(list_id)
        if received_list.state != ListState.REGISTERING:
            return False
        if received_list.chunks.exclude(state=ChunkState.DONE).exists():
            return False
        missing = _flag_absent(received_list)
        states.move(received_list, ListState.CLOSED, closed_at=at, missing=missing)
        recount(received_list)
        faults.hit("close.counted")
    faults.hit("close.committed")
    _settle_search()
    return True


def _settle_search() -> None:
    """Fold the names just written into their index: a search would have to walk them otherwise."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT gin_clean_pending_list('people_by_name'::regclass)")


def recount(received_list: ReceivedList) -> None:
    """Write the counts of a list from its rows.

    Raises DoesNotAddUp when a row has no outcome, RowsDropped when the rows are no longer kept.
    """
    states.require_rows(received_list)
    outcomes, by_category = _outcomes(received_list.pk)
    if outcomes.total() != received_list.rows_read:
        raise DoesNotAddUp(f"{received_list}: {outcomes.total()} / {received_list.rows_read}")
    received_list.outcomes = dict(outcomes)
    received_list.by_category = by_category
    received_list.plan["decided_issues"] = _decided_issues(received_list.pk)
    received_list.save(update_fields=["outcomes", "by_category", "plan"])


def _outcomes(list_id: int) -> tuple[Counter[str], dict[str, dict[str, int]]]:
    """How many rows got each outcome, in all and by category."""
    outcomes: Counter[str] = Counter()
    by_category: dict[str, dict[str, int]] = defaultdict(dict)
    with connection.cursor() as cursor:
        cursor.execute(COUNTS, [list_id])
        for category, outcome, count, standing in cursor.fetchall():
            outcomes[outcome] += count
            if standing:
                by_category[category][outcome] = standing
    return outcomes, by_category


def _decided_issues(list_id: int) -> dict[str, int]:
    with connection.cursor() as cursor:
        cursor.execute(DECIDED_ISSUES, [list_id])
        return dict(cursor.fetchall())


def _flag_absent(received_list: ReceivedList) -> int:
    if received_list.kind != ListKind.COMPLETE:
        return 0
    with connection.cursor() as cursor:
        cursor.execute(FLAG_ABSENT, decide.parameters(received_list))
        return cursor.rowcount
