from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from cnss_amo.accounts.queries import sights_of
from cnss_amo.portal.insured import insured_required
from registration.queries import files_of

SHOWN = 100


@insured_required
@require_safe
def looks(request: HttpRequest) -> HttpResponse:
    """Who saw her file: when, in which role, what for; never a colleague's name."""
    sights = sights_of(*files_of(request.insured.pk), limit=SHOWN)
    return render(request, "portal/space_looks.html", {"sights": sights, "most": SHOWN})
