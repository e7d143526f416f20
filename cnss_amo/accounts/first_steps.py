"""What comes before any work: a password of one's own, a second factor."""

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from django.contrib.auth import REDIRECT_FIELD_NAME
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from cnss_amo.accounts.models import User

FIRST_STEPS = {
    "account_change_password",
    "account_reauthenticate",
    "mfa_reauthenticate",
    "mfa_reauthenticate_webauthn",
    "mfa_activate_totp",
    "mfa_add_webauthn",
    "mfa_view_recovery_codes",
}


class FirstSteps:
    """A first password, or no second factor: only the pages that mend it open. Default deny."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Nothing here: the page asked for decides."""
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., HttpResponse], *_args: Any
    ) -> HttpResponse | None:
        """Send to the first step what is neither a step nor open to everybody."""
        if not request.user.is_authenticated or not getattr(view, "login_required", True):
            return None
        step = first_step(request.user)
        if step is None or request.resolver_match.view_name in FIRST_STEPS:
            return None
        wanted = urlencode({REDIRECT_FIELD_NAME: request.get_full_path()})
        return HttpResponseRedirect(f"{reverse(step)}?{wanted}")


def first_step(user: User) -> str | None:
    """What this person must do before anything else; usually nothing."""
    if user.must_change_password:
        return "account_change_password"
    return None if user.has_second_factor else "mfa_activate_totp"
