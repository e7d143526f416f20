"""What waits for people: the queues of a user, what a supervisor sees of her team's hands."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q, QuerySet
from django.utils import timezone

from agencies.models import Posting
from agencies.queries import posting_of
from cnss_amo.accounts.models import User
from cnss_amo.backoffice.queues import BY_CODE, QUEUES, queues_of
from cnss_amo.queues import queries
from cnss_amo.queues.models import Handover, Hold
from cnss_amo.queues.queries import Backlog
from cnss_amo.queues.queue import Queue

LATEST_HANDOVERS = 10


@dataclass(frozen=True)
class Held:
    """Something in somebody's hands: of which queue, and its page for who may open it."""

    hold: Hold
    queue: Queue
    url: str


def backlogs(user: User, today: date) -> list[Backlog]:
    """What waits in each queue that a user may take from."""
    return queries.backlogs(queues_of(user), today)


def first_waiting(found: list[Backlog]) -> str:
    """The code of the first queue where something waits."""
    return next((one.queue.code for one in found if one.count), "")


def every_backlog(today: date) -> list[Backlog]:
    """What waits in each queue."""
    return queries.backlogs(QUEUES, today)


def in_hand_of(user: User, at: datetime) -> list[Held]:
    """What a user has in hand, longest held first."""
    return _held(queries.holds(at).filter(user=user), user)


def held_about(person_id: int, reader: User, at: datetime) -> list[Held]:
    """What somebody has in hand about a person, on whatever queue."""
    return _held(queries.holds(at).filter(people__contains=[person_id]), reader)


def in_hands_of_team(supervisor: User, at: datetime) -> list[Held]:
    """What the supervisor's colleagues have in hand, longest held first."""
    return _held(queries.holds(at).filter(user__in=team_of(supervisor, at)), supervisor)


def held_by_team(hold_id: int, supervisor: User, at: datetime) -> Held | None:
    """An item that the supervisor may move; None when nobody has it in hand any more.

    Raises Hold.DoesNotExist for one in the hands of another team.
    """
    if not queries.holds(at).filter(pk=hold_id).exists():
        return None
    hers = queries.holds(at).filter(user__in=team_of(supervisor, at))
    [held] = _held([hers.get(pk=hold_id)], supervisor)
    return held


def team_of(supervisor: User, at: datetime) -> QuerySet[User]:
    """Who works where the supervisor is posted; everybody for one who was never posted anywhere.

    Whoever left her agency leads nobody until she is posted again. A colleague whose account was
    closed still belongs where she was posted: what she held is taken back there.
    """
    people = User.objects.filter(is_system=False)
    today = timezone.localdate(at)
    posting = posting_of(supervisor, today)
    if posting is None and Posting.objects.filter(user=supervisor, begins_on__lte=today).exists():
        return people.filter(pk=supervisor.pk)
    if posting is None or posting.agency_id is None:
        return people
    there = Posting.objects.filter(agency=posting.agency_id)
    posted = Q(pk__in=there.on(today).values("user"))
    return people.filter(posted | Q(is_active=False, pk__in=there.values("user")))


def who_may_be_given(held: Held, supervisor: User, at: datetime) -> QuerySet[User]:
    """The colleagues of a team whose roles let them take from the queue of an item."""
    team = team_of(supervisor, at).filter(is_active=True).exclude(pk=held.hold.user_id)
    able = team.filter(role_grants__role__in=held.queue.roles).distinct()
    return able.order_by("last_name", "first_name", "username")


def latest_handovers(supervisor: User, at: datetime) -> list[tuple[Handover, Queue]]:
    """The last items that went from one person of the team to another, or back to their queue."""
    moved = Handover.objects.filter(held_by__in=team_of(supervisor, at), queue__in=BY_CODE)
    moved = moved.select_related("held_by", "given_to", "by").order_by("-pk")
    return [(one, BY_CODE[one.queue]) for one in moved[:LATEST_HANDOVERS]]


def _held(holds: Iterable[Hold], reader: User) -> list[Held]:
    known = [(hold, BY_CODE[hold.queue]) for hold in holds if hold.queue in BY_CODE]
    return [
        Held(hold, queue, queue.url_of(hold.key) if queries.may_take(reader, queue) else "")
        for hold, queue in known
    ]
