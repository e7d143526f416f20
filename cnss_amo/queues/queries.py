"""Questions about queues: what waits and since when, who holds what."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple

from django.conf import settings
from django.db.models import Count, QuerySet
from django.db.models.functions import TruncDate
from django.utils import timezone

from cnss_amo.accounts.models import User
from cnss_amo.legislation import NotInForce, Unknown, count_of, unknown_parameters
from cnss_amo.queues.models import Hold
from cnss_amo.queues.queue import Queue
from cnss_amo.queues.rules import Delay, Urgency


class Batch(NamedTuple):
    """Rows that wait since the same instant."""

    opened_at: datetime
    pk: int
    count: int


@dataclass(frozen=True)
class Backlog:
    """What waits in a queue: how much, since when, how much of it is near or past its delay."""

    queue: Queue
    delay: Delay
    count: int
    oldest_on: date | None
    urgency: Urgency
    by_urgency: dict[Urgency, int]

    @property
    def late(self) -> int:
        """How many are past their delay."""
        return self.by_urgency.get(Urgency.LATE, 0)


def delay_of(queue: Queue, on: date) -> Delay:
    """The delay of what begins to wait on a day: the law's where it has a value, else ours."""
    if queue.law:
        try:
            days = count_of(queue.law, on=on)
        except (NotInForce, Unknown):
            return Delay(getattr(settings, queue.target), to_confirm=True)
        else:
            doubtful = {one.name for one in unknown_parameters()}
            return Delay(days, is_law=True, to_confirm=queue.law in doubtful)
    return Delay(getattr(settings, queue.target))


def backlog(queue: Queue, today: date) -> Backlog:
    """Count what waits in a queue, by the day it began to wait."""
    by_day = _by_day(queue)
    oldest_on = min(by_day, default=None)
    urgencies: Counter[Urgency] = Counter()
    for day, count in by_day.items():
        urgencies[delay_of(queue, day).urgency(day, today)] += count
    delay = delay_of(queue, oldest_on or today)
    return Backlog(
        queue=queue,
        delay=delay,
        count=urgencies.total(),
        oldest_on=oldest_on,
        urgency=delay.urgency(oldest_on or today, today),
        by_urgency=dict(urgencies),
    )


def _by_day(queue: Queue) -> Counter[date]:
    rows = queue.waiting().order_by()
    days: Counter[date] = Counter()
    if queue.batches:
        for batch in batches_by_age(queue):
            days[timezone.localdate(batch.opened_at)] += batch.count
    else:
        counted = rows.values_list(TruncDate(queue.opened_at)).annotate(count=Count("*"))
        days.update(dict(counted))
    return days


def batches_by_age(queue: Queue) -> list[Batch]:
    """The batches of which rows wait, oldest first."""
    counted = queue.waiting().order_by().values_list(queue.batches.field)
    counts = dict(counted.annotate(count=Count("*")))
    opened = queue.batches.opened(counts) if counts else {}
    return sorted(Batch(opened[pk], pk, count) for pk, count in counts.items())


def last_hold(queue: Queue, key: str) -> Hold | None:
    """The hold on an item, in force or ended: who has it, or who left it undecided."""
    return Hold.objects.filter(queue=queue.code, key=key).select_related("user").first()


def last_holds(queue: Queue, keys: Iterable[str]) -> dict[str, Hold]:
    """The hold on each of these items, in force or ended."""
    found = Hold.objects.filter(queue=queue.code, key__in=list(keys)).select_related("user")
    return {hold.key: hold for hold in found}


def holder_of(queue: Queue, key: str, at: datetime) -> Hold | None:
    """Who has an item in hand."""
    held = Hold.objects.in_force(at).filter(queue=queue.code, key=key)
    return held.select_related("user").first()


def holds(at: datetime) -> QuerySet[Hold]:
    """Everything that somebody has in hand, longest held first."""
    return Hold.objects.in_force(at).select_related("user").order_by("taken_at", "pk")


def may_take(user: User, queue: Queue) -> bool:
    """Whether the user's roles let her take from a queue."""
    return bool(user.roles.intersection(queue.roles))
