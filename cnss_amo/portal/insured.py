"""Who is insured and signed in: `request.insured`, and the pages that want her."""

from collections.abc import Callable
from functools import wraps
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.conf import settings
from django.contrib.auth import REDIRECT_FIELD_NAME, logout
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import SimpleLazyObject

from registration.models import Account
from registration.services.account import account_of_session, begin_session, end_sessions

SESSION_KEY = "insured"
BY_CODE = "insured_by_code"


class Insured:
    """`request.insured`: the account of the person who is in her space, or nobody."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Look for the account when a page asks, once; such a page is never kept by a cache."""
        key = request.session.get(SESSION_KEY)
        request.insured = SimpleLazyObject(lambda: _account(key)) if key else None
        response = self.get_response(request)
        if key:
            response.headers.setdefault("Cache-Control", "no-store")
        return response


def _account(key: str) -> Account | None:
    return account_of_session(key, at=timezone.now())


def session_of(request: HttpRequest) -> UUID | None:
    """The key of the session that a person is in."""
    key = request.session.get(SESSION_KEY)
    return UUID(key) if key else None


def enter_space(request: HttpRequest, key: UUID) -> None:
    """Let a person in under a session begun for her; the browser's session is a new one."""
    if request.user.is_authenticated:
        logout(request)
    request.session.cycle_key()
    request.session.pop(BY_CODE, None)
    request.session[SESSION_KEY] = str(key)


def enter_after_code(request: HttpRequest, account: Account) -> None:
    """Let in a person whom a one-time code identified, once however often she presses.

    Her browser's session was renewed when the code was entered: it is not renewed again, so that a
    second press of the same button finds it.
    """
    if request.insured and request.insured.pk == account.pk:
        return
    device = request.headers.get("User-Agent", "")
    session = begin_session(account=account, device=device, at=timezone.now())
    request.session[SESSION_KEY], request.session[BY_CODE] = str(session.key), True
    request.insured = account


def came_by_code(request: HttpRequest) -> bool:
    """Whether she is in by a code: she proved who she is, and needs no password to choose one."""
    return bool(request.session.get(BY_CODE))


def leave_space(request: HttpRequest) -> None:
    """Sign a person out; the browser keeps nothing."""
    if request.insured:
        key = session_of(request)
        end_sessions(account=request.insured, only=key, at=timezone.now())
    request.session.flush()
    request.insured = None


def insured_required(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Open a page to an insured person in her space only.

    Whoever came in with a first password changes it first; a code needed none.
    """

    @login_not_required
    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not request.insured:
            wanted = urlencode({REDIRECT_FIELD_NAME: request.get_full_path()})
            return HttpResponseRedirect(f"{reverse(settings.INSURED_SIGN_IN)}?{wanted}")
        here = request.resolver_match.view_name
        must_change = request.insured.must_change and not came_by_code(request)
        if must_change and here != settings.INSURED_FIRST_PASSWORD:
            return HttpResponseRedirect(reverse(settings.INSURED_FIRST_PASSWORD))
        return view(request, *args, **kwargs)

    return guarded
