"""The file of a person, on the screen and on paper."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from cnss_amo.accounts.enums import LookKind
from cnss_amo.backoffice import desk, last_search, queries
from cnss_amo.backoffice.views import doors


@doors.searchers
@require_safe
def person(request: HttpRequest, person_id: int) -> HttpResponse:
    """The file of a person, one tab at a time."""
    page = doors.page_of(request, person_id)
    tab = desk.tab_named(request.GET.get("onglet", ""))
    shown = page.relatives if tab == desk.RELATIONS else []
    doors.record(request, LookKind.PERSON, [person_id, *(one.person.pk for one in shown)])
    context = {
        "page": page,
        "tab": tab,
        "tabs": desk.TABS,
        "offers": desk.offered(request.user, page.person),
        "has_results": last_search.is_kept(request),
        "held": queries.held_about(person_id, request.user, timezone.now()),
    }
    if tab == desk.SUMMARY:
        context["undoable"] = page.undoable(request.user, timezone.now())
    return render(request, "backoffice/person.html", context)


@doors.desk
@require_safe
def sheet(request: HttpRequest, person_id: int) -> HttpResponse:
    """The file on one sheet of paper, in both languages."""
    page = doors.page_of(request, person_id)
    doors.record(request, LookKind.PRINT, [person_id])
    context = {"page": page, "printed_at": timezone.now()}
    return render(request, "backoffice/person/sheet.html", context)
