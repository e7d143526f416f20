"""What waits for a decision: conflicts, people no longer listed, rows set apart."""

from collections.abc import Iterable

from django.db.models import QuerySet

from liaison.enums import AWAITING_DECISION, ListState, Outcome
from liaison.models import ReceivedList, Row, RowOutcome
from liaison.queries.rows import Line
from registration.models import Activity


def _rows_waiting(outcome: Outcome) -> QuerySet[RowOutcome]:
    closed = ReceivedList.objects.filter(state=ListState.CLOSED).values("pk")
    return RowOutcome.objects.filter(outcome=outcome, list_id__in=closed).order_by(
        "list_id", "line"
    )


def conflicts_waiting() -> QuerySet[RowOutcome]:
    """The rows in conflict with somebody of the register, in the order they came."""
    return _rows_waiting(Outcome.CONFLICT)


def waiting_rows() -> QuerySet[RowOutcome]:
    """The rows that wait for their category or their mandate to open."""
    return _rows_waiting(Outcome.WAITING)


def quarantined_rows() -> QuerySet[RowOutcome]:
    """The rows that were right and could not be written."""
    return _rows_waiting(Outcome.QUARANTINED)


def lines_waiting(decided: Iterable[RowOutcome]) -> list[Line]:
    """Rows that wait, with their list and what was read of them."""
    decided = list(decided)
    places = [(outcome.list_id, outcome.line) for outcome in decided]
    lists = ReceivedList.objects.select_related("body").in_bulk({place[0] for place in places})
    rows = {(row.list_id, row.line): row for row in Row.objects.filter(pk__in=places)}
    return [
        Line(
            received_list=lists[outcome.list_id],
            number=outcome.line,
            row=rows.get((outcome.list_id, outcome.line)),
            decided=outcome,
        )
        for outcome in decided
    ]


def lists_to_decide() -> QuerySet[ReceivedList]:
    """The lists that wait to be approved or refused, the longest planned first."""
    lists = ReceivedList.objects.filter(state__in=AWAITING_DECISION, corrects_list__isnull=True)
    return lists.select_related("body").order_by("planned_at", "pk")


def missing_people() -> QuerySet[Activity]:
    """The open activities that a complete list no longer names, with their people."""
    return (
        Activity.objects.open()
        .filter(missing_list__isnull=False)
        .select_related("person", "category")
        .order_by("missing_list", "pk")
    )
