"""What those who watch over the looks are shown: looks, alerts, lifts."""

from datetime import date, datetime

from django.db.models import QuerySet

from cnss_amo.accounts import perms
from cnss_amo.accounts.enums import AlertKind
from cnss_amo.accounts.models import Alert, CapLift, Look, User
from cnss_amo.backoffice.queries.work import team_of

LOOKS_A_PAGE = 100
LATEST_ALERTS = 100


def looks_before(looks: QuerySet[Look], before: int) -> list[Look]:
    """A page of looks, latest first, those under an id when one is given."""
    if before:
        looks = looks.filter(pk__lt=before)
    return list(looks.select_related("user").order_by("-at", "-pk")[:LOOKS_A_PAGE])


def watched_by(user: User, at: datetime) -> QuerySet[User]:
    """Whose looks a user watches over: an auditor everybody's, a supervisor her team's."""
    people = User.objects.filter(is_system=False) if perms.may_audit(user) else team_of(user, at)
    return people.exclude(pk=user.pk)


def alerts_for(user: User, at: datetime) -> QuerySet[Alert]:
    """The alerts of whom a user watches; only an auditor is told of canaries."""
    alerts = Alert.objects.select_related("user", "look", "acknowledged_by")
    if perms.may_audit(user):
        return alerts.exclude(user=user)
    caps = alerts.filter(kind__in=(AlertKind.WARNED, AlertKind.STOPPED))
    return caps.filter(user__in=watched_by(user, at))


def latest_alerts(user: User, at: datetime) -> list[Alert]:
    """Those that nobody has seen to, then the latest others."""
    alerts = alerts_for(user, at)
    waiting = alerts.filter(acknowledged_at__isnull=True).order_by("-raised_at", "-pk")
    seen = alerts.filter(acknowledged_at__isnull=False).order_by("-raised_at", "-pk")
    return [*waiting[:LATEST_ALERTS], *seen[:LATEST_ALERTS]]


def lifts_of(day: date, watched: QuerySet[User]) -> list[CapLift]:
    """The stops lifted for a day, of those whom one watches over."""
    lifts = CapLift.objects.filter(day=day, user__in=watched).select_related("user", "by")
    return list(lifts.order_by("-at"))
