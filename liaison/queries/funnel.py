"""The funnel as the CNSS publishes it: received, reliable, covered elsewhere, registered."""

from typing import NamedTuple

from django.db import connection

from liaison.enums import ListState, Outcome

NO_CATEGORY = "—"
UNRELIABLE = (Outcome.REFUSED, Outcome.DUPLICATE)
REGISTERED = (Outcome.REGISTERED, Outcome.ACTIVITY_ADDED, Outcome.UPDATED, Outcome.UNCHANGED)

# A row corrected on the screen counts once: where its correction stands.
FUNNEL = """
SELECT l.body_id, COALESCE(NULLIF(r.category, ''), %(none)s) AS category,
       count(*),
       count(*) FILTER (WHERE o.outcome <> ALL (%(unreliable)s)),
       count(*) FILTER (WHERE o.outcome = %(elsewhere)s),
       count(*) FILTER (WHERE o.outcome = ANY (%(registered)s))
  FROM liaison_receivedlist l
  JOIN liaison_rowoutcome o ON o.list_id = l.id
  LEFT JOIN liaison_row r ON r.list_id = o.list_id AND r.line = o.line
  LEFT JOIN registration_category c ON c.code = r.category
  LEFT JOIN liaison_receivedlist again ON again.id = o.corrected_by
 WHERE l.state = %(closed)s AND again.state IS DISTINCT FROM %(closed)s
 GROUP BY l.body_id, 2, c.position
 ORDER BY l.body_id, c.position NULLS LAST, 2
"""


class FunnelLine(NamedTuple):
    """What became of the rows of one body in one category; `—` where no category could be read."""

    body: str
    category: str
    received: int
    reliable: int
    covered_elsewhere: int
    registered: int


def published_funnel() -> list[FunnelLine]:
    """The funnel of the closed lists, by body and category."""
    with connection.cursor() as cursor:
        cursor.execute(
            FUNNEL,
            {
                "none": NO_CATEGORY,
                "closed": ListState.CLOSED,
                "elsewhere": Outcome.COVERED_ELSEWHERE,
                "unreliable": list(UNRELIABLE),
                "registered": list(REGISTERED),
            },
        )
        return [FunnelLine(*line) for line in cursor.fetchall()]
