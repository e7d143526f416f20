"""What the CNSS decides on a list: approve, refuse, cancel, plan again, retry, undo."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from cnss_amo.accounts.perms import dangerous
from liaison import queries
from liaison.enums import AWAITING_DECISION, ListState
from liaison.forms import ApprovalForm, ReasonForm
from liaison.models import ReceivedList
from liaison.services import approve as decisions
from liaison.services import undo as undoing
from liaison.tasks import look_now
from liaison.views.doors import calmly, managers, to_list, visible_list

GET_OR_POST = ["GET", "HEAD", "POST"]


@managers
@require_http_methods(GET_OR_POST)
def approve(request: HttpRequest, list_id: int) -> HttpResponse:
    """Let a list be registered; over the tolerance, only with the words that say so."""
    shown = visible_list(request, list_id)
    form = ApprovalForm(
        request.POST if request.method == "POST" else None, stopped=shown.state == ListState.STOPPED
    )
    if request.method == "POST" and form.is_valid():
        approved = calmly(
            request,
            lambda: decisions.approve(
                list_id=list_id,
                by=request.user,
                at=timezone.now(),
                over_tolerance=form.cleaned_data["over_tolerance"],
            ),
            done=_("La liste est approuvée : l'immatriculation commence."),
        )
        if approved:
            look_now(list_id)
        return to_list(shown)
    if shown.state not in AWAITING_DECISION:
        return to_list(shown)
    preview = queries.preview(shown, with_rows=False)
    return _page(request, "approve", shown, form=form, preview=preview)


@managers
@require_http_methods(GET_OR_POST)
def refuse(request: HttpRequest, list_id: int) -> HttpResponse:
    """Refuse a list; the body reads the reason."""
    shown = visible_list(request, list_id)
    form = ReasonForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        calmly(
            request,
            lambda: decisions.refuse(
                list_id=list_id,
                by=request.user,
                at=timezone.now(),
                reason=form.cleaned_data["reason"],
            ),
            done=_("La liste est refusée. L'organisme lira votre motif."),
        )
        return to_list(shown)
    return _page(request, "refuse", shown, form=form)


@managers
@require_http_methods(GET_OR_POST)
def cancel(request: HttpRequest, list_id: int) -> HttpResponse:
    """Give up a list before anybody is registered from it."""
    shown = visible_list(request, list_id)
    if request.method == "POST":
        calmly(
            request,
            lambda: decisions.cancel(list_id=list_id, by=request.user, at=timezone.now()),
            done=_("La liste est abandonnée. Personne n'a été immatriculé."),
        )
        return to_list(shown)
    return _page(request, "cancel", shown)


@managers
@require_POST
def plan_again(request: HttpRequest, list_id: int) -> HttpResponse:
    """Decide every row again, against the register as it is now."""
    shown = visible_list(request, list_id)
    calmly(
        request,
        lambda: decisions.plan_again(list_id=list_id, at=timezone.now()),
        done=_("La liste est planifiée à nouveau, d'après le registre de cet instant."),
    )
    return to_list(shown)


@managers
@require_POST
def retry(request: HttpRequest, list_id: int) -> HttpResponse:
    """Take up again a list that a fault of ours interrupted."""
    shown = visible_list(request, list_id)
    if calmly(
        request,
        lambda: decisions.retry(list_id=list_id),
        done=_("La liste reprend où elle s'était arrêtée."),
    ):
        look_now(list_id)
    return to_list(shown)


@managers
@require_http_methods(GET_OR_POST)
@dangerous
def undo(request: HttpRequest, list_id: int) -> HttpResponse:
    """Take back what a closed list wrote, save for people built upon since."""
    shown = visible_list(request, list_id)
    if request.method == "POST":
        calmly(
            request,
            lambda: undoing.undo(list_id=list_id, by=request.user, at=timezone.now()),
            done=_("La liste est annulée : le registre est revenu à ce qu'il était."),
        )
        return to_list(shown)
    if shown.state != ListState.CLOSED or shown.rows_dropped_at:
        return to_list(shown)
    return _page(request, "undo", shown, undo=queries.undo_preview(shown))


def _page(request: HttpRequest, act: str, shown: ReceivedList, **context: object) -> HttpResponse:
    context |= {"received_list": shown}
    return render(request, f"liaison/{act}.html", context)
