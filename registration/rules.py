"""Rules on people, pure: dates and words in, an answer out."""

from collections.abc import Collection
from datetime import date
from typing import Literal, NamedTuple

KnownTo = Literal["D", "M", "Y"]
FINENESS = "YMD"


class Birth(NamedTuple):
    """A birth date, and how far it is known: to the day, the month or the year."""

    day: date
    known_to: KnownTo = "D"

    def __str__(self) -> str:
        """Write it as people do: 12/03/1950, 03/1950 or 1950."""
        return self.day.strftime({"D": "%d/%m/%Y", "M": "%m/%Y", "Y": "%Y"}[self.known_to])


def births_agree(birth: Birth, other: Birth) -> bool:
    """Two birth dates agree when they are equal at the coarser of their two precisions."""
    parts = 1 + min(FINENESS.index(birth.known_to), FINENESS.index(other.known_to))
    return birth.day.timetuple()[:parts] == other.day.timetuple()[:parts]


# A merged person is as far as the further of her two files.
ADVANCE = ("DEREGISTERED", "PRE_REGISTERED", "NOTICE_SENT", "EX_OFFICIO", "COMPLETED")


def state_of_merged(states: Collection[str], *, does_something: bool) -> str:
    """The registration of two merged files is the further one; without activity it is over."""
    return max(states, key=ADVANCE.index) if does_something else "DEREGISTERED"


class Age(NamedTuple):
    """What tells which of two files is the older: a number, since when, which came first."""

    has_number: bool
    registered_on: date | None
    place: int


def is_older(file: Age, other: Age) -> bool:
    """The older number stands; a file with a number before one without; then the first given."""
    return _seniority(file) < _seniority(other)


def _seniority(file: Age) -> tuple[bool, date, int]:
    return not file.has_number, file.registered_on or date.max, file.place


def periods_meet(period: tuple[date, date | None], other: tuple[date, date | None]) -> bool:
    """Two periods of one category cannot both stand: they share a day, or their last one."""
    (begins, ends), (other_begins, other_ends) = period, other
    if ends == other_ends:
        return True
    return begins < (other_ends or date.max) and other_begins < (ends or date.max)
