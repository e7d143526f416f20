"""What waits for each role."""

from datetime import datetime
from typing import NamedTuple

from django.db import connection
from django.db.models import Count

from cnss_amo.accounts.enums import LookKind
from cnss_amo.accounts.models import Look, User
from liaison import queries as lists
from liaison.enums import AWAITING_DECISION, IN_PROGRESS, ListState
from liaison.models import ReceivedList
from registration.enums import Channel
from registration.models import Category
from registration.queries import opened_accounts

LATEST_LISTS = 5
LATEST_LOOKS = 12
BUSIEST_USERS = 10
COUNTED_EXACTLY = 100_000


class Running(NamedTuple):
    """A list that somebody works on or waits for, and how far it is."""

    received_list: ReceivedList
    progress: lists.Progress | None


class Spaces(NamedTuple):
    """A category, and how many spaces were opened in it through each channel, by its name."""

    category: Category
    counts: list[tuple[str, int]]

    @property
    def total(self) -> int:
        """Through whatever channel."""
        return sum(count for _channel, count in self.counts)


def lists_to_follow(user: User, now: datetime) -> list[Running]:
    """The lists in progress, then those that wait for a decision, latest first."""
    states = (*IN_PROGRESS, *AWAITING_DECISION, ListState.FAILED)
    found = lists.main_lists(user).filter(state__in=states)[: 2 * LATEST_LISTS]
    running = [Running(one, lists.progress(one, now)) for one in found]
    return sorted(running, key=lambda one: one.progress is None)


def latest_results(user: User) -> list[ReceivedList]:
    """The last lists of the user's bodies that came to an end, whatever it was."""
    ended = (ListState.CLOSED, ListState.REFUSED, ListState.UNDONE)
    return list(lists.main_lists(user).filter(state__in=ended)[:LATEST_LISTS])


def latest_lists() -> list[ReceivedList]:
    """The last lists that brought people to the register."""
    closed = ReceivedList.objects.filter(state=ListState.CLOSED, corrects_list__isnull=True)
    return list(closed.select_related("body").order_by("-closed_at")[:LATEST_LISTS])


def people_registered() -> int:
    """How many people the register holds: counted while they are few, estimated then."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT CASE WHEN reltuples > %s THEN reltuples::bigint"
            " ELSE (SELECT count(*) FROM registration_person) END"
            " FROM pg_class WHERE oid = 'registration_person'::regclass",
            [COUNTED_EXACTLY],
        )
        return cursor.fetchone()[0]


def spaces_opened() -> list[Spaces]:
    """The personal spaces ever opened, by category: through each channel, then in all."""
    counted: dict[str, dict[str, int]] = {}
    for category, channel, count in opened_accounts():
        counted.setdefault(category, {})[channel] = count
    named = Category.objects.in_bulk(list(counted))
    return [
        Spaces(named[code], [(str(one.label), by_channel.get(one, 0)) for one in Channel])
        for code, by_channel in counted.items()
    ]


def latest_looks() -> list[Look]:
    """The last times somebody saw people."""
    return list(Look.objects.select_related("user").order_by("-pk")[:LATEST_LOOKS])


def busiest_searchers(since: datetime) -> list[dict[str, object]]:
    """Who searched most since an instant, and how many people they were shown."""
    searches = Look.objects.filter(at__gte=since, kind=LookKind.SEARCH, user__isnull=False)
    return list(
        searches.values("user__username", "user__first_name", "user__last_name")
        .annotate(searches=Count("pk"))
        .order_by("-searches", "user__username")[:BUSIEST_USERS]
    )
