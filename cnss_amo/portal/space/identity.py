"""Say that something is wrong in one's identity; somebody of the CNSS checks it."""

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from cnss_amo.accounts.services.actors import SYSTEM_INSURED, system_user
from cnss_amo.portal.insured import insured_required
from cnss_amo.portal.space.forms import IdentityForm
from registration.enums import PaperSeen
from registration.models import Correction
from registration.services.correct import CorrectionWaits, NothingToCorrect, propose_correction


@insured_required
@require_http_methods(["GET", "HEAD", "POST"])
@sensitive_post_parameters()
def identity(request: HttpRequest) -> HttpResponse:
    """Propose what her identity should say; nothing changes before it is checked."""
    person = request.insured.person
    if waiting := Correction.objects.waiting().filter(person=person).first():
        return render(request, "portal/space_identity_waits.html", {"asked": waiting})
    form = IdentityForm(request.POST if request.method == "POST" else None, person=person)
    if form.is_valid():
        try:
            _propose(request, form)
        except CorrectionWaits:  # a second press: the page that follows says so
            return redirect("portal:identity")
        except NothingToCorrect as fact:
            form.add_error(None, str(fact))
        else:
            messages.success(request, _("Votre demande est enregistrée. La CNSS la vérifie."))
            return redirect("portal:data")
    return render(request, "portal/space_identity.html", {"form": form})


def _propose(request: HttpRequest, form: IdentityForm) -> None:
    with override("fr"):  # read by colleagues
        reason = _("Demandé par la personne, depuis son espace.")
    with transaction.atomic():
        propose_correction(
            person_id=request.insured.pk,
            values=form.values(),
            reason=" ".join(filter(None, (reason, form.cleaned_data["why"]))),
            paper=PaperSeen.NONE,
            by=system_user(SYSTEM_INSURED),
            at=timezone.now(),
        )
