"""What every page of the counter shares: who may come in, who looked."""

from typing import Any

from django.http import HttpRequest

from cnss_amo.accounts import perms
from cnss_amo.accounts.enums import LookKind
from cnss_amo.accounts.services import record_look

searchers = perms.role_required(*perms.SEARCHERS)


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
