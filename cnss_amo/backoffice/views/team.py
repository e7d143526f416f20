"""The supervisor's page: who has what in hand, and giving it to somebody else."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from cnss_amo.accounts import perms
from cnss_amo.accounts.enums import Role
from cnss_amo.backoffice import queries
from cnss_amo.backoffice.queue_forms import MoveForm
from cnss_amo.backoffice.views import doors
from cnss_amo.queues import services
from cnss_amo.queues.models import Hold

supervisors = perms.role_required(Role.SUPERVISOR)


@supervisors
@require_safe
def team(request: HttpRequest) -> HttpResponse:
    """Who has what in hand since when, the oldest of each queue, who moved what."""
    now = timezone.now()
    context = {
        "in_hands": queries.in_hands_of_team(request.user, now),
        "backlogs": queries.every_backlog(timezone.localdate(now)),
        "handovers": queries.latest_handovers(request.user, now),
    }
    return render(request, "backoffice/team.html", context)


@supervisors
@doors.get_or_post
def move(request: HttpRequest, hold_id: int) -> HttpResponse:
    """Take an item out of somebody's hands, or give it to somebody else, and say why."""
    now = timezone.now()
    try:
        held = queries.held_by_team(hold_id, request.user, now)
    except Hold.DoesNotExist as absent:
        raise Http404 from absent
    if held is None:
        messages.warning(request, _("Ce dossier n'est plus en cours : il est rendu ou décidé."))
        return redirect("backoffice:team")
    people = queries.who_may_be_given(held, request.user, now)
    form = MoveForm(doors.posted(request), people=people)
    if form.is_valid():
        return _move(request, held, form)
    return render(request, "backoffice/move.html", {"held": held, "form": form})


def _move(request: HttpRequest, held: queries.Held, form: MoveForm) -> HttpResponse:
    to = form.cleaned_data["to"]
    try:
        services.move(
            held.queue,
            held.hold.pk,
            to=to,
            by=request.user,
            at=timezone.now(),
            reason=form.cleaned_data["reason"],
        )
    except (services.NotHeld, services.MayNotTake) as fact:
        messages.warning(request, str(fact))
    else:
        messages.success(
            request,
            _("Le dossier est confié à %(who)s.") % {"who": to.get_full_name() or to.get_username()}
            if to
            else _("Le dossier est repris : il attend de nouveau dans sa file."),
        )
    return redirect("backoffice:team")
