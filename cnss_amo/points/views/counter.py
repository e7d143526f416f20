"""The counter of a point: who comes, and what can be done for her here."""

from collections.abc import Callable
from typing import NamedTuple

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from cnss_amo.accounts.enums import LookKind
from cnss_amo.points import visits
from cnss_amo.points.forms import PresentForm, WidthForm
from cnss_amo.points.person import Shown
from cnss_amo.points.till import ATTESTATION, CODE, COMPLETION, REQUEST
from cnss_amo.points.views import doors
from cnss_amo.points.views.slips import WIDTH, width_of
from registration.services.presented import TooManyMisses, present


class Act(NamedTuple):
    """Something done here: the approval it needs, its page, for whom it makes sense."""

    service: str
    page: str
    label: Promise
    is_open: Callable[[Shown | None], bool]


def _known(is_open: Callable[[Shown], bool]) -> Callable[[Shown | None], bool]:
    return lambda shown: shown is not None and is_open(shown)


def _may_be_registered(shown: Shown | None) -> bool:
    return shown is None or not shown.is_registered


ACTS = (
    Act(
        COMPLETION,
        "points:complete",
        _("Compléter l'immatriculation"),
        _known(lambda shown: shown.is_completable),
    ),
    Act(
        ATTESTATION,
        "points:attestation",
        _("Imprimer l'attestation"),
        _known(lambda shown: shown.is_attestable),
    ),
    Act(
        CODE,
        "points:paper_code",
        _("Remettre un code sur papier"),
        _known(lambda shown: shown.is_registered),
    ),
    Act(
        COMPLETION,
        "points:completed",
        _("Imprimer le reçu"),
        _known(lambda shown: shown.is_completed),
    ),
    Act(REQUEST, "points:request", _("Déposer une demande"), _may_be_registered),
)


class Offer(NamedTuple):
    """An act as the page shows it."""

    url: str
    label: Promise


@doors.open_to_operators()
@require_http_methods(["GET", "HEAD", "POST"])
@sensitive_post_parameters("document", "birth")
def home(request: HttpRequest) -> HttpResponse:
    """Take the paper that a person shows; the answer is on the page of her visit."""
    form = PresentForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            return _begun(request, form)
        except TooManyMisses as fact:
            form.add_error(None, str(fact))
    return render(
        request,
        "points/home.html",
        {"form": form, "till": request.till, "width": width_of(request)},
    )


@doors.open_to_operators()
@require_POST
def paper(request: HttpRequest) -> HttpResponse:
    """Keep how wide the paper of this till is."""
    form = WidthForm(request.POST)
    if form.is_valid():
        request.session[WIDTH] = form.cleaned_data["width"]
    return redirect("points:home")


@doors.open_to_operators()
@doors.during_a_visit
@require_safe
def visit(request: HttpRequest, visit: visits.Visit) -> HttpResponse:
    """Say whether the register knows her, and offer what the point may do; show no more."""
    person = doors.person_of(visit)
    doors.record(request, LookKind.PERSON, [person.pk] if person else [])
    shown = Shown(person) if person else None
    offers = [
        Offer(reverse(act.page, args=[visit.key]), act.label)
        for act in ACTS
        if request.till.does(act.service) and act.is_open(shown)
    ]
    context = {"visit": visit, "till": request.till, "shown": shown, "offers": offers}
    return render(request, "points/visit.html", context)


def _begun(request: HttpRequest, form: PresentForm) -> HttpResponse:
    said = form.cleaned_data
    person = present(**said, by=request.user, at=timezone.now())
    doors.record(request, LookKind.SEARCH, [person.pk] if person else [], said["document"])
    begun = visits.begin(
        request,
        document_kind=said["document_kind"],
        document=said["document"],
        birth=str(said["birth"]),
        person_id=person.pk if person else None,
    )
    return redirect("points:visit", begun.key)
