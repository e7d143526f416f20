"""Verbs of the accounts: record a look, name the system's actors."""

from collections.abc import Iterable
from uuid import UUID

from cnss_amo.accounts.enums import Door, LookKind
from cnss_amo.accounts.models import Look, User
from cnss_amo.kernel.db import keyring

SYSTEM_APPROVER = "systeme-approbateur"
SYSTEM_SENDER = "systeme-depot"


def record_look(
    *,
    user: User | None,
    kind: LookKind,
    people: Iterable[int],
    door: Door = Door.PAGE,
    about: str = "",
    query: str = "",
    request_id: UUID | None = None,
) -> Look:
    """Write that somebody saw these people; called in the transaction that shows them.

    A page that cannot record its look is not shown: the write fails, the transaction with it.
    """
    return Look.objects.create(
        user=user if user and user.is_authenticated else None,
        kind=kind,
        door=door,
        people=list(people),
        about=about,
        query_key=keyring().digest(query, "query") if query else None,
        request_id=request_id,
    )


def system_user(username: str) -> User:
    """Return a named actor of the system, which nobody can sign in as."""
    user, created = User.objects.get_or_create(username=username, defaults={"is_system": True})
    if created:
        user.set_unusable_password()
        user.save(update_fields=["password"])
    return user
