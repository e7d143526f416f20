"""Split two files that were merged by mistake, as long as nothing was built on the merger."""

from collections.abc import Callable
from datetime import datetime

import pghistory
from django.db.models import Q
from django.utils.translation import gettext as _

from cnss_amo.accounts.models import User
from cnss_amo.accounts.services import remove_canary
from registration.enums import EventKind, MergerState
from registration.models import Correction, Event, Merger, Person
from registration.services import moving, proposals
from registration.services.merge import activities_of, patiently, record

# Whoever keeps things about people above the register says here what was built on a merger.
Question = Callable[[Merger], list[str]]
built_elsewhere: list[Question] = []


class BuiltUpon(Exception):
    """Something stands in the way of a split; the message says what."""

    def __init__(self, obstacles: list[str]) -> None:
        super().__init__(
            _("Ces dossiers ne se séparent plus : %(what)s.") % {"what": " ; ".join(obstacles)}
        )
        self.obstacles = obstacles


def split_files(*, merger_id: int, by: User, at: datetime, reason: str) -> Merger:
    """Give back to each file what it had, with an event on both.

    Raises NotWaiting when they are not merged, NeedsSecondPerson when `by` wanted them merged,
    BuiltUpon, or ReasonRequired.
    """
    reason = proposals.required(reason)
    return patiently(lambda: _split(merger_id, by, at, reason))


def obstacles(merger: Merger) -> list[str]:
    """What stands in the way of a split, in words; nothing when it can be done."""
    survivor, absorbed = merger.survivor, merger.absorbed
    found = [
        *_merged_again(survivor, absorbed),
        *_happened_since(merger),
        *_held_since(merger),
        *_data_since(merger),
    ]
    for question in built_elsewhere:
        found += question(merger)
    return found


def _split(merger_id: int, by: User, at: datetime, reason: str) -> Merger:
    merged = Merger.objects.select_for_update(of=("self",)).filter(state=MergerState.MERGED)
    merger = merged.filter(pk=merger_id).first()
    if merger is None:
        raise proposals.NotWaiting(_("Ces dossiers ne sont pas fusionnés, ou plus."))
    if merger.by_id == by.pk:
        raise proposals.NeedsSecondPerson(
            _("Vous avez proposé cette fusion : une autre personne sépare les dossiers.")
        )
    both = (merger.survivor_id, merger.absorbed_id)
    people = Person.objects.select_for_update(of=("self",)).filter(pk__in=both).order_by("pk")
    found = {person.pk: person for person in people}
    merger.survivor, merger.absorbed = (found[pk] for pk in both)
    activities_of(merger.survivor, merger.absorbed)
    if in_the_way := obstacles(merger):
        raise BuiltUpon(in_the_way)
    with pghistory.context(user=by.pk, act=EventKind.FILES_SPLIT, merger=merger.pk, reason=reason):
        moving.put_back(merger.survivor, merger.absorbed, merger.moved)
        if merger.moved.get("canary"):
            remove_canary(person_id=merger.survivor_id)
    merger.state, merger.split_by, merger.split_at = MergerState.SPLIT, by, at
    merger.save()
    record(merger, EventKind.FILES_SPLIT, reason, by=by, acted_at=at, at=at)
    return merger


def _merged_again(survivor: Person, absorbed: Person) -> list[str]:
    found = []
    if survivor.merged_into_id is not None:
        found.append(_("le dossier gardé a été fusionné à son tour"))
    both = (survivor, absorbed)
    corrections = Correction.objects.waiting().filter(person__in=both)
    mergers = Merger.objects.waiting().filter(Q(survivor__in=both) | Q(absorbed__in=both))
    waiting = (one.order_by().values("pk") for one in (corrections, mergers))
    if next(waiting).union(*waiting).exists():
        found.append(_("une correction ou une fusion attend sa décision"))
    return found


def _happened_since(merger: Merger) -> list[str]:
    """Events since, save those of a later merger that was split again."""
    files = (merger.survivor_id, merger.absorbed_id)
    since = Event.objects.filter(person__in=files, pk__gt=merger.moved["event"]).order_by("pk")
    mergers = {event.details.get("merger") for event in since} - {None}
    gone = set()
    if mergers:
        split = Merger.objects.filter(pk__in=mergers, state=MergerState.SPLIT)
        gone = set(split.values_list("pk", flat=True))
    return [
        _("%(what)s le %(day)s") % {"what": event.get_kind_display(), "day": _day(event)}
        for event in since
        if event.details.get("merger") not in gone
    ]


def _day(event: Event) -> str:
    return f"{event.recorded_at:%d/%m/%Y}"


def _held_since(merger: Merger) -> list[str]:
    """Compare the activities and the papers that the merger left with what is there."""
    moved, now = merger.moved, moving.held(merger.survivor)
    papers = {*moved["documents"], moved["own_document"]} - {None}
    found = []
    if {one["id"] for one in now["activities"]} - {one["id"] for one in moved["held"]}:
        found.append(_("une activité a été ajoutée depuis"))
    elif now["activities"] != moved["held"]:
        found.append(_("une activité a changé depuis"))
    if papers - set(now["papers"]) or moved["took_document"] and not merger.survivor.document_key:
        found.append(_("une pièce d'identité a changé depuis"))
    return found


def _data_since(merger: Merger) -> list[str]:
    """Compare what the merger wrote with what is there: the absorbed file kept its own data."""
    survivor, absorbed, moved = merger.survivor, merger.absorbed, merger.moved
    columns = [column for name in moved["filled"] for column in moving.TAKEN[name]]
    found = []
    if survivor.state != moved["state"]:
        found.append(_("l'immatriculation a changé d'état depuis"))
    if any(_differ(survivor, absorbed, column) for column in columns):
        found.append(_("une donnée reprise a changé depuis"))
    return found


def _differ(survivor: Person, absorbed: Person, column: str) -> bool:
    """Whether a datum changed; sealed bytes differ whenever they are sealed again."""
    ours, theirs = getattr(survivor, column), getattr(absorbed, column)
    if column.endswith("_key"):
        return bytes(ours or b"") != bytes(theirs or b"")
    return ours != theirs and not column.endswith("_sealed")
