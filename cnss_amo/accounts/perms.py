"""Who may do what: questions about a user, and the decorator of the pages."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from allauth.account.decorators import reauthentication_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse

from cnss_amo.accounts.enums import Role
from cnss_amo.accounts.models import User

SEARCHERS = (
    Role.AGENT,
    Role.SUPERVISOR,
    Role.CALL_CENTRE,
    Role.LIST_MANAGER,
    Role.AUDITOR,
)
AUDITORS = (Role.AUDITOR,)
WATCHERS = (Role.AUDITOR, Role.SUPERVISOR)
DESK = (Role.AGENT, Role.SUPERVISOR)
COMPLETERS = (Role.AGENT, Role.SUPERVISOR, Role.CALL_CENTRE)
TAKERS = (Role.AGENT, Role.SUPERVISOR, Role.LIST_MANAGER)


def holds_any(user: User, *roles: Role) -> bool:
    """Whether the user holds one of these roles."""
    return user.is_authenticated and bool(user.roles.intersection(roles))


def may_search_people(user: User) -> bool:
    """Whether the user may look for people in the register."""
    return holds_any(user, *SEARCHERS)


def may_reveal(user: User) -> bool:
    """Whether the user may ask to see in clear what a page masks; an auditor never needs to."""
    return holds_any(user, *DESK)


def answers_calls(user: User) -> bool:
    """Whether the user meets people on the phone, and asks them who they are first."""
    return holds_any(user, Role.CALL_CENTRE) and not holds_any(user, *DESK)


def may_audit(user: User) -> bool:
    """Whether the user reads the whole log of looks, and takes it out."""
    return holds_any(user, *AUDITORS)


def may_watch(user: User) -> bool:
    """Whether the user is told of the alerts, and lifts the stop of a colleague."""
    return holds_any(user, *WATCHERS)


def may_take_work(user: User) -> bool:
    """Whether the user works from the queues."""
    return holds_any(user, *TAKERS)


def may_lead_team(user: User) -> bool:
    """Whether the user sees what her colleagues have in hand, and moves it."""
    return holds_any(user, Role.SUPERVISOR)


def may_manage_lists(user: User) -> bool:
    """Whether the user decides on lists at the CNSS."""
    return holds_any(user, Role.LIST_MANAGER)


def may_see_all_lists(user: User) -> bool:
    """Whether the user reads the lists of every body."""
    return holds_any(user, Role.LIST_MANAGER, Role.AUDITOR)


def may_send_lists(user: User) -> bool:
    """Whether the user sends lists for a liaison body."""
    return holds_any(user, Role.LIST_OFFICER)


def role_required(*roles: Role) -> Callable[..., Any]:
    """Close a page to whoever holds none of these roles."""

    def close(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if not holds_any(request.user, *roles):
                raise PermissionDenied
            return view(request, *args, **kwargs)

        return guarded

    return close


def dangerous(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Ask who is there once more before an act that harms when somebody else does it.

    Reading stays free. A POST without a recent password or second factor waits while it is asked,
    then goes on by itself.
    """
    return reauthentication_required(view, allow_get=True)
