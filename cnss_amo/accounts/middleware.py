"""Give each request a name, and tell the database's audit who acts in it."""

from collections.abc import Callable
from uuid import uuid4

import pghistory
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from cnss_amo.accounts.services import StoppedForToday, tell_of_stop

PERMISSIONS = (
    "camera=(), microphone=(), payment=(), usb=(), geolocation=(self),"
    " publickey-credentials-get=(self), publickey-credentials-create=(self)"
)


class RequestIdentity:
    """`request.request_id`, and the audit's context: user and request."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Serve the request under its name; what is behind a sign-in is never kept by a cache."""
        request.request_id = uuid4()
        signed_in = request.user.is_authenticated
        with pghistory.context(user=request.user.pk, request=str(request.request_id)):
            response = self.get_response(request)
        if signed_in or request.user.is_authenticated:
            response.headers.setdefault("Cache-Control", "no-store")
        response.headers.setdefault("Permissions-Policy", PERMISSIONS)
        return response

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Say calmly that the day's cap is reached; what the page would have shown is undone."""
        if not isinstance(exception, StoppedForToday):
            return None
        tell_of_stop(exception)
        return render(request, "backoffice/control/stopped.html", {"stop": exception}, status=429)
