"""What every page of the counter shares: who may come in, who looked."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from cnss_amo.accounts import perms
from cnss_amo.accounts.enums import LookKind, Role
from cnss_amo.accounts.models import User
from cnss_amo.accounts.services import record_look
from cnss_amo.backoffice import handed, queries
from cnss_amo.backoffice.queries import PersonPage
from cnss_amo.queues.hands import Hands, hands
from cnss_amo.queues.queue import Queue
from cnss_amo.queues.services import HeldBySomebodyElse, take_next
from registration.models import Correction, Merger, Person
from registration.services.correct import DocumentHeld
from registration.services.merge import MergerWaits, OverlappingActivities, StrikinglyDifferent
from registration.services.proposals import (
    ChangedMeanwhile,
    FileAbsorbed,
    NeedsSecondPerson,
    NotWaiting,
)
from registration.services.split import BuiltUpon

get_or_post = require_http_methods(["GET", "HEAD", "POST"])

# What a second press, or somebody quicker, meets: the message says it, nothing is wrong.
TOO_LATE = (
    BuiltUpon,
    ChangedMeanwhile,
    DocumentHeld,
    FileAbsorbed,
    HeldBySomebodyElse,
    MergerWaits,
    NeedsSecondPerson,
    NotWaiting,
    OverlappingActivities,
    StrikinglyDifferent,
)


class LedElsewhere(Exception):
    """The file asked for was merged into another, which is shown instead."""

    def __init__(self, person_id: int) -> None:
        self.person_id = person_id


def open_to(*roles: Role) -> Callable[..., Any]:
    """Close a page to other roles; lead whoever opens a merged file to the one that stands."""

    def close(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
        @perms.role_required(*roles)
        @wraps(view)
        def following(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            try:
                return view(request, *args, **kwargs)
            except LedElsewhere as merged:
                messages.info(request, _("Ce dossier a été fusionné : voici celui de la personne."))
                return redirect("backoffice:person", merged.person_id)

        return following

    return close


searchers = open_to(*perms.SEARCHERS)
desk = open_to(*perms.DESK)
deciders = open_to(*perms.DESK, Role.AUDITOR)


def posted(request: HttpRequest) -> QueryDict | None:
    """What a form is filled with: what was sent; nothing while its page is only read."""
    return request.POST if request.method == "POST" else None


def record(
    request: HttpRequest, kind: LookKind, people: list[int], query: str = "", **why: Any
) -> None:
    """Write who saw whom, and why, in the transaction that shows them."""
    record_look(
        user=request.user,
        kind=kind,
        people=people,
        query=query,
        request_id=request.request_id,
        **why,
    )


def page_of(request: HttpRequest, person_id: int) -> PersonPage:
    """The file that a page is about; nobody's is not found."""
    try:
        page = queries.person_page(
            person_id,
            with_links=perms.may_manage_lists(request.user),
            on_phone=perms.answers_calls(request.user),
            verified=handed.is_verified(request, person_id),
        )
    except Person.DoesNotExist as absent:
        raise Http404 from absent
    if page.person.merged_into_id is not None:
        raise LedElsewhere(page.person.merged_into_id)
    return page


def calmly(request: HttpRequest, act: Callable[[], object], *, done: str) -> bool:
    """Do an act on an identity and say so; when it can no longer be done, say that instead."""
    try:
        with transaction.atomic():
            act()
    except TOO_LATE as fact:
        messages.warning(request, str(fact))
        return False
    messages.success(request, done)
    return True


def may_decide(user: User, proposal: Correction | Merger) -> bool:
    """Whether a proposal waits for this user: a supervisor who did not make it."""
    is_second = proposal.by_id != user.pk and perms.holds_any(user, Role.SUPERVISOR)
    return is_second and proposal.state == "PROPOSED"


def in_hand(
    request: HttpRequest, queue: Queue, proposal: Correction | Merger, people: list[int]
) -> Hands | None:
    """Whose a proposal is, as long as it waits: the user's from now on, if she may decide it."""
    if proposal.state != "PROPOSED":
        return None
    return hands(
        queue,
        queue.key_of(proposal.pk),
        user=request.user,
        at=timezone.now(),
        opened_at=proposal.proposed_at,
        people=people,
    )


def to_next(request: HttpRequest, queue: Queue, *, otherwise: int) -> HttpResponse:
    """Go to the next item of a queue; to a person's file when nothing is free."""
    following = take_next(queue, by=request.user, at=timezone.now())
    if following:
        return redirect(queue.url_of(following.key))
    return redirect("backoffice:person", otherwise)
