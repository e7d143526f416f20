"""Which places are the nearest: one SQL question over agencies, stops and points alike."""

from dataclasses import dataclass
from datetime import date, timedelta
from math import cos, radians
from typing import NamedTuple

from django.db import models
from django.db.models import Case, Exists, F, FloatField, OuterRef, Q, QuerySet, Value, When
from django.db.models.functions import Cast, Coalesce, Sqrt
from django.utils.translation import gettext_lazy as _

from agencies.enums import AgencyKind
from agencies.models import Agency, Approval, Commune, Point, Stop
from agencies.rules import EARTH_RADIUS_KM, LOOKED_AHEAD_DAYS, Position

KM_A_DEGREE = radians(EARTH_RADIUS_KM)
MOST_PLACES = 50
AROUND_KM = 30


class PlaceKind(models.TextChoices):
    """What a visitor tells apart."""

    AGENCY = "agency", _("Agences")
    MOBILE = "mobile", _("Agences mobiles")
    POINT = "point", _("Points partenaires")


@dataclass(frozen=True)
class Origin:
    """Where somebody is: in a commune, whose centre may be known, or at a position of the map."""

    commune: Commune | None = None
    position: Position | None = None


class Nearness(NamedTuple):
    """A place in the order of nearness; `kilometres` is None where a position is not known."""

    kind: str
    pk: int
    elsewhere: int  # 0 in the visitor's own commune
    kilometres: float | None
    tier: int  # 0 same commune, 1 same province, 2 same region, 3 further


def origin_in(commune: Commune) -> Origin:
    """Return a commune as a departure: from its chief town, or the middle of its places."""
    return Origin(commune, commune.map_position or _middle(commune))


def _middle(commune: Commune) -> Position | None:
    agencies, points = (
        places.objects.filter(commune=commune, latitude__isnull=False)
        .order_by()
        .values_list("latitude", "longitude")
        for places in (Agency, Point)
    )
    known = list(agencies.union(points, all=True))
    if not known:
        return None
    return Position(*(float(sum(axis)) / len(known) for axis in zip(*known, strict=True)))


def nearest(origin: Origin, on: date, service: str = "", kind: str = "") -> list[Nearness]:
    """Return the places that do a service on a day, the nearest first, fifty at most.

    The visitor's own commune comes first, then what is near as the crow flies; where a position
    is not known, the same province comes before the same region.
    """
    if origin.position:
        around = _ordered(origin, on, service, kind, around_km=AROUND_KM)
        if len(around) == MOST_PLACES and (around[-1].kilometres or 0) <= AROUND_KM:
            return around
    return _ordered(origin, on, service, kind)


def _ordered(
    origin: Origin, on: date, service: str, kind: str, around_km: float | None = None
) -> list[Nearness]:
    kinds = [kind] if kind else PlaceKind.values
    offers = {name: OFFERS[name](on, service) for name in kinds}
    if around_km and PlaceKind.POINT in offers:
        offers[PlaceKind.POINT] = _around(offers[PlaceKind.POINT], origin.position, around_km)
    first, *others = (_ranked(name, places, origin) for name, places in offers.items())
    rows = first.union(*others, all=True) if others else first
    rows = rows.order_by("elsewhere", "kilometres", "tier", "place_kind", "pk")  # nulls are last
    return [Nearness(*row) for row in rows[:MOST_PLACES]]


def _around(points: QuerySet[Point], here: Position, km: float) -> QuerySet[Point]:
    """Leave out what is outside a square of the map: there are thousands of points."""
    height = km / KM_A_DEGREE
    width = height / cos(radians(here.latitude))
    return points.filter(
        Q(latitude__isnull=True)
        | Q(
            latitude__range=(here.latitude - height, here.latitude + height),
            longitude__range=(here.longitude - width, here.longitude + width),
        )
    )


# --- Who does it ------------------------------------------------------------------------------


def _agencies(on: date, service: str) -> QuerySet[Agency]:
    return _offering(service, Agency.objects.open_on(on).exclude(kind=AgencyKind.MOBILE))


def _stops(on: date, service: str) -> QuerySet[Stop]:
    """The stops of the sixty days to come, of mobile agencies that do the service."""
    agencies = _offering(service, Agency.objects.open_on(on).filter(kind=AgencyKind.MOBILE))
    return Stop.objects.filter(
        Q(ends_on__isnull=True) | Q(ends_on__gt=on),
        begins_on__lte=on + timedelta(days=LOOKED_AHEAD_DAYS),
        agency__in=agencies,
    )


def _points(on: date, service: str) -> QuerySet[Point]:
    approvals = Approval.objects.on(on).filter(point=OuterRef("pk"))
    if service:
        approvals = approvals.filter(service=service)
    return Point.objects.open_on(on).filter(Exists(approvals))


def _offering(service: str, agencies: QuerySet[Agency]) -> QuerySet[Agency]:
    return agencies.filter(services=service) if service else agencies


OFFERS = {PlaceKind.AGENCY: _agencies, PlaceKind.MOBILE: _stops, PlaceKind.POINT: _points}


# --- How near it is ---------------------------------------------------------------------------


def _ranked(kind: str, places: QuerySet, origin: Origin) -> QuerySet:
    tier = _tier(origin.commune)
    return (
        places.order_by()
        .annotate(
            place_kind=Value(kind),
            elsewhere=Case(When(commune=origin.commune, then=0), default=1)
            if origin.commune
            else Value(1),
            kilometres=_kilometres(kind, origin.position),
            tier=tier,
        )
        .values_list("place_kind", "pk", "elsewhere", "kilometres", "tier")
    )


def _tier(commune: Commune | None) -> Case | Value:
    if commune is None:
        return Value(3)
    return Case(
        When(commune=commune, then=0),
        When(commune__province_fr=commune.province_fr, then=1),
        When(commune__region_fr=commune.region_fr, then=2),
        default=3,
    )


def _kilometres(kind: str, here: Position | None) -> models.Expression:
    """On a flat map, true to a few metres in a hundred kilometres: the order asks no more."""
    if here is None:
        return Cast(Value(None), FloatField())
    north, east = (_placed(kind, axis) for axis in ("latitude", "longitude"))
    height = (north - here.latitude) * KM_A_DEGREE
    width = (east - here.longitude) * KM_A_DEGREE * cos(radians(here.latitude))
    return Sqrt(height * height + width * width)


def _placed(kind: str, axis: str) -> models.Expression:
    """Where a place is; a stop, or a place without position, is in the middle of its commune."""
    middle = F(f"commune__{axis}")
    return middle if kind == PlaceKind.MOBILE else Coalesce(Cast(F(axis), FloatField()), middle)
