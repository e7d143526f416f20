"""How long a session lasts: half an hour unused, twelve hours at most."""

import time
from collections.abc import Callable

from django.conf import settings
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse

SIGNED_IN_AT = "signed_in_at"
SEEN_AT = "seen_at"
SEEN_EVERY = 60  # seconds: a session that is used is written at most once a minute


def begin(request: HttpRequest, **_signal: object) -> None:
    """Note when somebody signed in."""
    request.session[SIGNED_IN_AT] = request.session[SEEN_AT] = time.time()


class SessionLimits:
    """Close a session twelve hours after sign-in; Django closes it after half an hour unused."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Sign out whoever signed in too long ago; the sign-in page then answers."""
        if request.user.is_authenticated:
            now, session = time.time(), request.session
            if (
                now - session.setdefault(SIGNED_IN_AT, now)
                > settings.SESSION_LONGEST.total_seconds()
            ):
                logout(request)
            elif now - session.get(SEEN_AT, 0) > SEEN_EVERY:
                session[SEEN_AT] = now
        return self.get_response(request)
