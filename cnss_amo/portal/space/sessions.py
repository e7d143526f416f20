"""Where a person is signed in, and how to end it from here."""

from dataclasses import dataclass
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from cnss_amo.portal.insured import insured_required, session_of
from cnss_amo.portal.space.devices import device_in_words
from registration.models import AccountSession
from registration.queries import open_sessions
from registration.services.account import end_sessions


@dataclass(frozen=True)
class Device:
    """A session as she recognises it."""

    session: AccountSession
    name: str
    is_this_one: bool


@insured_required
@require_http_methods(["GET", "HEAD", "POST"])
def sessions(request: HttpRequest) -> HttpResponse:
    """Show each device that is signed in; end one, or all but this one."""
    here = session_of(request)
    if request.method == "POST":
        _end(request, here)
        return redirect("portal:sessions")
    devices = [
        Device(one, device_in_words(one.device), one.pk == here)
        for one in open_sessions(request.insured, at=timezone.now())
    ]
    return render(request, "portal/space_sessions.html", {"devices": devices})


def _end(request: HttpRequest, here: UUID | None) -> None:
    """End what was asked, never the session that she is in: signing out does that."""
    asked = request.POST.get("session")
    if asked is None:
        ended = end_sessions(account=request.insured, keep=here, at=timezone.now())
    else:
        key = _key(asked)
        ended = (
            end_sessions(account=request.insured, only=key, at=timezone.now())
            if key and key != here
            else 0
        )
    if ended:
        messages.success(request, _("C'est fermé : il faudra se connecter de nouveau là-bas."))
    else:
        messages.info(request, _("Rien à fermer : c'était déjà fini."))


def _key(asked: str) -> UUID | None:
    try:
        return UUID(asked)
    except ValueError:
        return None
