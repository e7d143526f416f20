"""A correction of identity: proposed by one person, decided by another."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters

from cnss_amo.accounts.enums import LookKind
from cnss_amo.accounts.perms import dangerous
from cnss_amo.backoffice.identity_forms import CorrectionForm, DecisionForm
from cnss_amo.backoffice.queries import PersonPage
from cnss_amo.backoffice.queries.identity import changes
from cnss_amo.backoffice.views import doors
from registration import services
from registration.models import Correction
from registration.queues import CORRECTIONS
from registration.services.correct import CorrectionWaits, DocumentHeld, NothingToCorrect
from registration.services.proposals import FileAbsorbed


@doors.desk
@doors.get_or_post
@sensitive_post_parameters()
def correct(request: HttpRequest, person_id: int) -> HttpResponse:
    """Propose what an identity should say, a paper in hand."""
    page = doors.page_of(request, person_id)
    form = CorrectionForm(
        doors.posted(request),
        person=page.person,
        document=page.document,
    )
    held_by = None
    if form.is_valid():
        try:
            _propose(request, page, form)
        except DocumentHeld as held:
            held_by = held.holder_id
            form.add_error("document", str(held))
        except (NothingToCorrect, CorrectionWaits, FileAbsorbed) as fact:
            form.add_error(None, str(fact))
        else:
            told = _("La correction est proposée : une autre personne en décide.")
            messages.success(request, told)
            return redirect("backoffice:person", person_id)
    doors.record(request, LookKind.PERSON, [person_id])
    context = {"page": page, "form": form, "held_by": held_by}
    return render(request, "backoffice/person/correct.html", context)


def _propose(request: HttpRequest, page: PersonPage, form: CorrectionForm) -> Correction:
    said = form.cleaned_data
    return services.propose_correction(
        person_id=page.person.pk,
        values=form.values(),
        document=form.new_document(),
        reason=said["reason"],
        paper=said["paper"],
        in_force_on=said["in_force_on"],
        by=request.user,
        at=timezone.now(),
    )


@doors.deciders
@doors.get_or_post
@dangerous
def correction(request: HttpRequest, correction_id: int) -> HttpResponse:
    """A correction before and after; the second person decides."""
    people = Correction.objects.select_related("person", "by", "decided_by")
    shown = get_object_or_404(people, pk=correction_id)
    may_decide = doors.may_decide(request.user, shown)
    form = DecisionForm(request.POST if may_decide and request.POST else None)
    if form.is_valid():
        return _decide(request, shown, form)
    doors.record(request, LookKind.PERSON, [shown.person_id], about=f"correction {shown}")
    context = {
        "correction": shown,
        "changes": changes(shown),
        "form": form,
        "may_decide": may_decide,
        "hands": doors.in_hand(request, CORRECTIONS, shown, [shown.person_id]),
    }
    return render(request, "backoffice/correction.html", context)


def _decide(request: HttpRequest, shown: Correction, form: DecisionForm) -> HttpResponse:
    accepts = form.accepts()
    act = services.accept_correction if accepts else services.refuse_correction
    decided = doors.calmly(
        request,
        lambda: act(
            correction_id=shown.pk,
            by=request.user,
            at=timezone.now(),
            reason=form.cleaned_data["reason"],
        ),
        done=_("L'identité est corrigée.") if accepts else _("La correction est refusée."),
    )
    if not decided:
        return redirect("backoffice:correction", shown.pk)
    return doors.to_next(request, CORRECTIONS, otherwise=shown.person_id)
