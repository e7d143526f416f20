"""What a browser remembers on the way: that it asked for a code, whose code it entered.

A random name, in a cookie of its own, binds a code to the browser that asked for it: a page asked
for twice at once, or whose answer was lost, finds its code all the same. That somebody proved who
she is lies in the session, which is renewed then, and lasts as long as her space would.
"""

import json
import secrets
import time
from collections.abc import Callable
from datetime import date
from functools import wraps
from typing import Any, NamedTuple

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from cnss_amo.kernel.db import keyring
from cnss_amo.portal.insured import leave_space
from registration.models import Person
from registration.queries import PersonFile, person_file, standing_file
from registration.rules import Birth

ASKED, PROVED, WANTED = "asked", "proved", "wanted"
LONGEST_NAME = 64
SEEN_EVERY = 60  # seconds


class Asked(NamedTuple):
    """Who somebody said she is when she asked for a code, and when."""

    document_kind: str
    document: str
    birth: Birth
    at: float


def browser_of(request: HttpRequest) -> str:
    """The name of this browser; empty before its first page."""
    return request.COOKIES.get(settings.BROWSER_COOKIE_NAME, "")[:LONGEST_NAME]


def name_browser() -> str:
    """Draw a name that nobody guesses."""
    return secrets.token_urlsafe(32)


def remember(response: HttpResponse, browser: str) -> HttpResponse:
    """Give a browser its name, until it is closed."""
    response.set_cookie(
        settings.BROWSER_COOKIE_NAME,
        browser,
        httponly=True,
        secure=settings.SECURE_CONNECTION,
        samesite="Lax",
    )
    return response


def keep_asked(request: HttpRequest, said: dict[str, Any]) -> None:
    """Keep, sealed, who asked: another code is asked for without typing it all again."""
    day, known_to = said["birth"]
    typed = [said["document_kind"], said["document"], day.isoformat(), known_to]
    sealed = keyring().seal(json.dumps(typed), ASKED).hex()
    request.session[ASKED] = {"who": sealed, "at": time.time()}


def asked_of(request: HttpRequest) -> Asked | None:
    """Who asked for a code in this session, if anybody did."""
    kept = request.session.get(ASKED)
    if kept is None:
        return None
    typed = json.loads(keyring().unseal(bytes.fromhex(kept["who"]), ASKED))
    kind, document, day, known_to = typed
    return Asked(kind, document, Birth(date.fromisoformat(day), known_to), kept["at"])


def prove(request: HttpRequest, person: Person) -> None:
    """Remember whom a code identified, in a session that nobody else can know."""
    wanted = request.session.get(WANTED, "")
    if request.user.is_authenticated:
        logout(request)
    if request.insured:
        leave_space(request)
    request.session.cycle_key()
    request.session.pop(WANTED, None)
    request.session.pop(ASKED, None)
    request.session[PROVED] = {"person": person.pk, "seen": time.time(), "wanted": wanted}


def proved_file(request: HttpRequest) -> PersonFile | None:
    """The file of whoever proved who she is lately; the one that stands, when it was merged."""
    proved = request.session.get(PROVED)
    now = time.time()
    if proved is None or now - proved["seen"] > settings.INSURED_IDLE.total_seconds():
        return None
    if now - proved["seen"] > SEEN_EVERY:
        request.session[PROVED] = proved | {"seen": now}
    try:
        return person_file(standing_file(proved["person"]))
    except Person.DoesNotExist:  # her list was undone meanwhile
        return None


def proved_required(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Open a page to whoever proved who she is, with her file; the others say who they are."""

    @login_not_required
    @never_cache
    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        file = proved_file(request)
        if file is not None:
            return view(request, file, *args, **kwargs)
        if request.insured:
            return redirect("portal:space")
        if request.session.pop(PROVED, None):
            told = _("Cette page est restée longtemps sans usage. Redites-nous qui vous êtes.")
            messages.info(
                request, " ".join((told, _("Ce que vous avez tapé est gardé 24 heures.")))
            )
        return redirect("portal:identify")

    return guarded
