"""Questions about a personal space: who is signed in to it, what was asked from it."""

from collections.abc import Iterable
from datetime import datetime

from django.conf import settings

from registration.models import Account, AccountSession, Correction

LATEST = 3


def open_sessions(account: Account, *, at: datetime) -> list[AccountSession]:
    """The sessions that open a space now, the latest used first."""
    living = account.sessions.filter(ended_at=None, seen_at__gt=at - settings.INSURED_IDLE)
    return list(living.order_by("-seen_at", "-began_at"))


def latest_corrections(files: Iterable[int]) -> list[Correction]:
    """The last corrections asked of an identity, the latest first."""
    asked = Correction.objects.filter(person__in=list(files))
    return list(asked.order_by("-proposed_at", "-pk")[:LATEST])
