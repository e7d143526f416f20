"""Record who looked at whom."""

from collections.abc import Iterable
from uuid import UUID

from cnss_amo.accounts.enums import Door, LookKind
from cnss_amo.accounts.models import Look, User
from cnss_amo.kernel.db import keyring


def record_look(
    *,
    user: User | None,
    kind: LookKind,
    people: Iterable[int],
    door: Door = Door.PAGE,
    about: str = "",
    query: str = "",
    request_id: UUID | None = None,
    reason: str = "",
    scope: Iterable[str] = (),
    place: str = "",
) -> Look:
    """Write that somebody saw these people; called in the transaction that shows them.

    `scope` names the data shown in clear, `place` the agency or point worked at, where known.
    A page that cannot record its look is not shown: the write fails, the transaction with it.
    """
    known = user if user and user.is_authenticated else None
    return Look.objects.create(
        user=known,
        kind=kind,
        door=door,
        people=list(people),
        about=about,
        query_key=keyring().digest(query, "query") if query else None,
        request_id=request_id,
        reason=reason,
        scope=list(scope),
        roles=sorted(known.roles) if known else [],
        place=place,
    )
