"""The search for people."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.debug import sensitive_post_parameters

from cnss_amo.accounts import perms
from cnss_amo.accounts.enums import LookKind
from cnss_amo.backoffice import last_search, queries
from cnss_amo.backoffice.views import doors
from registration.queries import find_people
from registration.queries.asked import LONGEST_QUERY

MOST_RESULTS = 20
BACK = "resultats"


@doors.searchers
@doors.get_or_post
@sensitive_post_parameters("q")
def search(request: HttpRequest) -> HttpResponse:
    """Find people by what they have in hand; it is posted, so that no address ever holds it."""
    goes_back = request.method != "POST" and BACK in request.GET
    query = last_search.again(request) if goes_back else request.POST.get("q", "").strip()
    query = query[:LONGEST_QUERY]
    context: dict[str, Any] = {"query": query, "asked": request.method == "POST"}
    if query:
        matches = find_people(query, limit=MOST_RESULTS)
        doors.record(request, LookKind.SEARCH, [match.person.pk for match in matches], query)
        results = queries.results(matches, on_phone=perms.answers_calls(request.user))
        if len(results) == 1 and results[0].is_exact:
            return redirect("backoffice:person", results[0].person.pk)
        if not goes_back:
            last_search.keep(request, query)
        context |= {"results": results, "there_are_more": len(results) == MOST_RESULTS}
    return render(request, "backoffice/search.html", context)
