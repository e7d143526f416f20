"""Contests and requests on the agents' side: what waits, one of them, its papers, its answer."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from cnss_amo.accounts.enums import LookKind, Role
from cnss_amo.accounts.perms import DESK, holds_any
from cnss_amo.backoffice.queries.submissions import Case, ContestCase, RequestCase
from cnss_amo.backoffice.submission_forms import AnswerForm
from cnss_amo.backoffice.views import doors
from cnss_amo.kernel.db import keyring
from cnss_amo.queues.hands import hands
from cnss_amo.queues.services import HeldBySomebodyElse, take_next
from liaison.person_forms import ComplementForm
from registration.models import Contest, RegistrationRequest, SubmittedPaper
from registration.models.submissions import Submission
from registration.queues import queue_of_submissions
from registration.services import contest as contesting
from registration.services import request as requesting
from registration.services import submissions
from registration.services.proposals import FileAbsorbed, NeedsSecondPerson, ReasonRequired
from registration.services.registering import CoveredElsewhere, DocumentOfAnother, NotYetOpen
from registration.uploads import takes_a_paper

GET_OR_POST = ["GET", "HEAD", "POST"]
A_PAGE = 25
ANSWER, COMPLEMENT = "answer", "complement"
# What a second press, or somebody quicker, meets; and what the law or the body forbids.
CANNOT = (
    contesting.BodyNotHeard,
    requesting.BodyDenied,
    submissions.ComplementAsked,
    submissions.NotOpen,
    submissions.TooManyPapers,
    CoveredElsewhere,
    DocumentOfAnother,
    FileAbsorbed,
    HeldBySomebodyElse,
    NeedsSecondPerson,
    NotYetOpen,
    ReasonRequired,
)
readers = doors.open_to(*DESK, Role.AUDITOR)


@readers
@require_safe
def requests(request: HttpRequest) -> HttpResponse:
    """The requests that are open, the first due first; one by its reference."""
    return _listed(request, RegistrationRequest, "backoffice/requests.html")


@readers
@require_safe
def contests(request: HttpRequest) -> HttpResponse:
    """The contests that are open, the first due first; one by its reference."""
    return _listed(request, Contest, "backoffice/contests.html")


@takes_a_paper
@readers
@require_http_methods(GET_OR_POST)
def request_case(request: HttpRequest, request_id: int) -> HttpResponse:
    """One request: what was written, what the body says, the answer."""
    related = ("category", "sub_category", "question", "commune", "by", "decided_by", "person")
    shown = get_object_or_404(RegistrationRequest.objects.select_related(*related), pk=request_id)
    return _case(request, RequestCase(shown), "backoffice/request.html")


@takes_a_paper
@readers
@require_http_methods(GET_OR_POST)
def contest_case(request: HttpRequest, contest_id: int) -> HttpResponse:
    """One contest: what the person says, what the body says, the answer."""
    related = ("category", "sub_category", "question", "person", "by", "decided_by")
    shown = get_object_or_404(Contest.objects.select_related(*related), pk=contest_id)
    return _case(request, ContestCase(shown), "backoffice/contest.html")


@readers
@require_safe
def paper(request: HttpRequest, paper_id: int) -> HttpResponse:
    """A paper that somebody joined: to be kept by the browser, never shown as a page of ours."""
    found = SubmittedPaper.objects.select_related("contest", "request")
    shown = get_object_or_404(found, pk=paper_id)
    about = shown.contest or shown.request
    people = [about.person_id] if about.person_id else []
    doors.record(request, LookKind.ACT, people, about=f"pièce {about.reference}")
    content = keyring().unseal(shown.sealed, "paper")
    response = HttpResponse(content, content_type=shown.kind)
    suffix = shown.kind.rpartition("/")[2]
    name = f"piece-{about.reference}-{shown.pk}.{suffix}"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    response.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return response


def _listed(request: HttpRequest, model: type[Submission], template: str) -> HttpResponse:
    found = model.objects.select_related("sub_category", "question")
    if reference := request.GET.get("reference", "").strip():
        found = found.filter(reference=submissions.reference_of(reference))
    else:
        found = found.still_open()
    if model is Contest:
        found = found.select_related("person")
    page = Paginator(found.order_by("due_on", "pk"), A_PAGE).get_page(request.GET.get("page"))
    people = sorted({one.person_id for one in page} - {None})
    if page.object_list:
        doors.record(request, LookKind.QUEUE, people)
    context = {"page": page, "reference": reference, "may_deposit": holds_any(request.user, *DESK)}
    return render(request, template, context)


def _case(request: HttpRequest, case: Case, template: str) -> HttpResponse:
    shown = case.submission
    at_desk = holds_any(request.user, *DESK)
    ready = shown.waits_for_the_cnss(timezone.localdate())
    may_decide = at_desk and shown.by_id != request.user.pk
    act = request.POST.get("act") if at_desk else None
    form = _answer_form(case, request.POST if act == ANSWER and may_decide else None)
    given = (request.POST, request.FILES) if act == COMPLEMENT else ()
    complement = ComplementForm(*given)
    if form.is_valid():
        return _answered(request, case, form)
    if complement.is_valid():
        return _completed(request, case, complement)
    doors.record(request, LookKind.PERSON, case.people, about=shown.reference)
    context = {
        "case": case,
        "submission": shown,
        "form": form,
        "complement": complement,
        "may_decide": may_decide,
        "at_desk": at_desk,
        "hands": _hands(request, case) if ready else None,
    }
    return render(request, template, context)


def _answer_form(case: Case, posted: Any) -> AnswerForm:
    alike = [(p.pk, f"{p.name} · {p.formatted_number}") for p in getattr(case, "namesakes", ())]
    return AnswerForm(posted, asks=case.submission.complement_wanted_at is None, alike=alike)


def _hands(request: HttpRequest, case: Case) -> Any:
    queue = queue_of_submissions(type(case.submission))
    return hands(
        queue,
        queue.key_of(case.submission.pk),
        user=request.user,
        at=timezone.now(),
        opened_at=case.submission.clock_from,
        people=case.people,
        made_by=case.submission.by_id,
    )


def _answered(request: HttpRequest, case: Case, form: AnswerForm) -> HttpResponse:
    """Write the answer, then hand out the next one."""
    act, done = _act(request, case, form)
    try:
        with transaction.atomic():
            act()
    except CANNOT as told:
        messages.warning(request, str(told))
        return _to(case)
    messages.success(request, done)
    following = take_next(
        queue_of_submissions(type(case.submission)), by=request.user, at=timezone.now()
    )
    if following:
        return redirect(queue_of_submissions(type(case.submission)).url_of(following.key))
    return _to(case)


def _act(request: HttpRequest, case: Case, form: AnswerForm) -> tuple[Callable[[], object], str]:
    """What the agent chose, and how it is told once done."""
    shown, said = case.submission, form.cleaned_data
    common = {"by": request.user, "at": timezone.now()}
    if said["decision"] == form.COMPLEMENT:
        return (
            lambda: submissions.want_complement(
                type(shown), shown.pk, what=said["reason"], **common
            ),
            _("Le complément est demandé, une seule fois."),
        )
    accepts = said["decision"] == form.ACCEPT
    told = _("La demande est acceptée.") if accepts else _("La demande est refusée.")
    common["reason"] = said["reason"]
    if isinstance(shown, Contest):
        act = contesting.accept_contest if accepts else contesting.refuse_contest
        return lambda: act(contest_id=shown.pk, **common), told
    if accepts:
        same = form.same_person()
        return (
            lambda: requesting.accept_request(request_id=shown.pk, same_as=same, **common),
            told,
        )
    return lambda: requesting.refuse_request(request_id=shown.pk, **common), told


def _completed(request: HttpRequest, case: Case, form: ComplementForm) -> HttpResponse:
    """Take the complement that the person brings to the counter."""
    shown = case.submission
    try:
        submissions.give_complement(type(shown), shown.pk, **form.given(), at=timezone.now())
    except CANNOT as told:
        messages.warning(request, str(told))
    else:
        messages.success(request, _("Le complément est enregistré."))
    return _to(case)


def _to(case: Case) -> HttpResponse:
    """Back to the page of a case."""
    name = "backoffice:contest" if isinstance(case.submission, Contest) else "backoffice:request"
    return redirect(name, case.submission.pk)
