"""The pages of the counter: what waits, the search for people, the file of a person."""

from datetime import datetime, time
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from cnss_amo.accounts import perms
from cnss_amo.accounts.enums import LookKind, Role
from cnss_amo.accounts.models import User
from cnss_amo.accounts.services import record_look
from cnss_amo.backoffice import queries
from cnss_amo.legislation import unknown_parameters
from liaison.queries import awaiting, soundness
from registration.models import Person
from registration.queries import find_people
from registration.queries.asked import LONGEST_QUERY

MOST_RESULTS = 20

searchers = perms.role_required(*perms.SEARCHERS)


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """What waits for the user, by the roles held."""
    now = timezone.localtime()
    context: dict[str, Any] = {}
    for roles, section in (
        ((Role.LIST_MANAGER,), _for_manager),
        ((Role.LIST_OFFICER,), _for_officer),
        ((Role.AGENT, Role.SUPERVISOR), _for_agent),
        ((Role.AUDITOR,), _for_auditor),
        ((Role.ADMINISTRATOR,), _for_administrator),
    ):
        if perms.holds_any(request.user, *roles):
            context |= section(request.user, now)
    return render(request, "backoffice/home.html", context)


def _for_manager(user: User, now: datetime) -> dict[str, Any]:
    return {"awaiting": awaiting(), "to_follow": queries.lists_to_follow(user, now)}


def _for_officer(user: User, now: datetime) -> dict[str, Any]:
    return {
        "to_follow": queries.lists_to_follow(user, now),
        "results": queries.latest_results(user),
    }


def _for_agent(_user: User, _now: datetime) -> dict[str, Any]:
    return {
        "people_registered": queries.people_registered(),
        "latest_lists": queries.latest_lists(),
    }


def _for_auditor(_user: User, now: datetime) -> dict[str, Any]:
    midnight = datetime.combine(now.date(), time.min, now.tzinfo)
    return {
        "looks": queries.latest_looks(),
        "searchers": queries.busiest_searchers(since=midnight),
    }


def _for_administrator(_user: User, now: datetime) -> dict[str, Any]:
    return {"unknown": unknown_parameters(), "soundness": soundness(now)}


@searchers
@require_http_methods(["GET", "HEAD", "POST"])
@sensitive_post_parameters("q")
def search(request: HttpRequest) -> HttpResponse:
    """Find people by what they have in hand; it is posted, so that no address ever holds it."""
    query = request.POST.get("q", "").strip()[:LONGEST_QUERY]
    context: dict[str, Any] = {"query": query, "asked": request.method == "POST"}
    if query:
        matches = find_people(query, limit=MOST_RESULTS)
        _record(request, LookKind.SEARCH, [match.person.pk for match in matches], query)
        results = queries.results(matches)
        if len(results) == 1 and results[0].is_exact:
            return redirect("backoffice:person", results[0].person.pk)
        context |= {"results": results, "there_are_more": len(results) == MOST_RESULTS}
    return render(request, "backoffice/search.html", context)


@searchers
@require_safe
def person(request: HttpRequest, person_id: int) -> HttpResponse:
    """The file of a person."""
    with_links = perms.may_manage_lists(request.user)
    try:
        page = queries.person_page(person_id, with_links=with_links)
    except Person.DoesNotExist as absent:
        raise Http404 from absent
    _record(request, LookKind.PERSON, [person_id])
    return render(request, "backoffice/person.html", {"page": page})


def _record(request: HttpRequest, kind: LookKind, people: list[int], query: str = "") -> None:
    """Write who saw whom, in the transaction that shows them."""
    record_look(
        user=request.user, kind=kind, people=people, query=query, request_id=request.request_id
    )
