"""The attestation of a person, downloaded from her space; nothing of it is stored."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from cnss_amo.portal.insured import insured_required
from cnss_amo.portal.space.tasks import WHAT_LACKS
from registration.attestation import references, services
from registration.enums import Channel
from registration.models import Attestation


@insured_required
@require_http_methods(["GET", "HEAD", "POST"])
def attestation(request: HttpRequest) -> HttpResponse:
    """Say what it is for and until when it lasts; hand it over, or say why it cannot be yet.

    The one in hand is printed again as long as it lasts; a new one, when she asks, replaces it.
    """
    now = timezone.now()
    person = request.insured.person
    in_hand = services.in_hand(person, at=now)
    if request.method == "POST":
        try:
            return _handed_over(request, in_hand)
        except services.NotYet:
            messages.info(request, str(WHAT_LACKS[services.what_is_lacking(person)]))
            return redirect("portal:attestation")
    lacks = services.what_is_lacking(person)
    context = {
        "lacks": lacks and WHAT_LACKS[lacks],
        "lacks_completion": lacks == "COMPLETION",
        "in_hand": in_hand,
        "reference": in_hand and references.written(in_hand.reference),
        "is_of_today": in_hand and timezone.localdate(in_hand.issued_at) == timezone.localdate(now),
    }
    return render(request, "portal/space_attestation.html", context)


def _handed_over(request: HttpRequest, in_hand: Attestation | None) -> HttpResponse:
    if in_hand is None or "new" in request.POST:
        in_hand = services.issue(
            person_id=request.insured.pk, channel=Channel.PORTAL, at=timezone.now()
        )
    document = services.render(in_hand, low_ink=request.POST.get("ink") == "low")
    name = f"attestation-{references.written(in_hand.reference)}.pdf"
    return HttpResponse(
        document,
        content_type="application/pdf",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )
