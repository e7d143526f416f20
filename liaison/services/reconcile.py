"""Look for broken invariants that constraints cannot hold; every night, and by command."""

import logging
import time
from dataclasses import dataclass

from django.conf import settings
from django.db import connection

from cnss_amo.kernel.identifiers import LAST_SEQUENCE
from liaison.enums import IN_PROGRESS, WRITTEN
from liaison.files.storage import SEGMENT_BYTES
from liaison.invariants import INVARIANTS, About, Invariant
from liaison.models import ReceivedList, Reconciliation

logger = logging.getLogger(__name__)

EXAMPLES = 10

ROWS_BREAKING = """
SELECT count(*), (array_agg(ARRAY[id, line]))[1:{n}][1:2]
  FROM (SELECT * FROM ({query}) asked(id, line) ORDER BY 1, 2) breaking
"""
BREAKING = """
SELECT count(*), (array_agg(ARRAY[id, 0]))[1:{n}][1:2]
  FROM (SELECT * FROM ({query}) asked(id) ORDER BY 1) breaking
"""


@dataclass(frozen=True)
class Breach:
    """An invariant that does not hold: how many times, and the first references."""

    invariant: Invariant
    count: int
    examples: list[str]


def reconcile() -> list[Breach]:
    """Check every invariant and keep what was found; an empty list is the good answer.

    Each is one statement, true of one instant: lists may go on meanwhile.
    """
    began = time.monotonic()
    found = [breach for invariant in INVARIANTS if (breach := check(invariant))]
    Reconciliation.objects.create(
        seconds=round(time.monotonic() - began, 1),
        checks=len(INVARIANTS),
        breaches=[
            {"code": one.invariant.code, "count": one.count, "examples": one.examples}
            for one in found
        ],
    )
    return found


def check(invariant: Invariant) -> Breach | None:
    """What breaks an invariant, if anything does."""
    question = ROWS_BREAKING if invariant.about == About.ROW else BREAKING
    asked = question.format(n=EXAMPLES, query=invariant.query)
    with connection.cursor() as cursor:
        cursor.execute(asked, _known())
        count, first = cursor.fetchone()
    if not count:
        return None
    breach = Breach(invariant, count, _references(invariant.about, first))
    logger.error("reconcile: %s: %s, first %s", invariant.code, count, breach.examples)
    return breach


def _known() -> dict[str, object]:
    return {
        "in_progress": [state.value for state in IN_PROGRESS],
        "written": [outcome.value for outcome in WRITTEN],
        "segment": SEGMENT_BYTES,
        "nearly_spent": LAST_SEQUENCE * 8 // 10,
        "time_zone": settings.TIME_ZONE,
    }


def _references(about: About, found: list[list[int]]) -> list[str]:
    """References that name nobody: lists by theirs, rows by line, the rest by id."""
    if about not in (About.LIST, About.ROW):
        return [f"#{number}" for number, _none in found]
    lists = ReceivedList.objects.in_bulk([list_id for list_id, _line in found])
    named = [(str(lists.get(list_id, f"#{list_id}")), line) for list_id, line in found]
    return [f"{name}/{line}" if about == About.ROW else name for name, line in named]
