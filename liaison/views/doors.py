"""What every page of the lists shares: whose list it is, who looked, whom to tell there is work."""

from collections.abc import Callable, Iterable
from datetime import datetime

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone

from cnss_amo.accounts.enums import LookKind, Role
from cnss_amo.accounts.perms import role_required
from cnss_amo.accounts.services import record_look
from cnss_amo.queues.hands import Hands, hands
from cnss_amo.queues.queue import Queue
from cnss_amo.queues.services import HeldBySomebodyElse, take_next
from liaison import queries
from liaison.models import ReceivedList
from liaison.queries import Line
from liaison.services.approve import NeedsSecondPerson, OverTolerance
from liaison.services.corrections import NotCorrectable
from liaison.services.missing import NotMissing
from liaison.services.rulings import NotInConflict
from liaison.services.states import NotInThatState, RowsDropped
from liaison.services.undo import TooLateToUndo

readers = role_required(Role.LIST_OFFICER, Role.LIST_MANAGER, Role.AUDITOR)
officers = role_required(Role.LIST_OFFICER)
overseers = role_required(Role.LIST_MANAGER, Role.AUDITOR)
managers = role_required(Role.LIST_MANAGER)

# What a second press, or somebody quicker, meets: the message says it, nothing is wrong.
TOO_LATE = (
    HeldBySomebodyElse,
    NeedsSecondPerson,
    NotCorrectable,
    NotInConflict,
    NotInThatState,
    NotMissing,
    OverTolerance,
    RowsDropped,
    TooLateToUndo,
)


def visible_list(request: HttpRequest, list_id: int) -> ReceivedList:
    """A list that the user may see; another body's does not exist."""
    return get_object_or_404(queries.visible_to(request.user), pk=list_id)


def calmly(request: HttpRequest, act: Callable[[], object], *, done: str) -> bool:
    """Do an act and say that it is done; when it can no longer be done, say that instead."""
    try:
        with transaction.atomic():
            act()
    except TOO_LATE as fact:
        messages.warning(request, str(fact))
        return False
    messages.success(request, done)
    return True


def in_hand(
    request: HttpRequest,
    queue: Queue,
    parts: Iterable[int],
    opened_at: datetime,
    people: Iterable[int] = (),
    made_by: int | None = None,
) -> Hands:
    """Whose the item of a page is: the user's from now on, if it was free and she may take it."""
    return hands(
        queue,
        queue.key_of(*parts),
        user=request.user,
        at=timezone.now(),
        opened_at=opened_at,
        people=people,
        made_by=made_by,
    )


def to_next(request: HttpRequest, queue: Queue, *, otherwise: str) -> HttpResponse:
    """Go to the next item of a queue, in the user's hands; somewhere else when nothing is free."""
    following = take_next(queue, by=request.user, at=timezone.now())
    return redirect(queue.url_of(following.key) if following else otherwise)


def to_list(received_list: ReceivedList) -> HttpResponse:
    """Go to the page of a list."""
    return redirect("liaison:list", received_list.pk)


def record_lines(request: HttpRequest, lines: Iterable[Line], received_list: ReceivedList) -> None:
    """Write who saw these lines, and the people they became; nothing when none is shown."""
    lines = list(lines)
    if not lines:
        return
    people = {line.decided.person_id for line in lines if line.decided}
    record(request, LookKind.LIST_ROWS, people - {None}, received_list)


def record(
    request: HttpRequest, kind: LookKind, people: Iterable[int], about: ReceivedList | None = None
) -> None:
    """Write who saw these people, in the transaction that shows them."""
    record_look(
        user=request.user,
        kind=kind,
        people=sorted(people),
        about=about.reference if about else "",
        request_id=request.request_id,
    )
