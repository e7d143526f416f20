"""Tell the audit of the tables why something is done."""

from collections.abc import Iterator
from contextlib import contextmanager

import pghistory

from cnss_amo.accounts.models import User


@contextmanager
def acting(*, reason: str, by: User | None = None) -> Iterator[None]:
    """Write this reason beside every row changed inside; on a page, user and request are known.

    `by` names who acts where there is no request: in a command, a task.
    """
    who = {"user": by.pk} if by else {}
    with pghistory.context(reason=reason, **who):
        yield
