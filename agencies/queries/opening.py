"""When places are open: what the tables say, in the words of the rules."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta

from django.db.models import prefetch_related_objects
from django.utils.translation import gettext as _

from agencies.enums import AgencyKind, Season
from agencies.models import Agency, Holiday, OpeningHours, Point, Ramadan, Stop
from agencies.rules import LOOKED_AHEAD_DAYS, Calendar, Hours, Period, Schedule, Slot


def calendar_of(first_day: date, days: int = LOOKED_AHEAD_DAYS + 1) -> Calendar:
    """Return the holidays, by their name, and the months of Ramadan of the days to come."""
    after = first_day + timedelta(days=days)
    return Calendar(
        holidays={
            holiday.day: _named(holiday)
            for holiday in Holiday.objects.filter(day__gte=first_day, day__lt=after)
        },
        ramadans=tuple(
            Period(month.begins_on, month.ends_on)
            for month in Ramadan.objects.filter(begins_on__lt=after, ends_on__gt=first_day)
        ),
    )


def _named(holiday: Holiday) -> str:
    """Name a feast, and say when its day is not announced yet."""
    to_confirm = _("date à confirmer")
    return f"{holiday} ({to_confirm})" if holiday.to_confirm else str(holiday)


def schedules_of(places: Iterable[Agency | Point]) -> list[Schedule]:
    """Return the schedule of each place, in order, in three queries however many there are."""
    places = list(places)
    prefetch_related_objects(places, "timetable__hours")
    mobile = [place for place in places if _moves(place)]
    prefetch_related_objects(mobile, "stops")
    return [schedule_of(place) for place in places]


def schedule_of(place: Agency | Point) -> Schedule:
    """Return when a place is open: by its stops when it is mobile, otherwise by its timetable."""
    exists = Period(place.opened_on, place.closed_on)
    if _moves(place):
        slots = (slot for stop in place.stops.all() for slot in _of_stop(stop))
        return Schedule(tuple(slots), exists)
    if place.timetable is None:
        return Schedule((), exists)
    return Schedule(
        tuple(_of_hours(hours) for hours in place.timetable.hours.all()),
        exists,
        open_on_holidays=place.timetable.open_on_holidays,
    )


def schedule_of_stop(stop: Stop) -> Schedule:
    """Return when a mobile agency is at one of its stops."""
    return Schedule(_of_stop(stop), Period(stop.agency.opened_on, stop.agency.closed_on))


def _moves(place: Agency | Point) -> bool:
    return isinstance(place, Agency) and place.kind == AgencyKind.MOBILE


def _of_hours(hours: OpeningHours) -> Slot:
    return Slot(
        hours.weekday,
        Hours(hours.opens, hours.closes),
        in_ramadan=hours.season == Season.RAMADAN,
    )


def _of_stop(stop: Stop) -> tuple[Slot, Slot]:
    """Its usual hours, and those of Ramadan: each stop has its own, or keeps the usual ones."""
    usual = Slot(
        stop.weekday,
        Hours(stop.opens, stop.closes),
        period=Period(stop.begins_on, stop.ends_on),
        cancelled=frozenset(stop.cancelled_days),
    )
    others = Hours(stop.ramadan_opens or stop.opens, stop.ramadan_closes or stop.closes)
    return usual, replace(usual, hours=others, in_ramadan=True)
