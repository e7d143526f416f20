"""The last search of a session, to go back to its results: sealed, since it names somebody."""

import base64

from django.http import HttpRequest

from cnss_amo.kernel.db import keyring

KEPT = "last_search"


def keep(request: HttpRequest, query: str) -> None:
    """Keep what was typed, until another search or the end of the session."""
    request.session[KEPT] = base64.b64encode(keyring().seal(query, "query")).decode()


def is_kept(request: HttpRequest) -> bool:
    """Whether there are results to go back to."""
    return KEPT in request.session


def again(request: HttpRequest) -> str:
    """What was typed last; nothing when nothing was."""
    kept = request.session.get(KEPT)
    return keyring().unseal_text(base64.b64decode(kept), "query") if kept else ""
