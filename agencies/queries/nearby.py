"""Where to go, told to anybody: each place with its doors, as seen from one moment."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, QuerySet, prefetch_related_objects

from agencies.models import Agency, Approval, Commune, Point, Stop
from agencies.queries.nearest import Nearness, PlaceKind
from agencies.queries.opening import schedule_of, schedule_of_stop
from agencies.rules import (
    Calendar,
    Hours,
    Opening,
    Position,
    Schedule,
    hours_on,
    next_opening,
    open_until,
)


@dataclass(frozen=True)
class Doors:
    """When a place receives people, seen from one moment; nothing is known of one without hours."""

    known: bool
    open_until: time | None
    of_the_day: tuple[Hours, ...]
    next: Opening | None


@dataclass(frozen=True)
class NearbyPlace:
    """Somewhere to go. A mobile agency is as many places as it has stops."""

    rank: int
    kind: PlaceKind
    host: Agency | Point  # for a stop, its agency
    stop: Stop | None
    kilometres: float | None
    in_own_commune: bool
    service_codes: tuple[str, ...]
    doors: Doors

    @property
    def commune(self) -> Commune:
        """Where it is."""
        return self.stop.commune if self.stop else self.host.commune

    @property
    def address(self) -> str:
        """Where in the commune."""
        return self.stop.place if self.stop else self.host.address

    @property
    def position(self) -> Position | None:
        """Where on the map; of a stop we only know the commune."""
        return None if self.stop else self.host.map_position


def nearby_places(
    ranked: Sequence[Nearness], at: datetime, calendar: Calendar, first_rank: int = 1
) -> list[NearbyPlace]:
    """Return what there is to tell of ranked places, in the same order, in few queries."""
    known = {kind: LOADERS[kind](_keys(ranked, kind), at.date()) for kind in PlaceKind}
    hosts = [host for kind in WITH_TIMETABLE for host in known[kind].values()]
    prefetch_related_objects([host.timetable for host in hosts if host.timetable], "hours")
    return [
        _told(rank, near, known[PlaceKind(near.kind)][near.pk], at, calendar)
        for rank, near in enumerate(ranked, start=first_rank)
        if near.pk in known[PlaceKind(near.kind)]
    ]


def _told(
    rank: int, near: Nearness, found: Agency | Point | Stop, at: datetime, calendar: Calendar
) -> NearbyPlace:
    stop = found if isinstance(found, Stop) else None
    schedule = schedule_of_stop(stop) if stop else schedule_of(found)
    return NearbyPlace(
        rank=rank,
        kind=PlaceKind(near.kind),
        host=stop.agency if stop else found,
        stop=stop,
        kilometres=near.kilometres,
        in_own_commune=near.tier == 0,
        service_codes=tuple(found.service_codes),
        doors=_doors(schedule, at, calendar),
    )


def _doors(schedule: Schedule, at: datetime, calendar: Calendar) -> Doors:
    return Doors(
        known=bool(schedule.slots),
        open_until=open_until(schedule, at, calendar),
        of_the_day=hours_on(schedule, at.date(), calendar),
        next=next_opening(schedule, at, calendar),
    )


# --- What is read, kind by kind ---------------------------------------------------------------


def _keys(ranked: Iterable[Nearness], kind: str) -> list[int]:
    return [near.pk for near in ranked if near.kind == kind]


def _agencies(keys: list[int], on: date) -> dict[int, Agency]:
    agencies = Agency.objects.annotate(service_codes=_services_of("pk"))
    return _in_bulk(agencies.select_related("commune", "timetable"), keys)


def _stops(keys: list[int], on: date) -> dict[int, Stop]:
    stops = Stop.objects.annotate(service_codes=_services_of("agency"))
    return _in_bulk(stops.select_related("commune", "agency"), keys)


def _points(keys: list[int], on: date) -> dict[int, Point]:
    approved = Approval.objects.on(on).filter(point=OuterRef("pk")).order_by("service__position")
    points = Point.objects.annotate(service_codes=ArraySubquery(approved.values("service")))
    return _in_bulk(points.select_related("commune", "timetable", "network"), keys)


def _services_of(agency: str) -> ArraySubquery:
    offered = Agency.services.through.objects.filter(agency=OuterRef(agency))
    return ArraySubquery(offered.order_by("service__position").values("service"))


def _in_bulk(found: QuerySet, keys: list[int]) -> dict[int, Any]:
    return found.in_bulk(keys) if keys else {}


WITH_TIMETABLE = (PlaceKind.AGENCY, PlaceKind.POINT)
LOADERS = {PlaceKind.AGENCY: _agencies, PlaceKind.MOBILE: _stops, PlaceKind.POINT: _points}
