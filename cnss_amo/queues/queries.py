"""Questions about queues: what waits and since when, who holds what."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from typing import Any, NamedTuple

from django.conf import settings
from django.db.models import Count, QuerySet, TextField, Value
from django.db.models.functions import Cast, TruncDate
from django.utils import timezone

from cnss_amo.accounts.models import User
from cnss_amo.legislation import NotInForce, Unknown, count_of, unknown_parameters
from cnss_amo.queues.models import Hold
from cnss_amo.queues.queue import Opened, Queue
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
    return delay_by(queue.law, queue.target, on)


def delay_by(law: str, target: str, on: date) -> Delay:
    """The delay that a parameter of the law gives on a day, or else a target of the service."""
    if law:
        try:
            days = count_of(law, on=on)
        except (NotInForce, Unknown):
            return Delay(getattr(settings, target), to_confirm=True)
        else:
            return Delay(days, is_law=True, to_confirm=law in _to_confirm())
    return Delay(getattr(settings, target))


@cache
def _to_confirm() -> frozenset[str]:
    return frozenset(one.name for one in unknown_parameters())


def backlog(queue: Queue, today: date) -> Backlog:
    """Count what waits in a queue, by the day it began to wait."""
    [only] = backlogs([queue], today)
    return only


def backlogs(queues: Iterable[Queue], today: date) -> list[Backlog]:
    """Count what waits in each queue; the batches of all of them are dated together."""
    queues = list(queues)
    counts_of = _counts_of(queues)
    counted = [(queue, counts_of[queue.code]) for queue in queues]
    batches: dict[Opened, set[int]] = defaultdict(set)
    for queue, counts in counted:
        if queue.batches:
            batches[queue.batches.opened].update(counts)
    instants = {opened: opened(pks) for opened, pks in batches.items() if pks}
    return [_backlog(queue, _by_day(queue, counts, instants), today) for queue, counts in counted]


def batches_by_age(queue: Queue) -> list[Batch]:
    """The batches of which rows wait, oldest first."""
    counts = _counts(queue)
    opened = queue.batches.opened(counts) if counts else {}
    return sorted(Batch(opened[pk], pk, count) for pk, count in counts.items())


def _counts(queue: Queue) -> dict[Any, int]:
    """How many rows wait, by batch; by day where they do not come by batches."""
    return _counts_of([queue])[queue.code]


def _counts_of(queues: list[Queue]) -> dict[str, dict[Any, int]]:
    """The counts of each queue by its code, in one question."""
    found: dict[str, dict[Any, int]] = {queue.code: {} for queue in queues}
    counted = [_counted(queue) for queue in queues]
    rows = counted[0].union(*counted[1:], all=True) if counted else ()
    batches = {queue.code for queue in queues if queue.batches}
    for code, told, count in rows:
        found[code][int(told) if code in batches else date.fromisoformat(told)] = count
    return found


def _counted(queue: Queue) -> QuerySet:
    """How many rows wait by batch or by day, which is told as a text, under the queue's code."""
    told = Cast(queue.batches.field if queue.batches else TruncDate(queue.opened_at), TextField())
    code = Value(queue.code, output_field=TextField())
    rows = queue.waiting().select_related(None).order_by().values(told=told)
    return rows.annotate(count=Count("*")).values_list(code, "told", "count")


def _by_day(
    queue: Queue, counts: dict[Any, int], instants: dict[Opened, dict[int, datetime]]
) -> Counter[date]:
    if not queue.batches:
        return Counter(counts)
    days: Counter[date] = Counter()
    for pk, count in counts.items():
        days[timezone.localdate(instants[queue.batches.opened][pk])] += count
    return days


def _backlog(queue: Queue, by_day: Counter[date], today: date) -> Backlog:
    urgencies: Counter[Urgency] = Counter()
    for day, count in by_day.items():
        urgencies[delay_of(queue, day).urgency(day, today)] += count
    oldest_on = min(by_day, default=None)
    delay = delay_of(queue, oldest_on or today)
    return Backlog(
        queue=queue,
        delay=delay,
        count=urgencies.total(),
        oldest_on=oldest_on,
        urgency=delay.urgency(oldest_on or today, today),
        by_urgency=dict(urgencies),
    )


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


def may_decide(queue: Queue, key: str, user: User, *, made_by: int | None = None) -> bool:
    """Whether the user may take an item: her roles allow it, and she did not make it."""
    if not may_take(user, queue) or made_by == user.pk:
        return False
    if made_by or not queue.maker:
        return True
    return not queue.row_of(key).filter(**{queue.maker: user}).exists()
