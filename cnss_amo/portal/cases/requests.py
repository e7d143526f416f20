"""Somebody on no list asks to be registered, without an account, and follows it by her receipt.

Nothing here asks the register whether it knows anybody.
"""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from cnss_amo.accounts.lockout import address_of
from liaison.person_forms import ComplementForm, FollowForm, RequestForm
from registration.attestation import allowance
from registration.enums import Channel
from registration.models import RegistrationRequest
from registration.services import request as requesting
from registration.services.registering import NotYetOpen
from registration.services.submissions import NotOpen, TooManyPapers, give_complement
from registration.uploads import takes_a_paper

GET_OR_POST = ["GET", "HEAD", "POST"]
FOLLOWED = "followed_request"  # in the session: which request, until when


@takes_a_paper
@login_not_required
@never_cache
@require_http_methods(GET_OR_POST)
@sensitive_post_parameters()
def request_registration(request: HttpRequest) -> HttpResponse:
    """The form; the receipt comes on the next page, and by message."""
    form = RequestForm(*_posted(request))
    if form.is_bound and not _may_go_on(request):
        return _too_often(request)
    if form.is_valid():
        try:
            done = requesting.deposit_request(
                form=form.form_328(),
                papers=form.papers(),
                channel=Channel.PORTAL,
                client_key=form.cleaned_data["client_key"],
                ip=address_of(request) or "",
                at=timezone.now(),
            )
        except (requesting.BadDocument, NotYetOpen, TooManyPapers) as told:
            form.add_error(None, str(told))
        else:
            _remember(request, done.pk)
            return redirect("portal:request_followed")
    return render(request, "portal/request.html", {"form": form})


@login_not_required
@never_cache
@require_http_methods(GET_OR_POST)
@sensitive_post_parameters()
def follow(request: HttpRequest) -> HttpResponse:
    """Find one's request by the reference of the receipt and one's birth date."""
    if request.method != "POST":
        request.session.pop(FOLLOWED, None)
    form = FollowForm(*_posted(request)[:1])
    if form.is_bound and not _may_go_on(request):
        return _too_often(request)
    if form.is_valid():
        found = requesting.find_request(**form.cleaned_data)
        if found:
            _remember(request, found.pk)
            return redirect("portal:request_followed")
        form.add_error(None, _("Aucune demande ne correspond. Relisez la référence et la date."))
    return render(request, "portal/follow_request.html", {"form": form})


@takes_a_paper
@login_not_required
@never_cache
@require_http_methods(GET_OR_POST)
@sensitive_post_parameters()
def followed(request: HttpRequest) -> HttpResponse:
    """The receipt, and how far the request is; where something is missing, it is given here."""
    shown = _remembered(request)
    if shown is None:
        return redirect("portal:follow_request")
    form = ComplementForm(*_posted(request))
    if form.is_valid():
        try:
            give_complement(RegistrationRequest, shown.pk, **form.given(), at=timezone.now())
        except NotOpen as told:
            messages.info(request, str(told))
        except TooManyPapers as told:
            messages.warning(request, str(told))
        else:
            messages.success(request, _("Votre complément est bien arrivé."))
        return redirect("portal:request_followed")
    context = {"submission": shown, "form": form}
    return render(request, "portal/request_followed.html", context)


@login_not_required
@never_cache
@require_POST
def withdraw(request: HttpRequest) -> HttpResponse:
    """The person takes her request back."""
    shown = _remembered(request)
    if shown is None:
        return redirect("portal:follow_request")
    try:
        requesting.withdraw_request(request_id=shown.pk, at=timezone.now())
    except NotOpen as told:
        messages.info(request, str(told))
    else:
        messages.success(request, _("Votre demande est retirée."))
    return redirect("portal:request_followed")


def _remember(request: HttpRequest, pk: int) -> None:
    """Keep in this browser, for minutes, which request was shown to be one's own."""
    until = timezone.now() + settings.INSURED_IDLE
    request.session[FOLLOWED] = [pk, until.isoformat()]


def _remembered(request: HttpRequest) -> RegistrationRequest | None:
    pk, until = request.session.get(FOLLOWED, (None, ""))
    if pk is None or parse_datetime(until) < timezone.now():
        return None
    found = RegistrationRequest.objects.filter(pk=pk)
    return found.select_related("category", "sub_category", "question").first()


def _may_go_on(request: HttpRequest) -> bool:
    """Whether this place of the network did not ask too often this minute."""
    return allowance.spend(address_of(request) or "", at=timezone.now())


def _too_often(request: HttpRequest) -> HttpResponse:
    response = render(request, "429.html", status=429)
    response.headers["Retry-After"] = "60"
    return response


def _posted(request: HttpRequest) -> tuple:
    return (request.POST, request.FILES) if request.method == "POST" else ()
