"""The whole journey at the counter or on the phone: complete, hand over, verify who calls."""

from django.conf import settings
from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_safe

from agencies.queries import place_of
from cnss_amo.accounts import perms
from cnss_amo.accounts.enums import LookKind, Role
from cnss_amo.backoffice import handed
from cnss_amo.backoffice.completion_forms import CallerForm, CompletionForm, PaperSeenForm
from cnss_amo.backoffice.queries import PersonPage
from cnss_amo.backoffice.views import doors
from cnss_amo.kernel.codes import spaced
from registration.enums import Channel, State
from registration.services import activation, caller
from registration.services.completion import (
    AlreadyCompleted,
    Completed,
    NotCompletable,
    complete_registration,
    known_about,
    latest_completion,
    why_not_completable,
)
from registration.services.proposals import ChangedMeanwhile, FileAbsorbed

PASSWORD, CODE = "password", "code"
completers = doors.open_to(*perms.COMPLETERS)
callers = doors.open_to(Role.CALL_CENTRE)


@completers
@doors.get_or_post
@sensitive_post_parameters("phone", "email", "address")
def complete(request: HttpRequest, person_id: int) -> HttpResponse:
    """Complete a registration with the person in front of the agent, or verified on the phone."""
    page = doors.page_of(request, person_id)
    channel = _channel(request)
    if channel == Channel.CALL_CENTRE and not handed.is_verified(request, person_id):
        return redirect("backoffice:verify", person_id)
    if page.person.state == State.COMPLETED:
        return _told(request, page, _("Cette immatriculation est déjà complétée."))
    if reason := why_not_completable(page.person):
        return _told(request, page, reason)
    place = place_of(request.user, timezone.localdate())
    form = CompletionForm(
        doors.posted(request),
        held=page.contact,
        known=known_about(page.person),
        seen_paper=channel == Channel.AGENCY,
        initial={"agency": place if channel == Channel.AGENCY else None},
    )
    if form.is_valid():
        try:
            done = _complete(request, page, form, channel, place.code if place else "")
        except AlreadyCompleted as fact:
            return _told(request, page, str(fact))
        except (NotCompletable, ChangedMeanwhile, FileAbsorbed) as fact:
            form.add_error(None, str(fact))
        else:
            handed.keep(request, PASSWORD, page.person.pk, done.first_password or "")
            return redirect("backoffice:completed", page.person.pk)
    doors.record(request, LookKind.ACT, [page.person.pk])
    context = {"page": page, "form": form, "on_phone": channel == Channel.CALL_CENTRE}
    return render(request, "backoffice/person/complete.html", context)


@completers
@require_safe
@sensitive_variables("password")
def completed(request: HttpRequest, person_id: int) -> HttpResponse:
    """What the person takes away: her reference, her number, her first password once."""
    page = doors.page_of(request, person_id)
    latest = latest_completion(page.person)
    if latest is None:
        return redirect("backoffice:person", person_id)
    doors.record(request, LookKind.ACT, [page.person.pk])
    context = {
        "page": page,
        "completed": latest,
        "password": handed.take(request, PASSWORD, page.person.pk),
        "at_counter": perms.holds_any(request.user, *perms.DESK),
    }
    return render(request, "backoffice/person/completed.html", context)


@doors.desk
@doors.get_or_post
@sensitive_variables("code")
def paper_code(request: HttpRequest, person_id: int) -> HttpResponse:
    """Hand over a code on paper to a person who showed who she is; it is shown once."""
    page = doors.page_of(request, person_id)
    form = PaperSeenForm(doors.posted(request))
    if form.is_valid():
        with transaction.atomic():
            code = activation.hand_paper_code(
                person_id=page.person.pk,
                by=request.user,
                channel=Channel.AGENCY,
                at=timezone.now(),
            )
        handed.keep(request, CODE, page.person.pk, code)
        return redirect("backoffice:paper_code", person_id)
    doors.record(request, LookKind.ACT, [page.person.pk])
    code = handed.take(request, CODE, page.person.pk)
    context = {
        "page": page,
        "form": form,
        "code": spaced(code) if code else "",
        "until": timezone.localdate() + settings.PAPER_CODE_LASTS,
    }
    return render(request, "backoffice/person/paper_code.html", context)


@callers
@doors.get_or_post
@sensitive_post_parameters()
def verify(request: HttpRequest, person_id: int) -> HttpResponse:
    """Ask a caller three questions; right, the acts open for this call."""
    page = doors.page_of(request, person_id)
    doors.record(request, LookKind.ACT, [page.person.pk])
    try:
        asked = handed.questions(request, page.person)
    except caller.NotEnoughToAsk as fact:
        return _closed(request, page, fact)
    if caller.is_closed_to_calls(page.person, at=timezone.now()):
        return _closed(request, page, caller.ClosedToCalls())
    form = CallerForm(doors.posted(request), asked=asked)
    if form.is_valid():
        try:
            caller.verify_caller(
                person=page.person,
                asked=asked,
                answers=form.cleaned_data,
                by=request.user,
                at=timezone.now(),
            )
        except caller.ClosedToCalls as fact:
            return _closed(request, page, fact)
        except caller.WrongAnswers as fact:
            form.add_error(None, str(fact))
        else:
            handed.verified(request, person_id)
            messages.success(request, _("La personne est vérifiée pour cet appel."))
            return redirect("backoffice:complete", person_id)
    context = {"page": page, "form": form}
    return render(request, "backoffice/person/verify.html", context)


def _complete(
    request: HttpRequest, page: PersonPage, form: CompletionForm, channel: Channel, place: str
) -> Completed:
    with transaction.atomic():
        return complete_registration(
            person_id=page.person.pk,
            completion=form.completion(),
            channel=channel,
            by=request.user,
            principal=place,
            at=timezone.now(),
        )


def _channel(request: HttpRequest) -> Channel:
    return Channel.CALL_CENTRE if perms.answers_calls(request.user) else Channel.AGENCY


def _told(request: HttpRequest, page: PersonPage, words: str) -> HttpResponse:
    """Say calmly why there is nothing to do, on the page that shows what is."""
    messages.info(request, words)
    done = latest_completion(page.person) is not None
    return redirect("backoffice:completed" if done else "backoffice:person", page.person.pk)


def _closed(request: HttpRequest, page: PersonPage, fact: Exception) -> HttpResponse:
    return render(request, "backoffice/person/verify.html", {"page": page, "closed": str(fact)})
