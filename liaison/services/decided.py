"""The decided rows of a chunk: a temporary table, and how many rows each statement is to write."""

from collections import Counter

DECIDE = """
CREATE TEMPORARY TABLE decided ON COMMIT DROP AS
SELECT d.*,
       CASE WHEN outcome = 'REGISTERED' THEN nextval('registration_person_id_seq')
            ELSE person END AS person_id,
       CASE WHEN outcome IN ('REGISTERED', 'ACTIVITY_ADDED')
                 OR outcome = 'UPDATED' AND opens_new_period
            THEN nextval('registration_activity_id_seq') END AS new_activity_id,
       outcome IN ('ACTIVITY_ADDED', 'UPDATED') AND cardinality(person_changes) > 0
           OR outcome = 'ACTIVITY_ADDED' AND state = 'DEREGISTERED' AS touches_person
  FROM ({decision}) d
"""

# The decided rows with what they say.
SAID = """decided d JOIN liaison_row r ON r.list_id = %(list)s AND r.line = d.line
            AND r.line BETWEEN %(least)s AND %(most)s"""

COUNTS = """
SELECT outcome, count(*), min(line), max(line),
       count(*) FILTER (WHERE touches_person),
       count(*) FILTER (WHERE outcome = 'ACTIVITY_ADDED' AND yielding_id IS NOT NULL),
       count(*) FILTER (WHERE outcome = 'UPDATED' AND opens_new_period),
       count(*) FILTER (WHERE outcome = 'UPDATED' AND NOT opens_new_period
                          AND cardinality(activity_changes) > 0),
       count(new_activity_id),
       count(*) FILTER (WHERE gives_paper OR shows_paper)
  FROM decided GROUP BY 1
"""


class RegisterMoved(Exception):
    """Somebody else wrote to these people between the decision and the writing."""


class Expected:
    """How many rows the decision says each statement will write."""

    def __init__(self, cursor) -> None:
        cursor.execute(COUNTS)
        rows = cursor.fetchall()
        self.outcomes = Counter({outcome: count for outcome, count, *_others in rows})
        outcomes, _counts, firsts, lasts, *numbers = zip(*rows, strict=True) if rows else [()] * 10
        self.first_line, self.last_line = min(firsts, default=0), max(lasts, default=0)
        self.touched, self.yielded, self.reopened, self.corrected, self.opened, self.papers = map(
            sum, numbers
        )

    @property
    def new(self) -> int:
        return self.outcomes["REGISTERED"]

    @property
    def changes_what_is_known(self) -> bool:
        changed = self.touched + self.outcomes["ENDED"] + self.yielded + self.reopened
        return changed + self.corrected + self.opened > self.new
