"""People a complete list no longer names: somebody confirms that they left, or dismisses it.

Both acts raise HeldBySomebodyElse while a colleague has the person in hand.
"""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from cnss_amo.accounts.models import User
from cnss_amo.queues.services import settle
from liaison.models import ReceivedList
from liaison.queues import MISSING
from registration.enums import EventKind, State
from registration.models import Activity, Event, Person


class NotMissing(Exception):
    """The activity is not flagged any more; the message can be shown as it is."""


@transaction.atomic
def confirm_exit(*, activity_id: int, by: User, at: datetime, reason: str = "") -> Activity:
    """End an activity that a complete list no longer names, on the day that list was true."""
    activity, absent_from = _flagged(activity_id, by, at)
    activity.ends_on = max(activity.begins_on, absent_from.reference_date)
    activity.missing_list = None
    activity.save(update_fields=["ends_on", "missing_list"])
    if not Activity.objects.open().filter(person_id=activity.person_id).exists():
        Person.objects.filter(pk=activity.person_id).update(state=State.DEREGISTERED)
    _record(activity, absent_from, EventKind.MISSING_CONFIRMED, by, at, reason)
    return activity


@transaction.atomic
def dismiss(*, activity_id: int, by: User, at: datetime, reason: str = "") -> Activity:
    """Keep an activity although a complete list no longer names it."""
    activity, absent_from = _flagged(activity_id, by, at)
    activity.missing_list = None
    activity.save(update_fields=["missing_list"])
    _record(activity, absent_from, EventKind.MISSING_DISMISSED, by, at, reason)
    return activity


def _flagged(activity_id: int, by: User, at: datetime) -> tuple[Activity, ReceivedList]:
    settle(MISSING, MISSING.key_of(activity_id), by=by, at=at)
    activity = (
        Activity.objects.open()
        .select_for_update(of=("self",))
        .filter(pk=activity_id, missing_list__isnull=False)
        .first()
    )
    if activity is None:
        raise NotMissing(_("Cette activité n'est plus signalée comme absente d'une liste."))
    return activity, ReceivedList.objects.get(pk=activity.missing_list)


def _record(
    activity: Activity,
    absent_from: ReceivedList,
    kind: EventKind,
    by: User,
    at: datetime,
    reason: str,
) -> None:
    Event.objects.create(
        person_id=activity.person_id,
        kind=kind,
        in_force_on=activity.ends_on,
        acted_at=at,
        by=by,
        details={
            "list": absent_from.pk,
            "category": activity.category_id,
            "reason": reason.strip()[:200],
        },
    )
