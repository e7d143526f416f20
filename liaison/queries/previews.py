"""The preview of a list: outcomes, issues, the previous list, what an undo would leave."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db import connection, transaction

from liaison import issues
from liaison.enums import ListState, Outcome
from liaison.models import ReceivedList
from liaison.queries.rows import Line, lines_of
from liaison.services import built_upon

EXAMPLES = 3
ROWS_SEARCHED = 5_000
ROWS_COMPARED_AT_ONCE = 100_000
SAMPLE = 10

# Examples come from the first rows that have an issue: a rare one is found on its own page.
FIRST_EXAMPLES = """
SELECT issue->>0, (array_agg(line ORDER BY line))[1:%(examples)s]
  FROM (SELECT line, issues FROM liaison_row
         WHERE list_id = %(list)s AND issues IS NOT NULL ORDER BY line LIMIT %(searched)s) first,
       jsonb_array_elements(first.issues) issue
 GROUP BY 1
"""


@dataclass(frozen=True)
class OutcomeCount:
    """How many lines have an outcome, and the first of them."""

    outcome: Outcome
    count: int
    lines: list[Line]


@dataclass(frozen=True)
class IssueCount:
    """How many times an issue was found, what to do about it, and the first times."""

    message: issues.Message
    count: int
    examples: list[issues.Message]

    @property
    def is_error(self) -> bool:
        """Whether the lines that have it are refused."""
        return self.message.severity == issues.ERROR


@dataclass(frozen=True)
class Preview:
    """What would become of a list, or what became of it."""

    outcomes: list[OutcomeCount]
    issues: list[IssueCount]
    total: int

    @property
    def lines(self) -> list[Line]:
        """Every line it shows."""
        return [line for share in self.outcomes for line in share.lines]


def preview(received_list: ReceivedList, *, with_rows: bool) -> Preview:
    """The counts of a list by outcome and by issue; with the first rows of each, or without."""
    counts = received_list.outcomes or received_list.plan.get("outcomes", {})
    samples = received_list.plan.get("samples", {}) if with_rows else {}
    first = _first_examples(received_list) if with_rows and received_list.issues else {}
    planned = {line: outcome for outcome, lines in samples.items() for line in lines}
    wanted = {*planned, *(line for lines in first.values() for line in lines)}
    shown = {line.number: line for line in lines_of(received_list, wanted, planned=planned)}
    return Preview(
        outcomes=[
            OutcomeCount(outcome, counts[outcome], _pick(shown, samples.get(outcome, ())))
            for outcome in Outcome
            if counts.get(outcome)
        ],
        issues=[
            _issue_count(code, count, _pick(shown, first.get(code, ())))
            for code, count in issue_counts(received_list)
        ],
        total=received_list.rows_read,
    )


def issue_counts(received_list: ReceivedList) -> list[tuple[str, int]]:
    """Each kind of issue of a list with its count: errors first, then by count."""
    counts = dict(received_list.plan.get("issues") or received_list.issues)
    if received_list.outcomes:
        counts = dict(received_list.issues)
        for code, count in received_list.plan.get("decided_issues", {}).items():
            counts[code] = counts.get(code, 0) + count
    return sorted(
        counts.items(),
        key=lambda found: (
            issues.CATALOGUE[found[0]].severity != issues.ERROR,
            -found[1],
            found[0],
        ),
    )


def _pick(shown: dict[int, Line], numbers: Iterable[int]) -> list[Line]:
    return [shown[number] for number in numbers if number in shown]


def _issue_count(code: str, count: int, lines: list[Line]) -> IssueCount:
    examples = [message for line in lines for message in line.issues if message.code == code]
    return IssueCount(issues.message(code), count, examples[:EXAMPLES])


def _first_examples(received_list: ReceivedList) -> dict[str, list[int]]:
    with connection.cursor() as cursor:
        cursor.execute(
            FIRST_EXAMPLES,
            {"list": received_list.pk, "examples": EXAMPLES, "searched": ROWS_SEARCHED},
        )
        return dict(cursor.fetchall())


# --- The previous list ------------------------------------------------------------------------

COMPARED = """
WITH these AS (SELECT document_key, min(line) AS line FROM liaison_row
                WHERE list_id = %(list)s AND document_key IS NOT NULL GROUP BY 1),
     those AS (SELECT document_key, min(line) AS line FROM liaison_row
                WHERE list_id = %(previous)s AND document_key IS NOT NULL GROUP BY 1)
SELECT count(*) FILTER (WHERE those.line IS NULL), count(*) FILTER (WHERE these.line IS NULL),
       count(*) FILTER (WHERE these.line IS NOT NULL AND those.line IS NOT NULL),
       (array_agg(these.line ORDER BY these.line) FILTER (WHERE those.line IS NULL))[1:%(sample)s],
       (array_agg(those.line ORDER BY those.line) FILTER (WHERE these.line IS NULL))[1:%(sample)s]
  FROM these FULL JOIN those USING (document_key)
"""


@dataclass(frozen=True)
class Difference:
    """A list compared with the previous one by identity documents; None where not counted yet."""

    previous: ReceivedList
    new: int | None = None
    gone: int | None = None
    common: int | None = None
    new_lines: tuple[int, ...] = ()
    gone_lines: tuple[int, ...] = ()
    rows_dropped_at: datetime | None = None

    @property
    def may_be_counted(self) -> bool:
        """Whether it was not counted yet and can be."""
        return self.new is None and self.rows_dropped_at is None


def difference_with_previous(
    received_list: ReceivedList, *, whatever_the_size: bool = False
) -> Difference | None:
    """Who is new and who is no longer listed since the previous closed list of that body and kind.

    None without such a list. Large lists are counted only when asked, and one whose rows were
    dropped never is: the page says so.
    """
    previous = _previous(received_list)
    if previous is None:
        return None
    if dropped_at := received_list.rows_dropped_at or previous.rows_dropped_at:
        return Difference(previous, rows_dropped_at=dropped_at)
    rows = received_list.rows_read + previous.rows_read
    if rows > ROWS_COMPARED_AT_ONCE and not whatever_the_size:
        return Difference(previous)
    with connection.cursor() as cursor:
        cursor.execute(
            COMPARED, {"list": received_list.pk, "previous": previous.pk, "sample": SAMPLE}
        )
        new, gone, common, new_lines, gone_lines = cursor.fetchone()
    return Difference(previous, new, gone, common, tuple(new_lines or ()), tuple(gone_lines or ()))


def _previous(received_list: ReceivedList) -> ReceivedList | None:
    earlier = ReceivedList.objects.filter(
        body=received_list.body_id,
        kind=received_list.kind,
        state=ListState.CLOSED,
        corrects_list__isnull=True,
        received_at__lt=received_list.received_at,
    ).select_related("body")
    return earlier.order_by("-received_at", "-pk").first()


# --- Before an undo ---------------------------------------------------------------------------


@dataclass(frozen=True)
class UndoPreview:
    """What an undo would take back, and the people it would leave as they are."""

    lines: int
    left: int


def undo_preview(received_list: ReceivedList) -> UndoPreview:
    """Count what an undo would do, without doing it."""
    with transaction.atomic(), connection.cursor() as cursor:
        built_upon.find(received_list, and_lock=False)
        cursor.execute(
            "SELECT count(*) FILTER (WHERE NOT built_upon),"
            " count(DISTINCT person_id) FILTER (WHERE built_upon) FROM undone"
        )
        lines, left = cursor.fetchone()
        cursor.execute("DROP TABLE undone")
    return UndoPreview(lines, left)
