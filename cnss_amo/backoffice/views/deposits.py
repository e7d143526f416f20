"""At the counter: a request to be registered, a contest, deposited with the person present."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from agencies.queries import place_of
from cnss_amo.accounts.enums import LookKind
from cnss_amo.backoffice.submission_forms import DeskContestForm, DeskRequestForm
from cnss_amo.backoffice.views import doors
from registration.enums import Channel
from registration.services import contest as contesting
from registration.services import request as requesting
from registration.services.registering import NotYetOpen
from registration.services.submissions import TooManyPapers
from registration.uploads import takes_a_paper

GET_OR_POST = ["GET", "HEAD", "POST"]


@takes_a_paper
@doors.desk
@require_http_methods(GET_OR_POST)
@sensitive_post_parameters()
def deposit_request(request: HttpRequest) -> HttpResponse:
    """Fill in form 328-1-01 with somebody who is on no list, and print her receipt."""
    form = DeskRequestForm(*_posted(request))
    if form.is_valid():
        try:
            done = requesting.deposit_request(
                form=form.form_328(),
                papers=form.papers(),
                paper_seen=form.paper_seen(),
                channel=Channel.AGENCY,
                by=request.user,
                principal=_place(request),
                client_key=form.cleaned_data["client_key"],
                at=timezone.now(),
            )
        except (requesting.BadDocument, NotYetOpen, TooManyPapers) as told:
            form.add_error(None, str(told))
        else:
            messages.success(request, _("La demande est déposée : donnez sa référence."))
            return redirect("backoffice:request", done.pk)
    return render(request, "backoffice/deposit_request.html", {"form": form})


@takes_a_paper
@doors.desk
@require_http_methods(GET_OR_POST)
@sensitive_post_parameters()
def deposit_contest(request: HttpRequest, person_id: int) -> HttpResponse:
    """Say for the person in front of the agent that she does not agree with an activity."""
    page = doors.page_of(request, person_id)
    form = DeskContestForm(*_posted(request), person=page.person)
    if form.is_valid():
        said = form.deposit()
        try:
            done = contesting.deposit_contest(
                person_id=page.person.pk,
                activity_id=said.pop("activity"),
                **said,
                channel=Channel.AGENCY,
                by=request.user,
                principal=_place(request),
                at=timezone.now(),
            )
        except contesting.AlreadyContested as quicker:
            messages.info(request, _("Cette activité est déjà contestée."))
            return redirect("backoffice:contest", quicker.contest.pk)
        except (contesting.NotContestable, TooManyPapers) as told:
            form.add_error(None, str(told))
        else:
            messages.success(request, _("La contestation est déposée : donnez sa référence."))
            return redirect("backoffice:contest", done.pk)
    doors.record(request, LookKind.ACT, [page.person.pk])
    return render(request, "backoffice/person/contest.html", {"page": page, "form": form})


def _place(request: HttpRequest) -> str:
    place = place_of(request.user, timezone.localdate())
    return place.code if place else ""


def _posted(request: HttpRequest) -> tuple:
    return (request.POST, request.FILES) if request.method == "POST" else ()
