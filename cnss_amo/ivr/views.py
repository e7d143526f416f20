"""`POST /api/v1/voice/…`: a telephone platform begins a call, sends what was typed, hangs up.

JSON in, JSON out. Nothing here is personal but what is typed, in the body: addresses and logs hold
the reference of the call alone.
"""

import json
import re
from collections.abc import Callable
from functools import wraps
from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from cnss_amo.ivr import problems, services
from cnss_amo.ivr.keys import is_known

PLATFORM = "http"
TYPED = re.compile("[0-9*#]{0,20}")
LONGEST = {"session": 80, "caller": 30}
LARGEST_BODY = 4096

View = Callable[..., HttpResponse]


class BadField(Exception):
    """A field is missing or has another form; its name is told."""


PROBLEMS = {
    BadField: problems.BAD_FIELD,
    services.UnknownCall: problems.UNKNOWN_CALL,
    services.CallOver: problems.CALL_OVER,
    services.WrongStep: problems.WRONG_STEP,
    services.TooManyCalls: problems.TOO_MANY,
}


def platform_only(view: View) -> View:
    """Open a view to a telephone platform that shows its key; give it the JSON that was sent."""

    @csrf_exempt
    @login_not_required
    @require_POST
    @never_cache
    @wraps(view)
    def guarded(request: HttpRequest, **where: Any) -> HttpResponse:
        scheme, _space, key = request.headers.get("Authorization", "").partition(" ")
        if scheme.lower() != "bearer" or not is_known(key.strip()):
            return problems.BAD_KEY.response()
        said = _said(request)
        if said is None:
            return problems.NOT_JSON.response()
        try:
            return view(said, **where)
        except tuple(PROBLEMS) as problem:
            return PROBLEMS[type(problem)].response(**_more(problem))

    return guarded


def _more(problem: Exception) -> dict[str, object]:
    if isinstance(problem, services.WrongStep):
        return {"step": problem.expected}
    return {"field": str(problem)} if isinstance(problem, BadField) else {}


@platform_only
def start(said: dict[str, Any]) -> HttpResponse:
    """Begin a call, or say again where the call of this session is."""
    answered = services.begin(
        platform=PLATFORM,
        session=_text(said, "session") or _refuse("session"),
        caller=_text(said, "caller"),
        at=timezone.now(),
    )
    return JsonResponse(answered.as_json())


@platform_only
def answer(said: dict[str, Any], *, key: UUID) -> HttpResponse:
    """Go on from what was typed; the same step sent again gets the same answer."""
    step, typed = said.get("step"), said.get("typed")
    if type(step) is not int:
        _refuse("step")
    if not isinstance(typed, str) or not TYPED.fullmatch(typed):
        _refuse("typed")
    answered = services.answer(
        platform=PLATFORM, key=key, step=step, typed=typed, at=timezone.now()
    )
    return JsonResponse(answered.as_json())


@platform_only
def hang_up(said: dict[str, Any], *, key: UUID) -> HttpResponse:
    """The caller hung up, or the line is down."""
    services.hang_up(platform=PLATFORM, key=key, at=timezone.now())
    return HttpResponse(status=204)


def _said(request: HttpRequest) -> dict[str, Any] | None:
    if int(request.headers.get("Content-Length") or 0) > LARGEST_BODY:
        return None
    try:
        said = json.loads(request.body or b"{}")
    except ValueError:
        return None
    return said if isinstance(said, dict) else None


def _text(said: dict[str, Any], name: str) -> str:
    value = said.get(name, "")
    if not isinstance(value, str) or len(value) > LONGEST[name] or not value.isprintable():
        _refuse(name)
    return value


def _refuse(name: str) -> Any:
    raise BadField(name)
