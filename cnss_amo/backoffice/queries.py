"""What the pages show, gathered from several apps in few questions."""

from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from django.db import connection
from django.db.models import Count, Prefetch, prefetch_related_objects

from cnss_amo.accounts.enums import LookKind
from cnss_amo.accounts.models import Look, User
from cnss_amo.backoffice import words
from cnss_amo.backoffice.timeline import Entry, Mentions, origin, timeline
from cnss_amo.kernel import identifiers
from cnss_amo.kernel.db import keyring
from liaison import queries as lists
from liaison.enums import AWAITING_DECISION, IN_PROGRESS, ListState
from liaison.models import ReceivedList, RowOutcome
from registration.enums import DocumentKind
from registration.models import Activity, Person
from registration.queries import Match, PersonFile, Reason, person_file

MOST_MENTIONS = 100
LATEST_LISTS = 5
LATEST_LOOKS = 12
BUSIEST_USERS = 10
COUNTED_EXACTLY = 100_000
EXACT = (Reason.NUMBER, Reason.DOCUMENT, Reason.PHONE, Reason.PROFESSION)


# Results of a search.


@dataclass(frozen=True)
class Result:
    """Somebody found, with what tells namesakes apart."""

    person: Person
    reason: Reason
    birth: str
    document: str
    activities: list[Activity]

    @property
    def is_exact(self) -> bool:
        """Whether an identifier found her."""
        return self.reason in EXACT


def results(matches: list[Match]) -> list[Result]:
    """Make results of matches, their open activities asked at once."""
    running = Activity.objects.open().select_related("category").order_by("begins_on", "pk")
    people = [match.person for match in matches]
    prefetch_related_objects(people, Prefetch("activities", running, to_attr="running"))
    unseal = keyring().unseal_text
    return [
        Result(
            person=match.person,
            reason=match.reason,
            birth=str(match.person.born),
            document=_masked(unseal(match.person.document_sealed, "document")),
            activities=match.person.running,
        )
        for match in matches
    ]


def _masked(document: str | None) -> str:
    return identifiers.mask_cin(document) if document else ""


# The page of a person.


@dataclass(frozen=True)
class ShownActivity:
    """An activity in words: its facts, and where it came from."""

    activity: Activity
    facts: list[tuple[str, str]]
    origin: str


@dataclass(frozen=True)
class PersonPage:
    """Everything the page of a person shows, masked."""

    person: Person
    birth: str
    state: str
    documents: list[tuple[str, str]]
    phone: str
    email: str
    address: str
    activities: list[ShownActivity]
    timeline: list[Entry]
    other_cover: list[str]


def person_page(person_id: int, *, with_links: bool) -> PersonPage:
    """Gather the page of a person; `with_links` leads to the lists. Raise Person.DoesNotExist."""
    file = person_file(person_id)
    mentions = _mentions(file)
    return PersonPage(
        person=file.person,
        birth=str(file.person.born),
        state=words.state_in_words(file.person, file.activities),
        documents=[
            (str(DocumentKind(kind).label), _masked(paper)) for kind, paper in file.documents
        ],
        phone=identifiers.mask_phone(file.phone) if file.phone else "",
        email=identifiers.mask_email(file.email) if file.email else "",
        address=file.address or "",
        activities=[
            ShownActivity(
                activity=activity,
                facts=words.facts_in_words(activity),
                origin=origin(activity, mentions.lists, with_links=with_links),
            )
            for activity in file.activities
        ],
        timeline=timeline(file, mentions, with_links=with_links),
        other_cover=[cover.scheme for cover in file.other_cover],
    )


def _mentions(file: PersonFile) -> Mentions:
    spoke = RowOutcome.objects.filter(person_id=file.person.pk).order_by("-list_id", "-line")
    outcomes = list(spoke[:MOST_MENTIONS])
    wanted = {outcome.list_id for outcome in outcomes}
    wanted |= {activity.origin_list for activity in file.activities if activity.origin_list}
    return Mentions(outcomes, ReceivedList.objects.select_related("body").in_bulk(wanted))


# What waits, by role.


class Running(NamedTuple):
    """A list that somebody works on or waits for, and how far it is."""

    received_list: ReceivedList
    progress: lists.Progress | None


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
