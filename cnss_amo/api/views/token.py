"""A token for a key: OAuth 2.0, client credentials (RFC 6749, 4.4), a quarter of an hour."""

from datetime import timedelta

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from oauth2_provider.views import TokenView

from cnss_amo.accounts.lockout import address_of
from cnss_amo.accounts.services.codes import count_failures, failures
from cnss_amo.kernel.db import keyring

WINDOW = timedelta(minutes=15)
MOST_BYTES = 8 * 2**10


class Token(TokenView):
    """Give a token; whoever guesses secrets waits, by address and by the key guessed."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        """Answer as RFC 6749 says, errors included."""
        if int(request.headers.get("Content-Length") or 0) > MOST_BYTES:
            return _error("invalid_request", 413)
        if request.POST.get("grant_type") != "client_credentials":
            return _error("unsupported_grant_type", 400)
        here = keyring().digest(address_of(request) or "", "api-token")
        if failures(here, since=timezone.now() - WINDOW) >= settings.API_TOKEN_FAILURES:
            return _error("slow_down", 429, {"Retry-After": str(int(WINDOW.total_seconds()))})
        response = super().post(request, *args, **kwargs)
        if response.status_code in (400, 401):
            count_failures([here])
        response.headers["Cache-Control"] = "no-store"
        return response


def _error(code: str, status: int, headers: dict[str, str] | None = None) -> JsonResponse:
    return JsonResponse({"error": code}, status=status, headers=headers)
