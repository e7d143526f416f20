"""Watch over the looks: who looked at whom, alerts, stops lifted."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from cnss_amo.accounts import perms
from cnss_amo.accounts.enums import LookKind
from cnss_amo.accounts.models import Look
from cnss_amo.accounts.queries import data_in_words, looks_at, reason_in_words, roles_in_words
from cnss_amo.accounts.services import acknowledge, lift_stop
from cnss_amo.backoffice.control_forms import LiftForm, LooksForm, NoteForm
from cnss_amo.backoffice.queries import control
from cnss_amo.backoffice.views import doors
from registration.models import Person
from registration.queries import files_of

MOST_NAMED = 5

auditors = perms.role_required(*perms.AUDITORS)
watchers = perms.role_required(*perms.WATCHERS)


@watchers
@require_safe
def looks(request: HttpRequest) -> HttpResponse:
    """Who looked at whom, filtered; a supervisor goes to the alerts of her team."""
    if not perms.may_audit(request.user):
        return redirect("backoffice:alerts")
    form = LooksForm(request.GET or {"day": timezone.localdate()})
    before = request.GET.get("avant", "")
    found = control.looks_before(
        form.narrow(Look.objects.all()), int(before) if before.isdecimal() else 0
    )
    context = {
        "form": form,
        "rows": [_row(look) for look in found],
        "next": found[-1].pk if len(found) == control.LOOKS_A_PAGE else None,
    }
    return render(request, "backoffice/control/looks.html", context)


@auditors
@require_safe
def who_looked(request: HttpRequest, person_id: int) -> HttpResponse:
    """Who looked at one person, in full."""
    person = get_object_or_404(Person, pk=person_id)
    found = list(looks_at(*files_of(person_id)))
    doors.record(request, LookKind.WHO_LOOKED, [person_id])
    context = {"person": person, "rows": [_row(look) for look in found]}
    return render(request, "backoffice/control/who_looked.html", context)


def _row(look: Look) -> dict[str, object]:
    """A look in words."""
    return {
        "look": look,
        "roles": roles_in_words(look.roles),
        "reason": reason_in_words(look.reason),
        "shown": data_in_words(look.scope),
        "people": look.people[:MOST_NAMED],
        "more": max(0, len(look.people) - MOST_NAMED),
    }


@watchers
@require_safe
def alerts(request: HttpRequest) -> HttpResponse:
    """The alerts, those that nobody has seen to first."""
    found = control.latest_alerts(request.user, timezone.now())
    return render(request, "backoffice/control/alerts.html", {"alerts": found})


@watchers
@doors.get_or_post
def alert(request: HttpRequest, alert_id: int) -> HttpResponse:
    """One alert, and what was made of it."""
    now = timezone.now()
    shown = get_object_or_404(control.alerts_for(request.user, now), pk=alert_id)
    form = NoteForm(doors.posted(request))
    if form.is_valid():
        if acknowledge(alert_id=shown.pk, by=request.user, note=form.cleaned_data["note"], at=now):
            messages.success(request, _("L'alerte est vue, votre note est gardée."))
        else:
            messages.warning(request, _("Quelqu'un a déjà vu cette alerte."))
        return redirect("backoffice:alerts")
    row = _row(shown.look) if shown.look else None
    return render(
        request, "backoffice/control/alert.html", {"alert": shown, "row": row, "form": form}
    )


@watchers
@doors.get_or_post
def lifts(request: HttpRequest) -> HttpResponse:
    """The stops lifted today; lift that of a colleague, with a reason."""
    today, watched = timezone.localdate(), control.watched_by(request.user, timezone.now())
    posted = doors.posted(request)
    form = LiftForm(posted, by=request.user, team=watched)
    if form.is_valid():
        lifted = lift_stop(
            user=form.cleaned_data["who"],
            by=request.user,
            reason=form.cleaned_data["reason"],
            day=today,
        )
        if lifted:
            messages.success(request, _("L'arrêt est levé jusqu'à ce soir."))
        else:
            messages.warning(request, _("L'arrêt de ce collègue est déjà levé aujourd'hui."))
        return redirect("backoffice:lifts")
    context = {"form": form, "lifts": control.lifts_of(today, watched)}
    return render(request, "backoffice/control/lifts.html", context)
