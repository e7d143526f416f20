"""Look for broken invariants that constraints cannot hold; every night, and by command."""

import logging
from dataclasses import dataclass

from django.db import connection

from cnss_amo.kernel.identifiers import LAST_SEQUENCE

logger = logging.getLogger(__name__)

CHECKS = {
    "closed lists whose outcomes do not add up": """
        SELECT l.id FROM liaison_receivedlist l
         WHERE l.state IN ('CLOSED', 'UNDONE') AND l.rows_read <>
               (SELECT count(*) FROM liaison_rowoutcome o WHERE o.list_id = l.id)""",
    "closed lists whose counters differ from their rows": """
        SELECT l.id FROM liaison_receivedlist l
         WHERE l.state = 'CLOSED' AND l.outcomes <> COALESCE(
               (SELECT jsonb_object_agg(outcome, n) FROM
                   (SELECT outcome, count(*) AS n FROM liaison_rowoutcome o
                     WHERE o.list_id = l.id GROUP BY 1) counted), '{}')""",
    "drawn numbers whose key is wrong": """
        SELECT p.id FROM registration_person p
         WHERE p.number / 100000000 = 1
           AND p.number <> cnss_number((p.number / 10) % 10000000)
           AND NOT EXISTS (SELECT FROM registration_activity a JOIN liaison_row r
                             ON r.list_id = a.origin_list AND r.line = a.origin_line
                            WHERE a.person_id = p.id AND r.number = p.number)""",
    "activities whose origin is not a row of a list": """
        SELECT a.id FROM registration_activity a
         WHERE a.origin_kind = 'LIST' AND NOT EXISTS (
               SELECT FROM liaison_rowoutcome o
                WHERE o.list_id = a.origin_list AND o.line = a.origin_line)""",
    "rows registered whose person is gone": """
        SELECT o.list_id FROM liaison_rowoutcome o
          JOIN liaison_receivedlist l ON l.id = o.list_id AND l.state = 'CLOSED'
         WHERE o.outcome IN ('REGISTERED', 'ACTIVITY_ADDED', 'UPDATED', 'ENDED')
           AND NOT EXISTS (SELECT FROM registration_person p WHERE p.id = o.person_id)""",
    "insured people without any activity": """
        SELECT p.id FROM registration_person p
         WHERE p.number IS NOT NULL AND NOT EXISTS (
               SELECT FROM registration_activity a WHERE a.person_id = p.id)""",
    "deregistered people with an open activity": """
        SELECT p.id FROM registration_person p
          JOIN registration_activity a ON a.person_id = p.id AND a.ends_on IS NULL
         WHERE p.state = 'DEREGISTERED'""",
    "the numbers' sequence has passed 80 % of its capacity": f"""
        SELECT last_value FROM registration_number_seq
         WHERE last_value > {LAST_SEQUENCE * 8 // 10}""",
    "numbers given again after an undo to another document": """
        SELECT p.id FROM registration_person p
          JOIN registration_burntnumber b ON b.number = p.number
         WHERE b.document_key IS DISTINCT FROM p.document_key""",
}


@dataclass(frozen=True)
class Breach:
    """An invariant that does not hold: how many times, and the first ids."""

    invariant: str
    count: int
    first: list[int]


def reconcile() -> list[Breach]:
    """Return every broken invariant; an empty list is the good answer."""
    breaches = []
    with connection.cursor() as cursor:
        for invariant, query in CHECKS.items():
            cursor.execute(f"SELECT count(*), (array_agg(found.id))[1:10] FROM ({query}) found(id)")
            count, first = cursor.fetchone()
            if count:
                breaches.append(Breach(invariant, count, first))
                logger.error("reconcile: %s: %s, first %s", invariant, count, first)
    return breaches
