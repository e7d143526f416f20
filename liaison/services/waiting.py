"""What a day brings: rows whose category opens are decided again, exits take effect."""

from datetime import date

import pghistory
from django.db import connection, transaction

from liaison.enums import ListState
from liaison.services import close, register, states

MOST_LINES = 20_000

ENDED_BY = """
UPDATE registration_person p SET state = 'DEREGISTERED'
 WHERE p.state <> 'DEREGISTERED' AND p.number IS NOT NULL
   AND EXISTS (SELECT FROM registration_activity a WHERE a.person_id = p.id)
   AND NOT EXISTS (SELECT FROM registration_activity a WHERE a.person_id = p.id
                    AND (a.ends_on IS NULL OR a.ends_on > %(on)s))
"""

READY = """
SELECT o.list_id, (array_agg(o.line ORDER BY o.line))[1:%(most)s]
  FROM liaison_rowoutcome o
  JOIN liaison_receivedlist l ON l.id = o.list_id AND l.state = 'CLOSED'
  JOIN liaison_row r ON r.list_id = o.list_id AND r.line = o.line
  JOIN registration_category c ON c.code = r.category AND c.opened_on <= %(on)s
 WHERE o.outcome = 'WAITING'
   AND EXISTS (SELECT FROM liaison_mandate m WHERE m.body_id = l.body_id
                AND m.category_id = r.category AND m.in_force @> %(on)s::date)
 GROUP BY o.list_id
"""


def decide_waiting_rows(*, on: date) -> int:
    """Decide again, on a day, the waiting rows that may now be; return how many were."""
    decided = 0
    while batch := _ready(on):
        for list_id, lines in batch:
            with transaction.atomic(), pghistory.context(list=list_id):
                received_list = states.locked(list_id)
                if received_list.state != ListState.CLOSED:
                    continue
                register.redecide(received_list, lines, on=on)
                close.recount(received_list)
            decided += len(lines)
    return decided


def deregister_the_ended(*, on: date) -> int:
    """Deregister, on a day, those whose last activity ends by then: an exit may be told ahead."""
    with (
        transaction.atomic(),
        pghistory.context(nightly=on.isoformat()),
        connection.cursor() as cursor,
    ):
        cursor.execute(ENDED_BY, {"on": on})
        return cursor.rowcount


def _ready(on: date) -> list[tuple[int, list[int]]]:
    with connection.cursor() as cursor:
        cursor.execute(READY, {"on": on, "most": MOST_LINES})
        return cursor.fetchall()
