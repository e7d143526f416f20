"""What happened to a person, from all that tells it: lists, events, cases, audit, the law."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time

from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from cnss_amo.backoffice import words
from cnss_amo.localisation.dates import in_words
from liaison.enums import WRITTEN, ListState
from liaison.models import ReceivedList, RowOutcome
from registration.models import Activity
from registration.queries import Happening, PersonFile


@dataclass(frozen=True)
class Entry:
    """One thing, with when, what and by whom; `at` has a time only when there was one."""

    at: date | datetime
    title: str
    by: str = ""
    detail: str = ""

    @property
    def moment(self) -> datetime:
        """Where it stands among the others: a whole day comes before its hours."""
        if isinstance(self.at, datetime):
            return self.at
        return timezone.make_aware(datetime.combine(self.at, time.min))


@dataclass(frozen=True)
class Mentions:
    """The lines of lists that spoke of a person, and the lists of her activities."""

    outcomes: list[RowOutcome]
    lists: dict[int, ReceivedList]


def timeline(
    file: PersonFile, mentions: Mentions, *, with_links: bool, hidden: Collection[str] = ()
) -> list[Entry]:
    """Everything that happened to a person, newest first, each thing told once.

    What stood before in a hidden field is not told.
    """
    entries = [
        *_in_lists(mentions, with_links),
        *_recorded(file, mentions, hidden),
        *_in_law(file.activities),
    ]
    return sorted(entries, key=lambda entry: entry.moment, reverse=True)


def acts(file: PersonFile) -> list[Entry]:
    """What people did on the file, newest first."""
    return [_act(one) for one in file.history if one.kind in ("EVENT", "CASE")]


def origin(activity: Activity, lists: dict[int, ReceivedList], *, with_links: bool) -> str:
    """Where an activity came from: the list and its line."""
    received_list = lists.get(activity.origin_list or 0)
    if received_list is None:
        return activity.get_origin_kind_display()
    return place(received_list, activity.origin_line, with_links)


def _in_lists(mentions: Mentions, with_links: bool) -> Iterator[Entry]:
    for outcome in mentions.outcomes:
        received_list = mentions.lists.get(outcome.list_id)
        if received_list is None:
            continue
        title = words.outcome_in_words(outcome.outcome)
        if received_list.state == ListState.UNDONE:
            title = _("%(what)s (liste annulée depuis)") % {"what": title}
        yield Entry(
            at=_registered_at(received_list),
            title=title,
            by=str(received_list.body),
            detail=_said(outcome, place(received_list, outcome.line, with_links)),
        )


def _said(outcome: RowOutcome, place: str) -> str:
    changed = words.fields_in_words(outcome.changes or ())
    proposed = words.fields_in_words(outcome.proposals or ())
    if changed:
        place = format_html(_("{place} · a changé : {data}"), place=place, data=changed)
    if proposed:
        told = _("{place} · dit autre chose, non repris : {data}")
        place = format_html(told, place=place, data=proposed)
    return place


def place(received_list: ReceivedList, line: int | None, with_links: bool) -> str:
    """Where something stands: a list by its reference, and its line."""
    reference = format_html('<bdi dir="ltr" class="whole">{}</bdi>', received_list.reference)
    if with_links:
        url = reverse("liaison:list", args=[received_list.pk])
        reference = format_html('<a href="{}">{}</a>', url, reference)
    if line is None:
        where = format_html(_("Liste {reference}"), reference=reference)
    else:
        where = format_html(_("Liste {reference} · ligne {line}"), reference=reference, line=line)
    dropped_at = received_list.rows_dropped_at
    if dropped_at is None:
        return where
    day = in_words(timezone.localtime(dropped_at))
    return format_html(_("{place} (lignes effacées le {day})"), place=where, day=day)


def _registered_at(received_list: ReceivedList) -> datetime:
    return received_list.closed_at or received_list.registering_at or received_list.received_at


def _recorded(file: PersonFile, mentions: Mentions, hidden: Collection[str]) -> Iterator[Entry]:
    """Events and cases; and the changes that no list and no event explains."""
    told: set[tuple[datetime, str]] = set()
    for happening in file.history:
        if happening.kind in ("EVENT", "CASE"):
            yield _act(happening)
        elif "act" not in happening.details and not _came_from_a_list(happening, mentions):
            entry = _change(happening, hidden)
            if (entry.at, entry.title + entry.detail) not in told:
                told.add((entry.at, entry.title + entry.detail))
                yield entry


def _act(happening: Happening) -> Entry:
    details = happening.details
    fields, paper = details.get("fields", ()), details.get("paper")
    said = (words.fields_in_words(fields), words.paper_in_words(paper), details.get("reason"))
    title = capfirst(happening.label)
    return Entry(happening.at, title, happening.by, " · ".join(filter(None, said)))


def _change(happening: Happening, hidden: Collection[str]) -> Entry:
    if "undo" in happening.details:
        return Entry(
            happening.at, _("Annulation d'une liste : retour à l'état d'avant"), happening.by
        )
    if happening.kind == "PERSON_CHANGED":
        title = _("Fiche modifiée")
    else:
        deleted = happening.code == "delete"
        title = _("Activité supprimée") if deleted else _("Activité modifiée")
    said = (words.changes_in_words(happening.was, hidden=hidden), happening.details.get("reason"))
    return Entry(happening.at, title, happening.by, " · ".join(filter(None, said)))


def _came_from_a_list(happening: Happening, mentions: Mentions) -> bool:
    """Whether a list that wrote to the person was being registered at that instant."""
    if happening.by:
        return False
    writing = {outcome.list_id for outcome in mentions.outcomes if outcome.outcome in WRITTEN}
    return any(
        received_list.registering_at is not None
        and received_list.registering_at <= happening.at
        and (received_list.closed_at is None or happening.at <= received_list.closed_at)
        for list_id, received_list in mentions.lists.items()
        if list_id in writing
    )


def _in_law(activities: list[Activity]) -> Iterator[Entry]:
    """What is true from a day on, whenever it was recorded."""
    begun = {(activity.category_id, activity.begins_on) for activity in activities}
    for activity in activities:
        what = str(activity.sub_category)
        if activity.begins_on == activity.started_on:
            yield Entry(activity.started_on, _("Début de l'activité"), detail=what)
        else:
            yield Entry(activity.begins_on, _("Nouvelle situation de l'activité"), detail=what)
        if activity.subject_from != activity.started_on == activity.begins_on:
            yield Entry(activity.subject_from, _("Assujettissement à l'AMO"), detail=what)
        if activity.ends_on and (activity.category_id, activity.ends_on) not in begun:
            yield Entry(activity.ends_on, _("Fin de l'activité"), detail=what)
