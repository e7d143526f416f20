"""Plan a list: what would become of every row, counted and shown; the register is not written."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime

from django.db import connection, transaction

from cnss_amo.kernel import faults
from liaison.enums import ListKind, ListState, Outcome
from liaison.models import ReceivedList, Repeat
from liaison.queries.work import HANDS
from liaison.services import decide, states

SAMPLE = 10
PIECE = 20_000  # lines decided at a time

# Lines that speak of somebody an earlier line spoke of: the same document, the same number, or the
# same full name and birth date. Only those are ranked; the others are most of a list.
REPEATS = f"""
INSERT INTO liaison_repeat (list_id, line, turn, duplicate_of, first_line, opened_before)
WITH {decide.LAW},
sound AS (
    SELECT r.line, r.operation, r.category, r.document_key, r.number,
           CASE WHEN r.birth_precision = 'D' THEN namesake(r.latin_key, r.birth_date) END AS latin,
           CASE WHEN r.birth_precision = 'D' AND r.arabic_key <> ''
                THEN namesake(r.arabic_key, r.birth_date) END AS arabic,
           COALESCE(law.is_open AND law.mandated, false) AS opens
      FROM liaison_row r LEFT JOIN law ON law.code = r.category
     WHERE r.list_id = %(list)s AND NOT r.refused
),
repeated AS (
    SELECT s.* FROM sound s WHERE document_key IN (
        SELECT document_key FROM sound GROUP BY 1 HAVING count(*) > 1)
    UNION
    SELECT s.* FROM sound s WHERE latin IN (
        SELECT latin FROM sound WHERE latin IS NOT NULL GROUP BY 1 HAVING count(*) > 1)
    UNION
    SELECT s.* FROM sound s WHERE arabic IN (
        SELECT arabic FROM sound WHERE arabic IS NOT NULL GROUP BY 1 HAVING count(*) > 1)
    UNION
    SELECT s.* FROM sound s WHERE number IN (
        SELECT number FROM sound WHERE number IS NOT NULL GROUP BY 1 HAVING count(*) > 1)
),
marked AS (
    SELECT r.*, first_value(line) OVER (
               PARTITION BY document_key, category, operation ORDER BY line) AS first_same
      FROM repeated r
),
ranked AS (
    SELECT m.line,
           greatest(
               row_number() OVER (PARTITION BY document_key ORDER BY line),
               CASE WHEN latin IS NOT NULL
                    THEN least(2, row_number() OVER (PARTITION BY latin ORDER BY line)) END,
               CASE WHEN arabic IS NOT NULL
                    THEN least(2, row_number() OVER (PARTITION BY arabic ORDER BY line)) END,
               CASE WHEN number IS NOT NULL
                    THEN least(9, row_number() OVER (PARTITION BY number ORDER BY line)) END
           ) AS turn,
           min(line) FILTER (WHERE operation = 'A' AND opens) OVER (
               PARTITION BY document_key ORDER BY line
               ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS first_line,
           CASE lag(operation) OVER in_category
                WHEN 'A' THEN lag(opens) OVER in_category
                WHEN 'S' THEN false END AS opened_before
      FROM marked m WHERE m.line = m.first_same
    WINDOW in_category AS (PARTITION BY document_key, category ORDER BY line)
)
SELECT %(list)s, line, turn, NULL, first_line, opened_before FROM ranked WHERE turn > 1
UNION ALL
SELECT %(list)s, line, 1, first_same, NULL, NULL FROM marked WHERE line > first_same
"""

PREVIEW = """
SELECT outcome, count(*), (array_agg(line ORDER BY line))[1:%(sample)s],
       count(*) FILTER (WHERE refusal = 'UNKNOWN_PERSON'),
       count(*) FILTER (WHERE refusal = 'NO_MANDATE'),
       count(*) FILTER (WHERE refusal = 'NO_OPEN_ACTIVITY'),
       count(*) FILTER (WHERE refusal = 'END_BEFORE_START'),
       count(*) FILTER (WHERE identity_differs),
       count(*) FILTER (WHERE namesake_id IS NOT NULL)
  FROM ({decision}) d GROUP BY outcome
"""
DECIDED_ISSUES = (
    "UNKNOWN_PERSON",
    "NO_MANDATE",
    "NO_OPEN_ACTIVITY",
    "END_BEFORE_START",
    "IDENTITY_DIFFERS",
    "POSSIBLE_NAMESAKE",
)
APPLIED = (Outcome.ACTIVITY_ADDED, Outcome.UPDATED, Outcome.UNCHANGED, Outcome.ENDED)

PER_CATEGORY = """
SELECT category, count(*) FROM liaison_row WHERE list_id = %(list)s AND category <> '' GROUP BY 1
"""

# A complete list speaks for its body and its categories: who is open there and no longer listed?
# A refused row whose document can be read counts as present.
ABSENT = """
  FROM registration_activity a JOIN registration_person p ON p.id = a.person_id
 WHERE a.ends_on IS NULL AND a.body = %(body)s
   AND a.category_id IN (SELECT DISTINCT category FROM liaison_row
                          WHERE list_id = %(list)s AND category <> '')
   AND a.begins_on <= %(reference)s
   AND NOT EXISTS (SELECT FROM liaison_row r
                    WHERE r.list_id = %(list)s AND r.document_key = p.document_key
                      AND (r.category = a.category_id OR r.category = ''))
   AND NOT EXISTS (SELECT FROM registration_otherdocument paper JOIN liaison_row r
                       ON r.list_id = %(list)s AND r.document_key = paper.key
                    WHERE paper.person_id = p.id
                      AND (r.category = a.category_id OR r.category = ''))
"""


def plan(*, list_id: int, at: datetime) -> None:
    """Decide every row of a list that was read, and keep the counts for the preview.

    Stops the list when refused and duplicate rows exceed the body's tolerance.
    """
    # The repeats that a transaction around this one has not committed yet, nobody else can see.
    hands = 1 if connection.in_atomic_block else HANDS
    with transaction.atomic():
        find_repeats(_to_plan(list_id))
    faults.hit("plan.repeats")
    with transaction.atomic():
        received_list = _to_plan(list_id)
        preview = _preview(received_list, hands)
        state = (
            ListState.STOPPED if is_over_tolerance(received_list, preview) else ListState.PLANNED
        )
        states.move(received_list, state, plan=preview, planned_at=at, missing=preview["missing"])
        faults.hit("plan.decided")


def _to_plan(list_id: int) -> ReceivedList:
    received_list = states.locked(list_id)
    states.require(received_list, ListState.READING, ListState.PLANNED, ListState.STOPPED)
    return received_list


def find_repeats(received_list: ReceivedList) -> None:
    """Find the lines that must be decided after others, and those that only repeat another."""
    Repeat.objects.filter(list_id=received_list.pk).delete()
    with connection.cursor() as cursor:
        cursor.execute(REPEATS, decide.parameters(received_list))
        cursor.execute("ANALYZE liaison_repeat")


def is_over_tolerance(received_list: ReceivedList, preview: dict) -> bool:
    """Whether the rows refused or in double exceed what the body is allowed."""
    wrong = sum(preview["outcomes"].get(o, 0) for o in (Outcome.REFUSED, Outcome.DUPLICATE))
    return wrong * 100 > received_list.body.tolerance * received_list.rows_read


def _preview(received_list: ReceivedList, hands: int) -> dict:
    asked = decide.parameters(received_list, simulate=True) | {"sample": SAMPLE}
    outcomes: Counter[str] = Counter()
    issues = Counter(received_list.issues)
    samples: dict[str, list[int]] = {}
    for outcome, count, lines, *decided in _decided(asked, received_list.last_line_read, hands):
        outcomes[outcome] += count
        samples[outcome] = sorted([*samples.get(outcome, ()), *lines])[:SAMPLE]
        for code, found in zip(DECIDED_ISSUES, decided, strict=True):
            if found and _is_told(code, outcome):
                issues[code] += found
    with connection.cursor() as cursor:
        cursor.execute(PER_CATEGORY, asked)
        categories = dict(cursor.fetchall())
    return {
        "outcomes": dict(outcomes),
        "samples": samples,
        "issues": dict(issues),
        "categories": categories,
        "missing": count_absent(received_list),
    }


def _decided(asked: dict[str, object], last_line: int, hands: int) -> list[tuple]:
    """The counts of the decision, piece by piece; a long list by connections side by side."""
    pieces = range(0, last_line + 1, PIECE)
    hands = min(hands, len(pieces))
    if hands == 1:
        return _decided_in(pieces, asked)
    with ThreadPoolExecutor(hands) as pool:
        shares = [pool.submit(_decided_apart, pieces[n::hands], asked) for n in range(hands)]
        return [counted for share in shares for counted in share.result()]


def _decided_apart(pieces: range, asked: dict[str, object]) -> list[tuple]:
    """The same in a thread, whose connection is its own."""
    try:
        with transaction.atomic():
            return _decided_in(pieces, asked)
    finally:
        connection.close()


def _decided_in(pieces: range, asked: dict[str, object]) -> list[tuple]:
    question = PREVIEW.format(decision=decide.decision("r.line BETWEEN %(first)s AND %(last)s"))
    counted: list[tuple] = []
    with connection.cursor() as cursor, decide.by_sets(cursor):
        for first in pieces:
            cursor.execute(question, asked | {"first": first, "last": first + PIECE - 1})
            counted += cursor.fetchall()
    return counted


def _is_told(code: str, outcome: str) -> bool:
    """Which issue of the decision goes with which outcome."""
    if code == "IDENTITY_DIFFERS":
        return outcome in APPLIED
    if code == "POSSIBLE_NAMESAKE":
        return outcome == Outcome.REGISTERED
    return outcome == Outcome.REFUSED


def count_absent(received_list: ReceivedList) -> int:
    """How many open activities of the body a complete list no longer names."""
    if received_list.kind != ListKind.COMPLETE:
        return 0
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) {ABSENT}", decide.parameters(received_list))
        return cursor.fetchone()[0]
