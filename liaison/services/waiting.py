"""Rows that wait for their category or mandate to open are decided again on that day."""

from datetime import date

from django.db import connection, transaction

from liaison.enums import ListState
from liaison.services import close, register, states

MOST_LINES = 20_000

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
            with transaction.atomic():
                received_list = states.locked(list_id)
                if received_list.state != ListState.CLOSED:
                    continue
                register.redecide(received_list, lines, on=on)
                close.recount(received_list)
            decided += len(lines)
    return decided


def _ready(on: date) -> list[tuple[int, list[int]]]:
    with connection.cursor() as cursor:
        cursor.execute(READY, {"on": on, "most": MOST_LINES})
        return cursor.fetchall()
