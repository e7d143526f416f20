"""What a point does for the person who is there, and the paper that she takes away."""

from django.conf import settings
from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_http_methods, require_safe

from cnss_amo.accounts import handed
from cnss_amo.accounts.enums import LookKind
from cnss_amo.points import receipts
from cnss_amo.points.forms import CompletionForm
from cnss_amo.points.person import Shown
from cnss_amo.points.till import ATTESTATION, CODE, COMPLETION
from cnss_amo.points.views import doors
from cnss_amo.points.views.slips import printed
from cnss_amo.points.visits import Visit
from registration.attestation import references
from registration.attestation import services as attestations
from registration.enums import Channel
from registration.services import access_notice
from registration.services.activation import hand_paper_code
from registration.services.completion import (
    AlreadyCompleted,
    NotCompletable,
    complete_registration,
    latest_completion,
)
from registration.services.proposals import ChangedMeanwhile, FileAbsorbed

GET_OR_POST = ["GET", "HEAD", "POST"]
PASSWORD, PAPER_CODE = "password", "code"


@doors.open_to_operators(COMPLETION)
@doors.during_a_visit
@require_http_methods(GET_OR_POST)
@sensitive_post_parameters("phone")
def complete(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Complete a registration: what the list said is confirmed, the notice read."""
    shown = _shown(visit)
    if not shown.is_completable:
        return _back(request, visit, shown.standing)
    form = CompletionForm(request.POST if request.method == "POST" else None, known=shown.known)
    if form.is_valid():
        try:
            return _completed(request, visit, shown, form)
        except (AlreadyCompleted, NotCompletable, ChangedMeanwhile, FileAbsorbed) as fact:
            return _back(request, visit, str(fact))
    doors.record(request, LookKind.ACT, [shown.person.pk])
    return render(request, "points/complete.html", {"visit": visit, "shown": shown, "form": form})


@doors.open_to_operators(COMPLETION)
@doors.during_a_visit
@require_safe
@sensitive_variables("password")
def completed(request: HttpRequest, visit: Visit) -> HttpResponse:
    """The receipt of a completion, with the first password the first time only."""
    shown = _shown(visit)
    latest = latest_completion(shown.person)
    if latest is None:
        return _back(request, visit, shown.standing)
    password = handed.take(request, PASSWORD, shown.person.pk)
    receipt = receipts.of_completion(shown, latest, password)
    return printed(request, visit, receipt, [shown.person.pk])


@doors.open_to_operators(CODE)
@doors.during_a_visit
@require_http_methods(GET_OR_POST)
@sensitive_variables("code")
def paper_code(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Hand over a code on paper; it is on the receipt, once."""
    shown = _shown(visit)
    if not shown.is_registered:
        return _back(request, visit, shown.standing)
    if request.method == "POST":
        with transaction.atomic():
            code = hand_paper_code(
                person_id=shown.person.pk,
                by=request.user,
                channel=Channel.POINT,
                principal=request.till.point.code,
                at=timezone.now(),
            )
        handed.keep(request, PAPER_CODE, shown.person.pk, code)
        return redirect("points:handed_code", visit.key)
    doors.record(request, LookKind.ACT, [shown.person.pk])
    return render(request, "points/paper_code.html", {"visit": visit, "shown": shown})


@doors.open_to_operators(CODE)
@doors.during_a_visit
@require_safe
@sensitive_variables("code")
def handed_code(request: HttpRequest, visit: Visit) -> HttpResponse:
    """The receipt that bears a code: printed once, and never shown again."""
    shown = _shown(visit)
    code = handed.take(request, PAPER_CODE, shown.person.pk)
    if not code:
        return _back(request, visit, _("Un code n'est montré qu'une fois. Remettez-en un autre."))
    now = timezone.now()
    until = timezone.localdate(now) + settings.PAPER_CODE_LASTS
    receipt = receipts.of_code(shown, code, until=until, at=now)
    return printed(request, visit, receipt, [shown.person.pk])


@doors.open_to_operators(ATTESTATION)
@doors.during_a_visit
@require_http_methods(GET_OR_POST)
def attestation(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Issue the attestation and hand its page over to the printer."""
    shown = _shown(visit)
    if request.method == "POST":
        try:
            return _attested(request, shown)
        except (attestations.NotYet, FileAbsorbed) as fact:
            return _back(request, visit, str(fact))
    doors.record(request, LookKind.ACT, [shown.person.pk])
    return render(request, "points/attestation.html", {"visit": visit, "shown": shown})


def _shown(visit: Visit) -> Shown:
    """Whoever came; an act about nobody does not exist."""
    person = doors.person_of(visit)
    if person is None:
        raise Http404
    return Shown(person)


def _completed(
    request: HttpRequest, visit: Visit, shown: Shown, form: CompletionForm
) -> HttpResponse:
    now = timezone.now()
    with transaction.atomic():
        done = complete_registration(
            person_id=shown.person.pk,
            completion=form.completion(paper=visit.document_kind),
            channel=Channel.POINT,
            by=request.user,
            principal=request.till.point.code,
            at=now,
        )
        person, cause = doors.person_of(visit), f"completion {done.reference}"
        access_notice.tell_number(person, cause=cause, at=now)
        access_notice.tell_first_password(person, cause=cause, at=now)
    handed.keep(request, PASSWORD, shown.person.pk, done.first_password or "")
    return redirect("points:completed", visit.key)


def _attested(request: HttpRequest, shown: Shown) -> HttpResponse:
    with transaction.atomic():
        issued = attestations.issue(
            person_id=shown.person.pk,
            by=request.user,
            channel=Channel.POINT,
            principal=request.till.point.code,
            at=timezone.now(),
        )
        doors.record(request, LookKind.PRINT, [shown.person.pk])
    name = f"attestation-{references.written(issued.reference)}.pdf"
    return HttpResponse(
        attestations.render(issued),
        content_type="application/pdf",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


def _back(request: HttpRequest, visit: Visit, words: str) -> HttpResponse:
    """Say calmly why there is nothing to do, on the page of the visit."""
    messages.info(request, words)
    return redirect("points:visit", visit.key)
