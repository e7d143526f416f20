"""Rules on people, pure: dates and words in, an answer out."""

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
