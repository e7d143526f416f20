"""From her space, a person says that she does not agree with an activity, and follows it."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from cnss_amo.portal.insured import insured_required
from liaison.person_forms import ComplementForm, ContestForm
from registration.enums import Channel
from registration.models import Activity, Contest
from registration.queries import files_of
from registration.services import contest as contesting
from registration.services.submissions import NotOpen, TooManyPapers, give_complement
from registration.uploads import takes_a_paper

GET_OR_POST = ["GET", "HEAD", "POST"]


@takes_a_paper
@insured_required
@require_http_methods(GET_OR_POST)
@sensitive_post_parameters()
def contest(request: HttpRequest, activity_id: int) -> HttpResponse:
    """One step: why she does not agree, with a paper if she has one."""
    person = request.insured.person
    own = Activity.objects.filter(person=person).select_related("category", "sub_category")
    activity = get_object_or_404(own, pk=activity_id)
    form = ContestForm(*_posted(request))
    if form.is_valid():
        try:
            done = contesting.deposit_contest(
                person_id=person.pk,
                activity_id=activity.pk,
                **form.deposit(),
                channel=Channel.PORTAL,
                at=timezone.now(),
            )
        except contesting.AlreadyContested as quicker:
            messages.info(request, str(quicker))
            return redirect("portal:contest_followed", quicker.contest.reference)
        except (contesting.NotContestable, TooManyPapers) as told:
            form.add_error(None, str(told))
        else:
            return redirect("portal:contest_followed", done.reference)
    elif not form.is_bound:
        waiting = Contest.objects.still_open().filter(activity_id=activity.pk).first()
        if waiting:
            messages.info(request, _("Vous contestez déjà cette activité."))
            return redirect("portal:contest_followed", waiting.reference)
    return render(request, "portal/contest.html", {"form": form, "activity": activity})


@insured_required
@require_safe
def contests(request: HttpRequest) -> HttpResponse:
    """What she contested, latest first."""
    own = _own(request).order_by("-pk")
    return render(request, "portal/contests.html", {"contests": own})


@takes_a_paper
@insured_required
@require_http_methods(GET_OR_POST)
@sensitive_post_parameters()
def contest_followed(request: HttpRequest, reference: str) -> HttpResponse:
    """How far a contest is; where something is missing, she gives it here."""
    shown = get_object_or_404(_own(request), reference=reference)
    form = ComplementForm(*_posted(request))
    if form.is_valid():
        try:
            give_complement(Contest, shown.pk, **form.given(), at=timezone.now())
        except NotOpen as told:
            messages.info(request, str(told))
        except TooManyPapers as told:
            messages.warning(request, str(told))
        else:
            messages.success(request, _("Votre complément est bien arrivé."))
        return redirect("portal:contest_followed", reference)
    context = {"submission": shown, "form": form}
    return render(request, "portal/contest_followed.html", context)


@insured_required
@require_POST
def withdraw(request: HttpRequest, reference: str) -> HttpResponse:
    """She takes her contest back."""
    shown = get_object_or_404(_own(request), reference=reference)
    try:
        contesting.withdraw_contest(contest_id=shown.pk, at=timezone.now())
    except NotOpen as told:
        messages.info(request, str(told))
    else:
        messages.success(request, _("Votre contestation est retirée. Rien n'est changé."))
    return redirect("portal:contest_followed", reference)


def _own(request: HttpRequest):
    """The contests of the person, also those of files merged into hers."""
    own = Contest.objects.filter(person__in=files_of(request.insured.person.pk))
    return own.select_related("category", "sub_category", "question")


def _posted(request: HttpRequest) -> tuple:
    return (request.POST, request.FILES) if request.method == "POST" else ()
