"""Who am I to you? The same answer to everybody; then a code, typed here, says who she is."""

from collections.abc import Callable
from datetime import timedelta
from functools import wraps
from time import time
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from cnss_amo.accounts.lockout import address_of
from cnss_amo.portal.insured import enter_after_code
from cnss_amo.portal.way import proof
from cnss_amo.portal.way.forms import CodeForm, IdentifyForm
from registration.enums import Channel, State
from registration.models import Account, Person
from registration.services import activation
from registration.services.completion import why_not_completable

View = Callable[..., HttpResponse]
GET_OR_POST = ["GET", "HEAD", "POST"]
NEW_PASSWORD = "mot-de-passe"


def for_anybody(view: View) -> View:
    """Open a page to anybody; nothing of it is kept by a cache."""

    @login_not_required
    @never_cache
    @wraps(view)
    def opened(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return view(request, *args, **kwargs)

    return opened


@for_anybody
@require_http_methods(GET_OR_POST)
@sensitive_post_parameters()
def identify(request: HttpRequest) -> HttpResponse:
    """Ask who somebody is; whoever it is, known or not, the same page comes next."""
    form = IdentifyForm(request.POST if request.method == "POST" else None)
    browser = proof.browser_of(request) or proof.name_browser()
    if form.is_valid():
        response = _ask(request, form.cleaned_data, browser)
    else:
        response = render(request, "portal/way_identify.html", {"form": form})
    return proof.remember(response, browser)


@for_anybody
@require_http_methods(GET_OR_POST)
@sensitive_post_parameters()
def code(request: HttpRequest) -> HttpResponse:
    """Take the code of an SMS or of a paper; whatever is wrong is said in the same words."""
    form = CodeForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            person = activation.enter_code_here(
                code=form.cleaned_data["code"],
                session=proof.browser_of(request),
                at=timezone.now(),
            )
        except activation.WrongCode as fact:
            form.add_error("code", str(fact))
        else:
            proof.prove(request, person)
            return lead_on(request, person)
    context = {
        "form": form,
        "minutes": _minutes(settings.CODE_LASTS),
        "has_asked": proof.asked_of(request) is not None,
    }
    return render(request, "portal/way_code.html", context)


@for_anybody
@require_POST
def another_code(request: HttpRequest) -> HttpResponse:
    """Send another code to whoever asked in this browser, unless the last one just left."""
    asked = proof.asked_of(request)
    if asked is None:
        return redirect("portal:identify")
    left = _seconds_to_wait(asked)
    if left:
        told = _("Un code part au plus une fois par minute. Attendez encore %(seconds)d secondes.")
        messages.info(request, told % {"seconds": left})
    else:
        said = {
            "document_kind": asked.document_kind,
            "document": asked.document,
            "birth": asked.birth,
        }
        _request_code(request, said, proof.browser_of(request))
        messages.info(
            request, _("Si nous vous connaissons, un autre code vient de partir par SMS.")
        )
    return redirect("portal:code")


@for_anybody
@require_safe
def number(request: HttpRequest) -> HttpResponse:
    """Say, to everybody the same, that the number left for the phone on file."""
    return render(request, "portal/way_number.html")


def lead_on(request: HttpRequest, person: Person) -> HttpResponse:
    """Lead whoever proved who she is to what she can do: complete, enter, or read why not."""
    account = Account.objects.filter(pk=person.pk, disabled_at=None).first()
    if person.state != State.COMPLETED and not why_not_completable(person):
        return redirect("portal:confirm")
    if account is None:
        is_completed = person.state == State.COMPLETED
        return redirect("portal:reopen" if is_completed else "portal:standing")
    wanted = request.session.get(proof.PROVED, {}).get("wanted")
    enter_after_code(request, account)
    if wanted == NEW_PASSWORD:
        return redirect("portal:password")
    messages.info(request, _("Votre immatriculation est déjà complétée : voici votre espace."))
    return redirect("portal:space")


def _ask(request: HttpRequest, said: dict[str, Any], browser: str) -> HttpResponse:
    """Do what was asked for; none of the answers depends on who is asked about."""
    if request.POST.get("act") == "number":
        activation.send_number(**said, ip=address_of(request) or "", at=timezone.now())
        return redirect("portal:number")
    if request.GET.get("pour") == NEW_PASSWORD:
        request.session[proof.WANTED] = NEW_PASSWORD
    asked = proof.asked_of(request)
    if asked is None or asked[:3] != tuple(said.values()) or not _seconds_to_wait(asked):
        _request_code(request, said, browser, has_paper=request.POST.get("act") == "paper")
    return redirect("portal:code")


def _request_code(
    request: HttpRequest, said: dict[str, Any], browser: str, *, has_paper: bool = False
) -> None:
    activation.request_code(
        **said,
        channel=Channel.PORTAL,
        ip=address_of(request) or "",
        session=browser,
        has_paper=has_paper,
        at=timezone.now(),
    )
    if not has_paper:
        proof.keep_asked(request, said)


def _seconds_to_wait(asked: proof.Asked) -> int:
    """How long until another code may leave; nothing tells here whether one did."""
    return max(0, round(asked.at + settings.CODE_COOL_DOWN.total_seconds() - time()))


def _minutes(delay: timedelta) -> int:
    return int(delay.total_seconds() // 60)
