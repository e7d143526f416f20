"""Merge two files of one person: the older number stands, nothing is lost, a split can undo it.

An agent proposes, a second person decides. The absorbed file becomes a signpost: it keeps its
number and its past, and whatever finds it is led to the file that stands.
"""

from collections.abc import Callable
from datetime import datetime
from typing import TypeVar

import pghistory
from django.db import OperationalError, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from psycopg2.errors import DeadlockDetected

from cnss_amo.accounts.models import User
from cnss_amo.accounts.services import follow_canary
from registration.enums import EventKind, MergerState, PaperSeen
from registration.models import Activity, Correction, Event, Merger, Person
from registration.queries.merging import older_first, overlaps, striking_differences
from registration.services import moving, proposals

ATTEMPTS = 5
Done = TypeVar("Done")


class MergerWaits(Exception):
    """One of the two files waits already for a decision; the message can be shown as it is."""


class OverlappingActivities(Exception):
    """The two files contradict each other and nobody said which one is believed."""

    def __init__(self, categories: list[str]) -> None:
        super().__init__(
            _(
                "Les deux dossiers se contredisent (%(categories)s)."
                " Dites, pour chaque catégorie, lequel garder."
            )
            % {"categories": ", ".join(categories)}
        )
        self.categories = categories


class StrikinglyDifferent(Exception):
    """The two files hardly look like one person's, and nobody said that she saw it."""

    def __init__(self, differences: list[str]) -> None:
        super().__init__(
            _(
                "Ces deux dossiers ne se ressemblent pas : %(what)s."
                " Confirmez que c'est bien une seule personne."
            )
            % {"what": ", ".join(differences)}
        )


@transaction.atomic
def propose_merger(
    *,
    person_id: int,
    other_id: int,
    preferred: dict[str, int] | None = None,
    differences_seen: bool = False,
    reason: str,
    paper: PaperSeen,
    by: User,
    at: datetime,
) -> Merger:
    """Propose that two files are of one person; `preferred` says, by category, whom to believe.

    Raises MergerWaits, OverlappingActivities, StrikinglyDifferent, FileAbsorbed, ReasonRequired.
    """
    reason = proposals.required(reason)
    survivor, absorbed = older_first(*proposals.locked(person_id, other_id))
    _require_nothing_open(survivor, absorbed)
    differences = striking_differences(survivor, absorbed)
    if differences and not differences_seen:
        raise StrikinglyDifferent(differences)
    preferred = preferred or {}
    _settled(survivor, activities_of(survivor, absorbed), preferred)
    return Merger.objects.create(
        survivor=survivor,
        absorbed=absorbed,
        preferred=preferred,
        reason=reason,
        paper=paper,
        by=by,
        proposed_at=at,
    )


def accept_merger(*, merger_id: int, by: User, at: datetime, reason: str = "") -> Merger:
    """Merge as was proposed, in one transaction with an event on both files.

    Raises NotWaiting, NeedsSecondPerson, ChangedMeanwhile, FileAbsorbed, MergerWaits or
    OverlappingActivities.
    """
    return patiently(lambda: _accept(merger_id, by, at, reason))


@transaction.atomic
def refuse_merger(*, merger_id: int, by: User, at: datetime, reason: str) -> Merger:
    """Leave both files as they are, and say why to whoever proposed."""
    reason = proposals.required(reason)
    merger = proposals.waiting(Merger, merger_id, by, at)
    proposals.decide(merger, MergerState.REFUSED, by, at, reason)
    return merger


def patiently(act: Callable[[], Done]) -> Done:
    """Do an act again when it met somebody who was writing to the same people: a list, mostly."""
    for attempt in range(ATTEMPTS):
        try:
            with transaction.atomic():
                return act()
        except OperationalError as met:
            if attempt + 1 == ATTEMPTS or not isinstance(met.__cause__, DeadlockDetected):
                raise
    raise AssertionError("the last attempt returns or raises")


def activities_of(*people: Person) -> list[Activity]:
    """Return the activities of files, locked."""
    rows = Activity.objects.select_for_update(of=("self",)).select_related("category")
    return list(rows.filter(person__in=people).order_by("pk"))


def _accept(merger_id: int, by: User, at: datetime, reason: str) -> Merger:
    merger = proposals.waiting(Merger, merger_id, by, at)
    survivor, absorbed = proposals.locked(merger.survivor_id, merger.absorbed_id)
    if older_first(survivor, absorbed)[0] is not survivor:
        raise proposals.ChangedMeanwhile(
            _("L'autre dossier est maintenant le plus ancien. Refusez, puis proposez à nouveau.")
        )
    _require_no_correction(survivor, absorbed)
    activities = activities_of(survivor, absorbed)
    aside = _settled(survivor, activities, merger.preferred)
    with pghistory.context(
        user=by.pk, act=EventKind.FILES_MERGED, merger=merger.pk, reason=merger.reason
    ):
        moved = moving.move(survivor, absorbed, activities, aside, at)
        moved["canary"] = follow_canary(former=absorbed.pk, standing=survivor.pk)
    merger.set_aside = [activity.pk for activity in aside]
    moved["event"] = record(
        merger,
        EventKind.FILES_MERGED,
        merger.reason,
        by=by,
        acted_at=merger.proposed_at,
        at=at,
    )
    merger.moved = moved
    proposals.decide(merger, MergerState.MERGED, by, at, reason)
    return merger


def _settled(
    survivor: Person, activities: list[Activity], preferred: dict[str, int]
) -> list[Activity]:
    """The activities that give way; raise OverlappingActivities when nobody said which."""
    found = overlaps(survivor, activities)
    unsettled = sorted(found.by_category.keys() - preferred.keys())
    if unsettled:
        raise OverlappingActivities(unsettled)
    return found.set_aside(preferred, survivor.pk)


def _require_nothing_open(*both: Person) -> None:
    concerned = Merger.objects.waiting().filter(Q(survivor__in=both) | Q(absorbed__in=both))
    if concerned.exists():
        raise MergerWaits(_("Une fusion de l'un de ces dossiers attend déjà sa décision."))
    _require_no_correction(*both)


def _require_no_correction(*both: Person) -> None:
    if Correction.objects.waiting().filter(person__in=both).exists():
        raise MergerWaits(_("Une correction de l'un de ces dossiers attend sa décision."))


def record(
    merger: Merger, kind: EventKind, reason: str, *, by: User, acted_at: datetime, at: datetime
) -> int:
    """Write an event on both files; return the id of the last one."""
    for person_id in (merger.survivor_id, merger.absorbed_id):
        event = Event.objects.create(
            person_id=person_id,
            kind=kind,
            in_force_on=timezone.localdate(at),
            acted_at=acted_at,
            by=by,
            details={"merger": merger.pk, "reason": reason, "paper": merger.paper},
        )
    return event.pk
