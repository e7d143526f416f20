"""What happened to a person's file, told to her in plain words."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from cnss_amo.portal.insured import insured_required
from cnss_amo.portal.space.words import EVENTS, channel_in_words, data_in_words, state_in_words
from liaison.models import LiaisonBody
from registration.models import Activity
from registration.queries import Happening, PersonFile, person_file

SHOWN = 60


@dataclass(frozen=True)
class Told:
    """One thing that happened: when, what, a detail; `at` has a time only when there was one."""

    at: date | datetime
    title: str
    detail: str = ""
    by: str = ""

    @property
    def moment(self) -> datetime:
        """Where it stands among the others: a whole day comes before its hours."""
        if isinstance(self.at, datetime):
            return self.at
        return timezone.make_aware(datetime.combine(self.at, time.min))


@insured_required
@require_safe
def history(request: HttpRequest) -> HttpResponse:
    """The history of her registration, the latest first."""
    file = person_file(request.insured.pk)
    told = sorted(_told(file), key=lambda one: one.moment, reverse=True)
    context = {"state": state_in_words(file.person), "events": told[:SHOWN]}
    return render(request, "portal/space_history.html", context)


def _told(file: PersonFile) -> Iterator[Told]:
    if file.person.registered_on:
        yield Told(file.person.registered_on, _("La CNSS vous a donné votre numéro."))
    for happening in file.history:
        if happening.kind == "EVENT" and happening.code in EVENTS:
            yield _event(happening)
    yield from _in_law(file.activities)


def _event(happening: Happening) -> Told:
    details = happening.details
    return Told(
        happening.at,
        str(EVENTS[happening.code]),
        detail=data_in_words(details.get("fields", ())),
        by=channel_in_words(details.get("channel")),
    )


def _in_law(activities: list[Activity]) -> Iterator[Told]:
    """The activities as the bodies told them: begun, changed, ended."""
    bodies = LiaisonBody.objects.in_bulk({one.body for one in activities})
    begun = {(one.category_id, one.begins_on) for one in activities}
    for one in activities:
        what, body = str(one.sub_category), str(bodies.get(one.body, ""))
        is_new = one.begins_on == one.started_on
        title = _("Votre activité commence.") if is_new else _("Votre activité change.")
        yield Told(one.begins_on, title, what, body)
        if one.ends_on and (one.category_id, one.ends_on) not in begun:
            yield Told(one.ends_on, _("Votre activité prend fin."), what, body)
