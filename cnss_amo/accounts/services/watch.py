"""Keep those who look within bounds: warn, stop, lift, tell of canaries."""

import tomllib
from datetime import date, datetime
from pathlib import Path
from typing import NamedTuple

from django.db import transaction
from django.utils import timezone

from cnss_amo.accounts.enums import AlertKind
from cnss_amo.accounts.models import Alert, CanaryPerson, CapLift, DailyCap, Look, User

CAPS_FILE = Path(__file__).resolve().parent.parent / "daily_caps.toml"


class StoppedForToday(Exception):
    """Too many different people opened today: no other is shown until somebody lifts the stop."""

    def __init__(self, user: User, opened: int) -> None:
        super().__init__(f"{opened} people opened today")
        self.user, self.opened = user, opened


class OwnStop(Exception):
    """Nobody lifts her own stop."""


class Day(NamedTuple):
    """What a user opened today: before this look, and with it; searches count for less."""

    before: int
    after: int
    must_warn: bool
    sees_a_canary: bool


def tell(day: Day, look: Look) -> None:
    """Raise the alerts of a look: a canary each time, the warning once a day."""
    today = timezone.localdate()
    if day.sees_a_canary:
        Alert.objects.create(kind=AlertKind.CANARY, user=look.user, day=today, look=look)
    if look.user and day.must_warn:
        _once(AlertKind.WARNED, look.user, today, day.after)


def tell_of_stop(stop: StoppedForToday) -> None:
    """Raise the alert of a stop, once a day; the page it refused left nothing behind."""
    _once(AlertKind.STOPPED, stop.user, timezone.localdate(), stop.opened)


def _once(kind: AlertKind, user: User, day: date, opened: int) -> None:
    alert = Alert(kind=kind, user=user, day=day, opened=opened)
    Alert.objects.bulk_create([alert], ignore_conflicts=True)


def lift_stop(*, user: User, by: User, reason: str, day: date) -> bool:
    """Lift the stop of a colleague for a day; say whether it was not lifted already."""
    if user.pk == by.pk:
        raise OwnStop
    _lift, created = CapLift.objects.get_or_create(
        user=user, day=day, defaults={"by": by, "reason": reason}
    )
    return created


def acknowledge(*, alert_id: int, by: User, note: str, at: datetime) -> bool:
    """Note what was made of an alert; say whether nobody had before."""
    waiting = Alert.objects.filter(pk=alert_id, acknowledged_at__isnull=True).exclude(user=by)
    return bool(waiting.update(acknowledged_at=at, acknowledged_by=by, note=note))


def add_canary(*, person_id: int, by: User, note: str) -> bool:
    """Watch over a person whom no work leads to; say whether she was not watched already."""
    _canary, created = CanaryPerson.objects.get_or_create(
        person_id=person_id, defaults={"added_by": by, "note": note}
    )
    return created


def follow_canary(*, former: int, standing: int) -> bool:
    """Watch over the file that a watched one became; say whether that one was not watched yet."""
    watched = CanaryPerson.objects.filter(person_id=former).first()
    if watched is None:
        return False
    return add_canary(person_id=standing, by=watched.added_by, note=watched.note)


def remove_canary(*, person_id: int) -> bool:
    """Watch over her no more; say whether she was. The audit keeps who removed her."""
    removed, _by_model = CanaryPerson.objects.filter(person_id=person_id).delete()
    return bool(removed)


@transaction.atomic
def sync_caps() -> None:
    """Write the caps of the roles that have none yet; an administrator's changes stand."""
    caps = tomllib.loads(CAPS_FILE.read_text(encoding="utf-8"))
    for role, bounds in caps.items():
        DailyCap.objects.get_or_create(role=role, defaults=bounds)
