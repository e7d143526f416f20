"""The canaries that an auditor keeps: people whom no work leads to."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from cnss_amo.accounts import perms
from cnss_amo.accounts.models import CanaryPerson
from cnss_amo.accounts.services import add_canary, remove_canary
from cnss_amo.backoffice.control_forms import CanaryForm
from cnss_amo.backoffice.views import doors

auditors = perms.role_required(*perms.AUDITORS)


@auditors
@doors.get_or_post
def canaries(request: HttpRequest) -> HttpResponse:
    """The canaries, by their references alone; add one."""
    form = CanaryForm(doors.posted(request))
    if form.is_valid():
        asked = form.cleaned_data
        if add_canary(person_id=asked["whom"], by=request.user, note=asked["note"]):
            messages.success(request, _("Cette personne est une sentinelle."))
        else:
            messages.warning(request, _("Cette personne était déjà une sentinelle."))
        return redirect("backoffice:canaries")
    kept = CanaryPerson.objects.select_related("added_by").order_by("-added_at", "-pk")
    return render(request, "backoffice/control/canaries.html", {"form": form, "canaries": kept})


@auditors
@require_POST
def remove(request: HttpRequest, person_id: int) -> HttpResponse:
    """Watch over her no more."""
    if remove_canary(person_id=person_id):
        messages.success(request, _("Cette personne n'est plus une sentinelle."))
    return redirect("backoffice:canaries")
