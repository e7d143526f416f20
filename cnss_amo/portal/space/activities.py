"""What the CNSS thinks a person does, and why it thinks so."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from cnss_amo.portal.insured import insured_required
from liaison.queries import Provenance, provenance_of
from registration.enums import OPEN_SUBMISSIONS, OriginKind
from registration.facts import facts_in_words
from registration.models import Activity, Contest
from registration.queries import files_of


@dataclass(frozen=True)
class Known:
    """An activity, what was said of it, where that comes from, and whether she contests it."""

    activity: Activity
    facts: list[tuple[str, str]]
    provenance: Provenance
    contest: Contest | None
    is_continued: bool = False  # by the same activity, of which something changed that day

    @property
    def is_running(self) -> bool:
        """Whether nothing has ended it."""
        return self.activity.ends_on is None

    @property
    def is_on_request(self) -> bool:
        """Whether she asked for it herself."""
        return self.activity.origin_kind == OriginKind.REQUEST

    @property
    def is_on_ruling(self) -> bool:
        """Whether somebody of the CNSS settled it, papers in hand."""
        return self.activity.origin_kind == OriginKind.RULING


@insured_required
@require_safe
def activities(request: HttpRequest) -> HttpResponse:
    """Each activity: since when, which body said so, in which list, and how not to agree."""
    person = request.insured.person
    known = list(
        Activity.objects.filter(person=person)
        .select_related("category", "sub_category")
        .order_by("-begins_on", "-pk")
    )
    provenance = provenance_of(known, files=files_of(person.pk))
    open_ones = Contest.objects.filter(person=person, state__in=OPEN_SUBMISSIONS)
    contests = {one.activity_id: one for one in open_ones}
    begun = {(one.category_id, one.begins_on) for one in known}
    context = {
        "activities": [
            Known(
                activity=one,
                facts=facts_in_words(one),
                provenance=provenance[one.pk],
                contest=contests.get(one.pk),
                is_continued=(one.category_id, one.ends_on) in begun,
            )
            for one in known
        ]
    }
    return render(request, "portal/space_activities.html", context)
