"""The lists of a body, or of all; one list, how far it is, its receipt."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe
from django_htmx.http import HttpResponseClientRefresh

from cnss_amo.accounts import perms
from cnss_amo.accounts.enums import LookKind
from cnss_amo.queues.hands import Hands
from liaison import issues, queries
from liaison.enums import AWAITING_DECISION, ListState
from liaison.forms import FilterForm
from liaison.models import ReceivedList
from liaison.queues import LISTS
from liaison.views.doors import (
    in_hand,
    overseers,
    readers,
    record,
    record_lines,
    visible_list,
)
from registration.models import Person

LISTS_A_PAGE = 25
MOST_LEFT = 100


@readers
@require_safe
def lists(request: HttpRequest) -> HttpResponse:
    """The lists the user may see, latest first."""
    form = FilterForm(request.GET)
    found = form.narrow(queries.main_lists(request.user))
    page = Paginator(found, LISTS_A_PAGE).get_page(request.GET.get("page"))
    now = timezone.now()
    shown = [(received_list, queries.progress(received_list, now)) for received_list in page]
    context = {"page": page, "shown": shown, "filters": form, **_rights(request)}
    return render(request, "liaison/lists.html", context)


@readers
@require_safe
def received_list(request: HttpRequest, list_id: int) -> HttpResponse:
    """One list: its state and what follows, its preview, what became of its rows."""
    shown = visible_list(request, list_id)
    awaits = shown.state in AWAITING_DECISION
    preview = queries.preview(shown, with_rows=awaits)
    record_lines(request, preview.lines, shown)
    rights = _rights(request)
    left = _left(request, shown) if rights["sees_all"] else []
    context = {
        "received_list": shown,
        "progress": queries.progress(shown, timezone.now()),
        "awaits": awaits,
        "preview": preview,
        "difference": queries.difference_with_previous(shown) if awaits else None,
        "reason": _reason(shown),
        "left": left,
        "hands": _hands(request, shown) if awaits and rights["sees_all"] else None,
        **rights,
    }
    return render(request, "liaison/list.html", context)


@readers
@require_safe
def progress(request: HttpRequest, list_id: int) -> HttpResponse:
    """How far a list is, for the page that shows it; once done, that page is to be shown anew."""
    shown = visible_list(request, list_id)
    how_far = queries.progress(shown, timezone.now())
    if how_far is None:
        return HttpResponseClientRefresh()
    context = {"received_list": shown, "progress": how_far}
    return render(request, "liaison/_list_progress.html", context)


@readers
@require_safe
def receipt(request: HttpRequest, list_id: int) -> HttpResponse:
    """The proof that a file arrived: its reference, its hash, each time it was sent."""
    shown = visible_list(request, list_id)
    context = {
        "received_list": shown,
        "sha256": bytes(shown.sha256).hex(),
        "receipts": shown.receipts.select_related("by").order_by("at", "pk"),
    }
    return render(request, "liaison/receipt.html", context)


@readers
@require_safe
def difference(request: HttpRequest, list_id: int) -> HttpResponse:
    """Who is new and who is no longer listed since the previous list."""
    shown = visible_list(request, list_id)
    compared = queries.difference_with_previous(shown, whatever_the_size=True)
    sides = []
    if compared:
        sides = [
            (shown, queries.lines_of(shown, compared.new_lines)),
            (compared.previous, queries.lines_of(compared.previous, compared.gone_lines)),
        ]
    for one_list, lines in sides:
        record_lines(request, lines, one_list)
    context = {"received_list": shown, "difference": compared, "sides": sides}
    template = "liaison/_difference.html" if request.htmx else "liaison/difference.html"
    return render(request, template, context)


@overseers
@require_safe
def funnel(request: HttpRequest) -> HttpResponse:
    """The funnel as published: received, reliable, covered elsewhere, registered."""
    return render(request, "liaison/funnel.html", {"funnel": queries.published_funnel()})


def _hands(request: HttpRequest, shown: ReceivedList) -> Hands:
    """Whose a list to decide is."""
    made_by = shown.sent_by_id
    return in_hand(request, LISTS, (shown.pk,), shown.planned_at, made_by=made_by)


def _rights(request: HttpRequest) -> dict[str, bool]:
    return {
        "may_decide": perms.may_manage_lists(request.user),
        "may_send": perms.may_send_lists(request.user),
        "sees_all": queries.sees_every_body(request.user),
    }


def _left(request: HttpRequest, shown: ReceivedList) -> list[Person]:
    """The first people that an undo left, the look at them recorded."""
    if shown.state != ListState.UNDONE:
        return []
    left = list(queries.left_people(shown)[:MOST_LEFT])
    if left:
        record(request, LookKind.LIST_ROWS, [person.pk for person in left], shown)
    return left


def _reason(shown: ReceivedList) -> str:
    """Why a list is where it is, in words, when something stopped it."""
    if shown.reason_code not in issues.REFUSALS:
        return ""
    return issues.refusal_reason(shown.reason_code, shown.reason_details, on_screen=True)
