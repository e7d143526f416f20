"""Complete a registration: confirm or correct, check, send; what was typed is kept a day."""

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_http_methods, require_safe

from cnss_amo.accounts import handed
from cnss_amo.kernel.identifiers import mask_cin
from cnss_amo.portal.insured import enter_after_code, insured_required
from cnss_amo.portal.way import proof
from cnss_amo.portal.way.answers import AnswersForm
from cnss_amo.portal.way.forms import FinishForm, ReopenForm
from cnss_amo.portal.way.identify import GET_OR_POST, for_anybody, lead_on
from registration.enums import Channel, State
from registration.models import Account, Person
from registration.queries import PersonFile
from registration.services import drafts
from registration.services.account import open_account
from registration.services.completion import (
    AlreadyCompleted,
    NotCompletable,
    complete_registration,
    latest_completion,
    why_not_completable,
)
from registration.services.proposals import ChangedMeanwhile, FileAbsorbed

PASSWORD = "password"


@proof.proved_required
@require_http_methods(GET_OR_POST)
@sensitive_post_parameters()
def confirm(request: HttpRequest, file: PersonFile) -> HttpResponse:
    """Show what the register says, to be confirmed or corrected; keep what is typed."""
    if not _is_completable(file.person):
        return lead_on(request, file.person)
    now = timezone.now()
    draft = drafts.draft_of(person_id=file.person.pk, at=now)
    form = AnswersForm(request.POST if request.method == "POST" else None, file=file, draft=draft)
    if request.method == "POST":
        is_right = form.is_valid()
        drafts.keep_draft(person_id=file.person.pk, typed=form.draft(), at=now)
        if is_right:
            return redirect("portal:verify_answers")
    document = next((mask_cin(paper) for _kind, paper in file.documents if paper), "")
    context = {
        "form": form,
        "person": file.person,
        "document": document,
        "activities": [one for one in file.activities if one.ends_on is None],
        "is_resumed": bool(draft) and request.method == "GET",
        "notice_version": settings.NOTICE_VERSION,
    }
    return render(request, "portal/way_confirm.html", context)


@proof.proved_required
@require_http_methods(GET_OR_POST)
@sensitive_post_parameters()
def verify_answers(request: HttpRequest, file: PersonFile) -> HttpResponse:
    """Show the answers before they are sent; sending them completes the registration."""
    person = file.person
    if not _is_completable(person):
        return _confirmed(request, person)
    draft = drafts.draft_of(person_id=person.pk, at=timezone.now())
    answers = AnswersForm(draft, file=file, draft=draft)
    if not draft or not answers.is_valid():
        return redirect("portal:confirm")
    form = FinishForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            return _complete(request, person, answers, form.cleaned_data["password"])
        except AlreadyCompleted:
            return _confirmed(request, person)
        except NotCompletable:
            return redirect("portal:standing")
        except (ChangedMeanwhile, FileAbsorbed) as fact:
            messages.info(request, str(fact))
            return redirect("portal:confirm")
        except ValidationError as weak:
            form.add_error("password", weak)
    context = {"form": form, "rows": answers.rows(), "corrects": bool(answers.corrections)}
    return render(request, "portal/way_verify.html", context)


@insured_required
@require_safe
@sensitive_variables("password")
def done(request: HttpRequest) -> HttpResponse:
    """What she takes away: reference, date, number, what comes next; her first password once."""
    person = request.insured.person
    completed = latest_completion(person)
    if completed is None:
        return redirect("portal:space")
    password = handed.take(request, PASSWORD, person.pk)
    context = {"person": person, "completed": completed, "password": password}
    return render(request, "portal/way_done.html", context)


@proof.proved_required
@require_safe
def standing(request: HttpRequest, file: PersonFile) -> HttpResponse:
    """Say calmly why there is nothing to complete, and what to do."""
    reason = why_not_completable(file.person)
    if not reason:
        return lead_on(request, file.person)
    context = {"reason": reason, "person": file.person}
    return render(request, "portal/way_standing.html", context)


@proof.proved_required
@require_http_methods(GET_OR_POST)
@sensitive_post_parameters()
def reopen(request: HttpRequest, file: PersonFile) -> HttpResponse:
    """Open again the space of a person whose password stayed with a file merged into hers."""
    person = file.person
    if person.state != State.COMPLETED or Account.objects.filter(pk=person.pk).exists():
        return lead_on(request, person)
    form = ReopenForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        open_account(
            person=person,
            language=get_language(),
            channel=Channel.PORTAL,
            password=form.cleaned_data["password"],
            at=timezone.now(),
        )
        return lead_on(request, person)
    return render(request, "portal/way_reopen.html", {"form": form})


@for_anybody
@require_safe
def notice(request: HttpRequest) -> HttpResponse:
    """The notice of law 09-08, for whoever reads it before or after."""
    return render(request, "portal/way_notice.html", {"notice_version": settings.NOTICE_VERSION})


def _is_completable(person: Person) -> bool:
    return person.state != State.COMPLETED and not why_not_completable(person)


def _complete(
    request: HttpRequest, person: Person, answers: AnswersForm, password: str
) -> HttpResponse:
    completion = answers.completion()
    completed = complete_registration(
        person_id=person.pk,
        completion=completion,
        channel=Channel.PORTAL,
        password=password,
        at=timezone.now(),
    )
    handed.keep(request, PASSWORD, person.pk, completed.first_password or "")
    response = _confirmed(request, person)
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME, completion.language, max_age=settings.LANGUAGE_COOKIE_AGE
    )
    return response


def _confirmed(request: HttpRequest, person: Person) -> HttpResponse:
    """Her confirmation, in her space: the same for a second press, or another channel's act."""
    account = Account.objects.filter(pk=person.pk, disabled_at=None).first()
    if account is None:
        return lead_on(request, person)
    enter_after_code(request, account)
    return redirect("portal:done")
