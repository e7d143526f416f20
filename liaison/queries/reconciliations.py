"""What the latest check found, in words."""

from datetime import datetime, timedelta
from typing import NamedTuple

from django.conf import settings

from liaison.invariants import INVARIANTS
from liaison.models import Reconciliation

TOO_OLD = timedelta(hours=36)  # every night one is due


class Broken(NamedTuple):
    """An invariant found broken: of what, what is wrong, how many times, the first of them."""

    about: str
    broken: str
    count: int
    examples: list[str]


class Soundness(NamedTuple):
    """The latest check and what it found; whether one is missing; how long rows are kept."""

    latest: Reconciliation | None
    broken: list[Broken]
    is_late: bool
    rows_kept_days: int


def soundness(now: datetime) -> Soundness:
    """What an administrator has to know of the checks of every night."""
    latest = Reconciliation.objects.order_by("-pk").first()
    return Soundness(
        latest=latest,
        broken=told(latest) if latest else [],
        is_late=latest is None or now - latest.at > TOO_OLD,
        rows_kept_days=settings.LIST_ROWS_KEPT_DAYS,
    )


def told(reconciliation: Reconciliation) -> list[Broken]:
    """What a check found; an invariant that is checked no more is told by its code."""
    known = {invariant.code: invariant for invariant in INVARIANTS}
    found = []
    for breach in reconciliation.breaches:
        invariant = known.get(breach["code"])
        about = str(invariant.about.label) if invariant else ""
        words = str(invariant.broken) if invariant else breach["code"]
        found.append(Broken(about, words, breach["count"], breach["examples"]))
    return found
