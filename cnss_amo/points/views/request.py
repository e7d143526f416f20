"""Somebody on no list asks to be registered: three short pages, then the receipt."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from cnss_amo.points import receipts, visits
from cnss_amo.points.request_forms import ActivityForm, DepositForm, WhoForm, started
from cnss_amo.points.till import REQUEST
from cnss_amo.points.views import doors
from cnss_amo.points.views.slips import printed
from cnss_amo.points.visits import Visit
from registration.enums import Channel, PaperSeen
from registration.models import RegistrationRequest, SubCategory
from registration.queries import asked
from registration.services.registering import NotYetOpen
from registration.services.request import Form328, deposit_request

GET_OR_POST = ["GET", "HEAD", "POST"]


@doors.open_to_operators(REQUEST)
@doors.during_a_visit
@require_http_methods(GET_OR_POST)
@sensitive_post_parameters()
def who(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Take her name and her phone."""
    form = WhoForm(request.POST if request.method == "POST" else None, initial=visit.typed)
    if form.is_valid():
        visits.keep_typed(request, visit, **form.cleaned_data)
        return redirect("points:request_activity", visit.key)
    return render(request, "points/request.html", {"visit": visit, "form": form, "step": 1})


@doors.open_to_operators(REQUEST)
@doors.during_a_visit
@require_http_methods(GET_OR_POST)
def activity(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Take what she does, since when."""
    form = ActivityForm(request.POST if request.method == "POST" else None, initial=_shown(visit))
    if form.is_valid():
        visits.keep_typed(request, visit, **form.cleaned_data)
        return redirect("points:request_check", visit.key)
    return render(request, "points/request.html", {"visit": visit, "form": form, "step": 2})


@doors.open_to_operators(REQUEST)
@doors.during_a_visit
@require_http_methods(GET_OR_POST)
def check(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Read the answers to her, and deposit the request."""
    if not {"last_name", "sub_category"} <= set(visit.typed):
        return redirect("points:request", visit.key)
    form = DepositForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            _deposit(request, visit, form.cleaned_data["language"])
        except NotYetOpen as fact:
            form.add_error(None, str(fact))
        else:
            return redirect("points:deposited", visit.key)
    what = SubCategory.objects.get(pk=visit.typed["sub_category"])
    context = {"visit": visit, "form": form, "what": what, "since": started(visit.typed)}
    return render(request, "points/request_check.html", context)


@doors.open_to_operators(REQUEST)
@doors.during_a_visit
@require_safe
def deposited(request: HttpRequest, visit: Visit) -> HttpResponse:
    """The receipt of the request of this visit."""
    mine = RegistrationRequest.objects.filter(
        channel=Channel.POINT, principal=request.till.point.code, client_key=visit.key
    ).first()
    if mine is None:
        return redirect("points:request", visit.key)
    return printed(request, visit, receipts.of_request(mine), [])


def _deposit(request: HttpRequest, visit: Visit, language: str) -> RegistrationRequest:
    """Deposit the request of a visit; a second press gives the same again."""
    typed = visit.typed
    return deposit_request(
        form=Form328(
            document_kind=visit.document_kind,
            document=visit.document,
            last_name=typed["last_name"],
            first_name=typed["first_name"],
            birth=asked.read(visit.birth).birth,
            phone=typed["phone"],
            sub_category=SubCategory.objects.select_related("category").get(
                pk=typed["sub_category"]
            ),
            started_on=started(typed),
            consent=settings.NOTICE_VERSION,
            language=language,
        ),
        paper_seen=PaperSeen(visit.document_kind),
        channel=Channel.POINT,
        by=request.user,
        principal=request.till.point.code,
        client_key=visit.key,
        at=timezone.now(),
    )


def _shown(visit: Visit) -> dict[str, str]:
    """What was typed before, as it is typed."""
    typed = visit.typed
    return typed | ({"started_on": f"{started(typed):%d/%m/%Y}"} if "started_on" in typed else {})
