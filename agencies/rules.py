"""When a place is open, and how far it is: pure, days and hours in, an answer out.

An hour is the wall clock of Casablanca. Who asks converts the instant once, and passes it here.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from math import asin, cos, radians, sin, sqrt
from typing import NamedTuple

EARTH_RADIUS_KM = 6371.0
LOOKED_AHEAD_DAYS = 60


class Position(NamedTuple):
    """A point of the map, in degrees."""

    latitude: float
    longitude: float


class Hours(NamedTuple):
    """From one hour, included, to another, excluded."""

    opens: time
    closes: time


class Opening(NamedTuple):
    """The next time the doors open: a day and its hours."""

    day: date
    hours: Hours


@dataclass(frozen=True)
class Period:
    """The days from the first, included, to the last, excluded; no end when none is known."""

    begins_on: date
    ends_on: date | None = None

    def holds(self, day: date) -> bool:
        """Whether a day is one of them."""
        return self.begins_on <= day and (self.ends_on is None or day < self.ends_on)


@dataclass(frozen=True)
class Slot:
    """Hours that come back every week on one day: of a timetable, or of a mobile agency's stop."""

    weekday: int  # Monday is 1, as in ISO 8601
    hours: Hours
    in_ramadan: bool = False  # holds in Ramadan, in place of the usual hours
    period: Period | None = None
    cancelled: frozenset[date] = frozenset()

    def holds(self, day: date) -> bool:
        """Whether it comes on that day, holidays and Ramadan set aside."""
        return (
            day.isoweekday() == self.weekday
            and day not in self.cancelled
            and (self.period is None or self.period.holds(day))
        )


@dataclass(frozen=True)
class Calendar:
    """The days on which the country lives otherwise."""

    holidays: Mapping[date, str] = field(default_factory=dict)  # the day, and its name
    ramadans: tuple[Period, ...] = ()

    def is_ramadan(self, day: date) -> bool:
        """Whether a day is in a month of Ramadan."""
        return any(month.holds(day) for month in self.ramadans)


@dataclass(frozen=True)
class Schedule:
    """When a place receives people, for as long as it exists."""

    slots: tuple[Slot, ...]
    exists: Period
    open_on_holidays: bool = False


def hours_on(schedule: Schedule, day: date, calendar: Calendar) -> tuple[Hours, ...]:
    """Return the hours of a day, in order; none when the place is closed.

    In Ramadan the hours of Ramadan replace the usual ones, where the place has some.
    """
    if not schedule.exists.holds(day):
        return ()
    if day in calendar.holidays and not schedule.open_on_holidays:
        return ()
    has_other_hours = any(slot.in_ramadan for slot in schedule.slots)
    in_ramadan = has_other_hours and calendar.is_ramadan(day)
    return tuple(
        sorted(
            slot.hours
            for slot in schedule.slots
            if slot.in_ramadan == in_ramadan and slot.holds(day)
        )
    )


def open_until(schedule: Schedule, at: datetime, calendar: Calendar) -> time | None:
    """Return when the doors that are open now close; nothing when they are closed.

    Hours that follow each other without a break are one opening.
    """
    until = None
    for hours in hours_on(schedule, at.date(), calendar):
        if hours.opens <= (until or at.time()) < hours.closes:
            until = hours.closes
    return until


def is_open(schedule: Schedule, at: datetime, calendar: Calendar) -> bool:
    """A place is open from the hour it opens to the hour it closes, excluded."""
    return open_until(schedule, at, calendar) is not None


def next_opening(schedule: Schedule, at: datetime, calendar: Calendar) -> Opening | None:
    """Return the next time the doors open, later than now; nothing within sixty days."""
    for ahead in range(LOOKED_AHEAD_DAYS + 1):
        day = at.date() + timedelta(days=ahead)
        for hours in hours_on(schedule, day, calendar):
            if ahead or hours.opens > at.time():
                return Opening(day, hours)
    return None


def is_closed_for_ever(schedule: Schedule, day: date) -> bool:
    """A place is closed for ever from the first day it no longer exists."""
    return schedule.exists.ends_on is not None and schedule.exists.ends_on <= day


def distance_km(here: Position, there: Position) -> float:
    """Return how far apart two positions are, as the crow flies, in kilometres."""
    north, south = radians(here.latitude), radians(there.latitude)
    half_height = sin((south - north) / 2) ** 2
    half_width = sin(radians(there.longitude - here.longitude) / 2) ** 2
    return 2 * EARTH_RADIUS_KM * asin(sqrt(half_height + cos(north) * cos(south) * half_width))
