"""The attestation at the desk: issued and printed on the spot, revoked by a supervisor."""

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from cnss_amo.accounts import perms
from cnss_amo.accounts.enums import LookKind, Role
from cnss_amo.backoffice.attestation_forms import InkForm, RevocationForm
from cnss_amo.backoffice.queries.attestations import Issued, issued_to
from cnss_amo.backoffice.views import doors
from registration.attestation import references, services
from registration.enums import Channel
from registration.models import Attestation
from registration.services.proposals import FileAbsorbed


@doors.desk
@doors.get_or_post
@never_cache
def attestation(request: HttpRequest, person_id: int) -> HttpResponse:
    """Issue an attestation and hand its page over; or say plainly what remains to be done."""
    page = doors.page_of(request, person_id)
    form = InkForm(doors.posted(request), initial={"ink": ""})
    if form.is_valid():
        try:
            return _handed_over(request, person_id, low_ink=form.low_ink)
        except (services.NotYet, FileAbsorbed) as fact:
            messages.warning(request, str(fact))
            return redirect("backoffice:attestation", person_id)
    doors.record(request, LookKind.PERSON, [person_id])
    context = {
        "page": page,
        "form": form,
        "lacks": services.what_is_lacking(page.person),
        "attestations": issued_to(person_id, timezone.now()),
        "may_revoke": perms.holds_any(request.user, Role.SUPERVISOR),
    }
    return render(request, "backoffice/person/attestation.html", context)


@doors.open_to(Role.SUPERVISOR)
@doors.get_or_post
def revoke(request: HttpRequest, person_id: int, reference: str) -> HttpResponse:
    """Say that an attestation is worth nothing any more, and why."""
    page = doors.page_of(request, person_id)
    issued = _issued(person_id, reference)
    form = RevocationForm(doors.posted(request))
    if form.is_valid():
        try:
            _revoke(request, issued, form.cleaned_data["reason"])
        except services.AlreadyRevoked as fact:
            messages.info(request, str(fact))
        else:
            messages.success(request, _("L'attestation est révoquée : qui la vérifie l'apprend."))
        doors.record(request, LookKind.ACT, [person_id])
        return redirect("backoffice:attestation", person_id)
    doors.record(request, LookKind.ACT, [person_id])
    context = {"page": page, "form": form, "issued": issued}
    return render(request, "backoffice/person/revoke_attestation.html", context)


def _handed_over(request: HttpRequest, person_id: int, *, low_ink: bool) -> HttpResponse:
    with transaction.atomic():
        issued = services.issue(
            person_id=person_id, by=request.user, channel=Channel.AGENCY, at=timezone.now()
        )
        doors.record(request, LookKind.PRINT, [person_id])
    document = services.render(issued, low_ink=low_ink)
    name = f"attestation-{references.written(issued.reference)}.pdf"
    return HttpResponse(
        document,
        content_type="application/pdf",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


def _issued(person_id: int, reference: str) -> Issued:
    """One of her attestations; somebody else's is not found."""
    for issued in issued_to(person_id, timezone.now()):
        if issued.attestation.reference == references.typed(reference):
            return issued
    raise Http404


def _revoke(request: HttpRequest, issued: Issued, reason: str) -> Attestation:
    return services.revoke(
        attestation_id=issued.attestation.pk,
        reason=reason,
        by=request.user,
        at=timezone.now(),
    )
