"""Who saw a person's file: when, in which role and where, what for; never a colleague's name."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from agencies.models import Agency, Point
from cnss_amo.accounts.queries import sights_of
from cnss_amo.accounts.queries.looks import Sight
from cnss_amo.portal.insured import insured_required
from registration.queries import files_of

SHOWN = 100


@dataclass(frozen=True)
class Seen:
    """A look, and the name of the agency or point that it came from, where known."""

    sight: Sight
    place: Agency | Point | None


@insured_required
@require_safe
def looks(request: HttpRequest) -> HttpResponse:
    """The last looks at her file, the latest first."""
    sights = sights_of(*files_of(request.insured.pk), limit=SHOWN)
    places = _places({sight.place for sight in sights} - {""})
    seen = [Seen(sight, places.get(sight.place)) for sight in sights]
    return render(request, "portal/space_looks.html", {"seen": seen, "most": SHOWN})


def _places(codes: set[str]) -> dict[str, Agency | Point]:
    """The agencies and points of these codes."""
    return {
        place.code: place
        for model in (Point, Agency)
        for place in (model.objects.filter(code__in=codes) if codes else ())
    }
