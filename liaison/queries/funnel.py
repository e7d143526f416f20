"""The funnel as the CNSS publishes it: received, reliable, covered elsewhere, registered."""

from collections import Counter, defaultdict
from typing import NamedTuple

from liaison.enums import ListState, Outcome
from liaison.models import ReceivedList
from registration.models import Category

NO_CATEGORY = "—"
UNRELIABLE = (Outcome.REFUSED, Outcome.DUPLICATE)
REGISTERED = (Outcome.REGISTERED, Outcome.ACTIVITY_ADDED)
SAID_AGAIN = (Outcome.UPDATED, Outcome.UNCHANGED, Outcome.ENDED)  # already counted, or leaving


class FunnelLine(NamedTuple):
    """What became of the rows of one body in one category; `—` where no category could be read."""

    body: str
    category: str
    received: int
    reliable: int
    covered_elsewhere: int
    registered: int


def published_funnel() -> list[FunnelLine]:
    """The funnel of the closed lists, by body and category, from the counts each list keeps.

    An activity that a later list says again is counted once.
    """
    counted: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    closed = ReceivedList.objects.filter(state=ListState.CLOSED)
    for body, by_category in closed.values_list("body", "by_category"):
        for category, outcomes in by_category.items():
            counted[body, category] += Counter(outcomes)
    ranks = dict(Category.objects.values_list("code", "position"))
    order = sorted(counted, key=lambda place: (place[0], ranks.get(place[1], len(ranks))))
    return [_line(*place, counted[place]) for place in order]


def _line(body: str, category: str, outcomes: Counter[str]) -> FunnelLine:
    received = outcomes.total() - sum(outcomes[outcome] for outcome in SAID_AGAIN)
    return FunnelLine(
        body=body,
        category=category or NO_CATEGORY,
        received=received,
        reliable=received - sum(outcomes[outcome] for outcome in UNRELIABLE),
        covered_elsewhere=outcomes[Outcome.COVERED_ELSEWHERE],
        registered=sum(outcomes[outcome] for outcome in REGISTERED),
    )
