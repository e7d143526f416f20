"""What the page of an item shows: whose it is, when it is due. To open an item is to take it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.utils import timezone

from cnss_amo.accounts.models import User
from cnss_amo.queues.models import Hold
from cnss_amo.queues.queries import delay_of, last_hold, may_decide, may_take
from cnss_amo.queues.queue import Queue
from cnss_amo.queues.rules import Delay, Urgency
from cnss_amo.queues.services import open_item


@dataclass(frozen=True)
class Due:
    """Until when an item may wait, by whose rule, and how near that day is."""

    delay: Delay
    on: date
    urgency: Urgency


@dataclass(frozen=True)
class Hands:
    """An item in hand: whose hold it is, who left it undecided before, when it is due."""

    queue: Queue
    hold: Hold | None
    before: Hold | None
    is_mine: bool
    may_take: bool
    due: Due


def due(queue: Queue, opened_at: datetime, at: datetime) -> Due:
    """When an item is due, that began to wait at an instant."""
    day = timezone.localdate(opened_at)
    delay = delay_of(queue, day)
    return Due(delay, delay.due_on(day), delay.urgency(day, timezone.localdate(at)))


def hands(
    queue: Queue,
    key: str,
    *,
    user: User,
    at: datetime,
    opened_at: datetime,
    people: Iterable[int] = (),
    made_by: int | None = None,
) -> Hands:
    """Take the item of a page for whoever may take it; to others, only tell whose it is.

    Whoever made the item never takes it: `made_by`, where the page knows, saves the question.
    """
    last = last_hold(queue, key)
    hold = last if last and last.until > at else None
    able = may_decide(queue, key, user, made_by=made_by)
    if able and (hold is None or hold.user_id == user.pk):
        hold = open_item(queue, key, by=user, at=at, people=people)
    is_mine = hold is not None and hold.user_id == user.pk
    left = last if is_mine and last and last.user_id != user.pk else None
    return Hands(queue, hold, left, is_mine, may_take(user, queue), due(queue, opened_at, at))
