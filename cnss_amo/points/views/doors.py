"""What every page of a point shares: who may come in, for what, who looked at whom."""

from collections.abc import Callable
from functools import wraps
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from cnss_amo.accounts import perms
from cnss_amo.accounts.enums import LookKind, Role
from cnss_amo.accounts.services import record_look
from cnss_amo.points.till import till_of
from cnss_amo.points.visits import Visit, VisitOver, visit_of
from registration.models import Person
from registration.queries import standing_file


def open_to_operators(service: str = "") -> Callable[..., Any]:
    """Close a page to whoever operates no point today, or a point not approved for the service."""

    def close(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
        @perms.role_required(Role.POINT_OPERATOR)
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            till = till_of(request.user, timezone.localdate())
            if till is None or not till.services or (service and not till.does(service)):
                return render(request, "points/closed.html", {"till": till}, status=403)
            request.till = till
            return view(request, *args, **kwargs)

        return guarded

    return close


def during_a_visit(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Give a page the visit that its address names; one that is over begins again."""

    @wraps(view)
    def visited(request: HttpRequest, visit: UUID) -> HttpResponse:
        try:
            return view(request, visit_of(request, visit))
        except VisitOver:
            messages.info(request, _("Cette visite est finie. Demandez à nouveau la pièce."))
            return redirect("points:home")

    return visited


def person_of(visit: Visit) -> Person | None:
    """The standing file of whoever came, when the register knows her."""
    if visit.person_id is None:
        return None
    return Person.objects.filter(pk=standing_file(visit.person_id)).first()


def record(request: HttpRequest, kind: LookKind, people: list[int], query: str = "") -> None:
    """Write who saw whom, and at which point, in the transaction that shows them."""
    record_look(
        user=request.user,
        kind=kind,
        people=people,
        query=query,
        request_id=request.request_id,
        place=request.till.point.code,
    )
