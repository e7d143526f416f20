"""What every page of the counter shares: who may come in, who looked."""

from typing import Any

from django.http import Http404, HttpRequest

from cnss_amo.accounts import perms
from cnss_amo.accounts.enums import LookKind
from cnss_amo.accounts.services import record_look
from cnss_amo.backoffice import queries
from cnss_amo.backoffice.queries import PersonPage
from registration.models import Person

searchers = perms.role_required(*perms.SEARCHERS)
desk = perms.role_required(*perms.DESK)


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
        return queries.person_page(person_id, with_links=perms.may_manage_lists(request.user))
    except Person.DoesNotExist as absent:
        raise Http404 from absent
