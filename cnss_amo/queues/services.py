"""Take the next item, open one, give it back, settle it, move it to somebody else."""

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta

from django.conf import settings
from django.db import connection, transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone
from django.utils.formats import time_format
from django.utils.translation import gettext as _

from cnss_amo.accounts.models import User
from cnss_amo.queues.models import Handover, Hold
from cnss_amo.queues.queries import batches_by_age, holder_of, last_hold, may_decide
from cnss_amo.queues.queue import Queue

# Whoever comes second finds the row of the first, and changes nothing: nobody gets the same.
HOLD = """
INSERT INTO queues_hold AS held (queue, key, user_id, taken_at, until, people, given_back)
VALUES (%(queue)s, %(key)s, %(user)s, %(at)s, %(until)s, %(people)s, false)
ON CONFLICT (queue, key) DO UPDATE
   SET user_id = excluded.user_id, until = excluded.until, people = excluded.people,
       given_back = false,
       taken_at = CASE WHEN held.until > excluded.taken_at THEN held.taken_at
                       ELSE excluded.taken_at END
 WHERE held.user_id = excluded.user_id OR held.until <= excluded.taken_at
RETURNING id, taken_at
"""


class HeldBySomebodyElse(Exception):
    """A colleague has the item in hand; the message can be shown as it is."""


class NotHeld(Exception):
    """Nobody has the item in hand any more; the message can be shown as it is."""


class MayNotTake(Exception):
    """That colleague may not take the item; the message can be shown as it is."""


@transaction.atomic
def take_next(queue: Queue, *, by: User, at: datetime) -> Hold | None:
    """Give the item that has waited longest, or the one already in hand; None when none is free.

    What she gave back comes to her again only when nothing else waits.
    """
    if mine := _in_hand(queue, by, at):
        return mine
    for given_back in (False, True):
        for rows in _by_age(queue, by):
            if taken := _first_free(queue, rows, by, at, given_back=given_back):
                return taken
    return None


def open_item(
    queue: Queue, key: str, *, by: User, at: datetime, people: Iterable[int] = ()
) -> Hold | None:
    """Take an item that is free, keep in hand one's own; return whose it is now."""
    return _hold(queue, key, by, at, people) or last_hold(queue, key)


@transaction.atomic
def give_back(hold_id: int, *, by: User, at: datetime) -> None:
    """Free at once an item that the user has in hand; do nothing when it is not hers any more."""
    held = Hold.objects.in_force(at).filter(pk=hold_id, user=by)
    held.update(until=at, given_back=True)


def settle(queue: Queue, key: str, *, by: User, at: datetime) -> None:
    """Begin an act that ends an item: it leaves the hands of whoever acts, in that transaction.

    Raises HeldBySomebodyElse. The row is locked first, as when it is taken.
    """
    list(queue.row_of(key).select_related(None).select_for_update(of=("self",)))
    held = holder_of(queue, key, at)
    if held and held.user_id != by.pk:
        raise HeldBySomebodyElse(_in_words(held))
    Hold.objects.filter(queue=queue.code, key=key).delete()


@transaction.atomic
def move(
    queue: Queue, hold_id: int, *, to: User | None, by: User, at: datetime, reason: str
) -> None:
    """Take an item out of somebody's hands, and give it to somebody else unless `to` is None.

    Raises NotHeld, or MayNotTake when that colleague cannot decide it.
    """
    held = Hold.objects.in_force(at).select_for_update(of=("self",)).filter(pk=hold_id).first()
    if held is None or not queue.row_of(held.key).exists():
        raise NotHeld(_("Ce dossier n'est plus en cours : il est rendu ou décidé."))
    if to and not may_decide(queue, held.key, to):
        raise MayNotTake(_("Ce collègue ne peut pas prendre ce dossier."))
    Handover.objects.create(
        queue=queue.code,
        key=held.key,
        held_by=held.user,
        given_to=to,
        by=by,
        at=at,
        reason=reason.strip()[:200],
    )
    if to:
        held.user, held.taken_at, held.until = to, at, _until(at)
    else:
        held.until = at
    held.save(update_fields=["user", "taken_at", "until"])


def _in_hand(queue: Queue, by: User, at: datetime) -> Hold | None:
    mine = Hold.objects.in_force(at).filter(queue=queue.code, user=by).order_by("taken_at", "pk")
    for held in mine:
        if queue.row_of(held.key).exists():
            return _hold(queue, held.key, by, at, held.people)
        held.delete()
    return None


def _by_age(queue: Queue, by: User) -> Iterator[QuerySet]:
    rows = queue.waiting().select_related(None)
    if queue.maker:
        rows = rows.exclude(**{queue.maker: by})
    if queue.batches:
        for batch in batches_by_age(queue):
            yield rows.filter(**{queue.batches.field: batch.pk}).order_by(*queue.key)
    else:
        yield rows.order_by(queue.opened_at, *queue.key)


def _first_free(
    queue: Queue, rows: QuerySet, by: User, at: datetime, *, given_back: bool
) -> Hold | None:
    """The first row that nobody holds: locked, then held; one just taken by another is left."""
    taken = Q(until__gt=at) if given_back else Q(until__gt=at) | Q(user=by, given_back=True)
    holds = Hold.objects.filter(taken, queue=queue.code, key=OuterRef("item_key"))
    free = rows.annotate(item_key=queue.in_sql()).filter(~Exists(holds))
    free = free.select_for_update(skip_locked=True, of=("self",))
    while row := free.first():
        if held := _hold(queue, row.item_key, by, at):
            return held
    return None


def _hold(
    queue: Queue, key: str, by: User, at: datetime, people: Iterable[int] = ()
) -> Hold | None:
    """Write that an item is in somebody's hands; None when it is in somebody else's."""
    held = Hold(queue=queue.code, key=key, user=by, until=_until(at), people=sorted(people))
    told = {"queue": queue.code, "key": key, "user": by.pk, "until": held.until, "at": at}
    with connection.cursor() as cursor:
        cursor.execute(HOLD, told | {"people": held.people})
        made = cursor.fetchone()
    if made is None:
        return None
    held.pk, held.taken_at = made
    return held


def _until(at: datetime) -> datetime:
    return at + timedelta(minutes=settings.QUEUE_HOLD_MINUTES)


def _in_words(held: Hold) -> str:
    return _("En cours par %(who)s, %(time)s. Rien n'est changé.") % {
        "who": held.user.get_full_name() or held.user.get_username(),
        "time": time_format(timezone.localtime(held.taken_at)),
    }
