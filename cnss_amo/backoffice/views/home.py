"""The first page: what waits for the user, by the roles held."""

from datetime import datetime, time
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from cnss_amo.accounts import perms
from cnss_amo.accounts.enums import Role
from cnss_amo.accounts.models import User
from cnss_amo.backoffice import queries
from cnss_amo.legislation import unknown_parameters
from liaison.queries import lists_failed, soundness
from registration.queries.submissions import questions_waiting


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """What waits for the user, by the roles held; who operates a point has pages of her own."""
    if perms.holds_any(request.user, Role.POINT_OPERATOR):
        return redirect("points:home")
    now = timezone.localtime()
    context: dict[str, Any] = {}
    for roles, section in (
        (perms.TAKERS, _for_taker),
        ((Role.LIST_MANAGER,), _for_manager),
        ((Role.LIST_OFFICER,), _for_officer),
        ((Role.AGENT, Role.SUPERVISOR), _for_agent),
        ((*perms.COMPLETERS, Role.LIST_MANAGER, Role.AUDITOR), _on_spaces),
        ((Role.AUDITOR,), _for_auditor),
        ((Role.ADMINISTRATOR,), _for_administrator),
    ):
        if perms.holds_any(request.user, *roles):
            context |= section(request.user, now)
    return render(request, "backoffice/home.html", context)


def _for_taker(user: User, now: datetime) -> dict[str, Any]:
    backlogs = queries.backlogs(user, now.date())
    return {"backlogs": backlogs, "first_waiting": queries.first_waiting(backlogs)}


def _for_manager(user: User, now: datetime) -> dict[str, Any]:
    return {"failed": lists_failed(), "to_follow": queries.lists_to_follow(user, now)}


def _for_officer(user: User, now: datetime) -> dict[str, Any]:
    return {
        "to_follow": queries.lists_to_follow(user, now),
        "results": queries.latest_results(user),
        "questions": questions_waiting(user.bodies).count(),
    }


def _for_agent(_user: User, _now: datetime) -> dict[str, Any]:
    return {
        "people_registered": queries.people_registered(),
        "latest_lists": queries.latest_lists(),
    }


def _on_spaces(_user: User, _now: datetime) -> dict[str, Any]:
    return {"spaces": queries.spaces_opened()}


def _for_auditor(_user: User, now: datetime) -> dict[str, Any]:
    midnight = datetime.combine(now.date(), time.min, now.tzinfo)
    return {
        "looks": queries.latest_looks(),
        "searchers": queries.busiest_searchers(since=midnight),
    }


def _for_administrator(_user: User, now: datetime) -> dict[str, Any]:
    return {"unknown": unknown_parameters(), "soundness": soundness(now)}
