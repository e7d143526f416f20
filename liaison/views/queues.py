"""What waits for a person at the CNSS: conflicts, people no longer listed, rows set apart."""

from django.contrib import messages
from django.core.paginator import Page, Paginator
from django.db import DatabaseError
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from cnss_amo.accounts.enums import LookKind
from cnss_amo.accounts.perms import may_manage_lists
from cnss_amo.queues.by_age import ByAge
from cnss_amo.queues.queries import last_holds
from cnss_amo.queues.queue import Queue
from liaison import queries
from liaison.forms import MissingForm, RulingForm
from liaison.models import ReceivedList, RowOutcome
from liaison.queues import CONFLICTS, MISSING, QUARANTINE
from liaison.services import missing as absences
from liaison.services import rulings
from liaison.views.doors import (
    calmly,
    in_hand,
    managers,
    overseers,
    record,
    to_next,
    visible_list,
)

ROWS_A_PAGE = 25

Rows = QuerySet[RowOutcome] | ByAge


@overseers
@require_safe
def conflicts(request: HttpRequest) -> HttpResponse:
    """The queue of conflicts, the oldest first."""
    return _queue(request, ByAge(CONFLICTS), "liaison/conflicts.html", CONFLICTS)


@overseers
@require_safe
def waiting(request: HttpRequest) -> HttpResponse:
    """The rows that wait for their category or their mandate to open."""
    return _queue(request, queries.waiting_rows(), "liaison/waiting.html")


@overseers
@require_safe
def quarantine(request: HttpRequest) -> HttpResponse:
    """The rows that were right and that the system could not write."""
    return _queue(request, ByAge(QUARANTINE), "liaison/quarantine.html", QUARANTINE)


def _queue(
    request: HttpRequest, found: Rows, template: str, queue: Queue | None = None
) -> HttpResponse:
    page = Paginator(found, ROWS_A_PAGE).get_page(request.GET.get("page"))
    lines = queries.lines_waiting(page)
    if lines:
        people = {line.decided.person_id for line in lines} - {None}
        record(request, LookKind.LIST_ROWS, people)
    keys = [Queue.key_of(line.received_list.pk, line.number) for line in lines]
    held = last_holds(queue, keys) if queue else {}
    context = {
        "page": page,
        "lines": [(line, held.get(key)) for line, key in zip(lines, keys, strict=True)],
        "queue": queue,
        "may_decide": may_manage_lists(request.user),
        "now": timezone.now(),
    }
    return render(request, template, context)


@overseers
@require_http_methods(["GET", "HEAD", "POST"])
def conflict(request: HttpRequest, list_id: int, line: int) -> HttpResponse:
    """One conflict: both people side by side, and the decision."""
    received_list = visible_list(request, list_id)
    shown = queries.conflict(received_list, line)
    if shown is None:
        messages.warning(request, _("Ce conflit n'attend plus de décision."))
        return redirect("liaison:conflicts")
    may_rule = may_manage_lists(request.user)
    form = RulingForm(request.POST if may_rule and request.POST else None, people=shown.people)
    if form.is_bound and form.is_valid():
        return _rule(request, received_list, line, form)
    people = [person.pk for person in shown.people]
    record(request, LookKind.CONFLICT, people, received_list)
    context = {
        "conflict": shown,
        "received_list": received_list,
        "form": form,
        "hands": in_hand(request, CONFLICTS, (list_id, line), received_list.closed_at, people),
    }
    return render(request, "liaison/conflict.html", context)


def _rule(
    request: HttpRequest, received_list: ReceivedList, line: int, form: RulingForm
) -> HttpResponse:
    """Record the decision, then hand out the next conflict."""
    ruled = calmly(
        request,
        lambda: rulings.rule(
            list_id=received_list.pk,
            line=line,
            verdict=form.cleaned_data["verdict"],
            reason=form.cleaned_data["reason"],
            person_id=form.person_id(),
            by=request.user,
            at=timezone.now(),
        ),
        done=_("Ligne %(line)s de %(reference)s : la décision est enregistrée.")
        % {"line": line, "reference": received_list.reference},
    )
    if not ruled:
        return redirect("liaison:conflict", received_list.pk, line)
    return to_next(request, CONFLICTS, otherwise="liaison:conflicts")


@managers
@require_POST
def retry_row(request: HttpRequest, list_id: int, line: int) -> HttpResponse:
    """Try again to write a row that the system could not write."""
    received_list = visible_list(request, list_id)
    try:
        retried = calmly(
            request,
            lambda: rulings.retry_quarantined(
                list_id=list_id, line=line, by=request.user, at=timezone.now()
            ),
            done=_("Ligne %(line)s de %(reference)s : elle est écrite.")
            % {"line": line, "reference": received_list.reference},
        )
    except DatabaseError:
        messages.warning(
            request,
            _(
                "Ligne %(line)s de %(reference)s : elle ne s'écrit toujours pas."
                " Prévenez l'exploitation."
            )
            % {"line": line, "reference": received_list.reference},
        )
        retried = False
    if not retried:
        return redirect("liaison:quarantine")
    return to_next(request, QUARANTINE, otherwise="liaison:quarantine")


@overseers
@require_safe
def missing(request: HttpRequest) -> HttpResponse:
    """The people that a complete list no longer names."""
    page: Page = Paginator(ByAge(MISSING), ROWS_A_PAGE).get_page(request.GET.get("page"))
    absent_from = ReceivedList.objects.in_bulk({activity.missing_list for activity in page})
    if page.object_list:
        record(request, LookKind.LIST_ROWS, {activity.person_id for activity in page})
    held = last_holds(MISSING, [MISSING.key_of(activity.pk) for activity in page])
    context = {
        "page": page,
        "shown": [
            (activity, absent_from[activity.missing_list], held.get(MISSING.key_of(activity.pk)))
            for activity in page
        ],
        "queue": MISSING,
        "may_decide": may_manage_lists(request.user),
        "now": timezone.now(),
    }
    return render(request, "liaison/missing.html", context)


@managers
@require_http_methods(["GET", "HEAD", "POST"])
def missing_person(request: HttpRequest, activity_id: int) -> HttpResponse:
    """One person no longer listed: she left, or she stays."""
    form = MissingForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        return _end_absence(request, activity_id, form)
    activity = queries.missing_people().filter(pk=activity_id).first()
    if activity is None:
        messages.warning(
            request, _("Cette activité n'est plus signalée comme absente d'une liste.")
        )
        return redirect("liaison:missing")
    absent_from = get_object_or_404(ReceivedList, pk=activity.missing_list)
    people = [activity.person_id]
    record(request, LookKind.PERSON, people, absent_from)
    context = {
        "activity": activity,
        "received_list": absent_from,
        "form": form,
        "hands": in_hand(request, MISSING, (activity_id,), absent_from.closed_at, people),
    }
    return render(request, "liaison/missing_person.html", context)


def _end_absence(request: HttpRequest, activity_id: int, form: MissingForm) -> HttpResponse:
    """Record the decision, then hand out the next absence."""
    act = absences.confirm_exit if form.confirms_exit() else absences.dismiss
    decided = calmly(
        request,
        lambda: act(
            activity_id=activity_id,
            by=request.user,
            at=timezone.now(),
            reason=form.cleaned_data["reason"],
        ),
        done=_("La décision est enregistrée."),
    )
    if not decided:
        return redirect("liaison:missing_person", activity_id)
    return to_next(request, MISSING, otherwise="liaison:missing")
