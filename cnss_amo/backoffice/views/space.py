"""The personal space of an insured person, closed and reopened by a supervisor, for a reason."""

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from cnss_amo.accounts.enums import LookKind, Role
from cnss_amo.backoffice.space_forms import ReasonForm
from cnss_amo.backoffice.views import doors
from registration.models import Account
from registration.services.account import SpaceStands, disable_account, reopen_account


@doors.open_to(Role.SUPERVISOR)
@require_http_methods(["GET", "HEAD", "POST"])
def space(request: HttpRequest, person_id: int) -> HttpResponse:
    """Close a space that somebody else may be in; open it again when that is settled."""
    page = doors.page_of(request, person_id)
    account = Account.objects.filter(person=person_id).first()
    form = ReasonForm(request.POST if request.method == "POST" else None)
    doors.record(request, LookKind.ACT, [person_id])
    if account and form.is_valid():
        _act(request, account, form.cleaned_data["reason"])
        return redirect("backoffice:space", person_id)
    context = {"page": page, "account": account, "form": form}
    return render(request, "backoffice/person/space.html", context)


def _act(request: HttpRequest, account: Account, reason: str) -> None:
    """Do what the button said, whatever stands by now."""
    reopens = "reopen" in request.POST
    act = reopen_account if reopens else disable_account
    try:
        with transaction.atomic():
            act(account=account, by=request.user, reason=reason, at=timezone.now())
    except SpaceStands as fact:
        messages.info(request, str(fact))
    else:
        told = (
            _("L'espace est rouvert. La personne y entre avec un nouveau code.")
            if reopens
            else _("L'espace est fermé : qui y était en est sorti.")
        )
        messages.success(request, told)
