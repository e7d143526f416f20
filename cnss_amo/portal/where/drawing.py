"""A small honest map: places where they are around where one is, north up, with a scale."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import cos, radians

from agencies.queries.nearby import NearbyPlace
from agencies.rules import EARTH_RADIUS_KM, Position

SIDE = 320
MARGIN = 30
TOO_CLOSE = 24
KM_A_DEGREE = radians(EARTH_RADIUS_KM)
RINGS_KM = (0.5, 1, 2, 5, 10, 20, 50, 100, 200, 500)


@dataclass
class Mark:
    """A dot, and the ranks in the list of the places it stands for."""

    x: float
    y: float
    ranks: list[int]

    @property
    def label(self) -> str:
        """The ranks, the first ones only when they are many."""
        return ",".join(map(str, self.ranks[:3])) + ("…" if len(self.ranks) > 3 else "")


@dataclass(frozen=True)
class Drawing:
    """What the page draws; where one is lies in the middle of the square."""

    marks: list[Mark]
    ring_km: float
    ring: float  # its radius in the drawing
    side: int = SIDE

    @property
    def middle(self) -> int:
        """The middle of a side."""
        return self.side // 2

    @property
    def scale_at(self) -> float:
        """How low the length of the circle is written: under it."""
        return round(self.middle + self.ring + 16, 1)


def drawing_of(here: Position | None, places: Sequence[NearbyPlace]) -> Drawing | None:
    """Draw the places whose position is known; nothing when there is none."""
    known = [(place.rank, place.position) for place in places if place.position]
    if here is None or not known:
        return None
    offsets = [(rank, *_offset(here, there)) for rank, there in known]
    reach = max(max(abs(east), abs(north)) for _rank, east, north in offsets)
    scale = (SIDE / 2 - MARGIN) / max(reach, RINGS_KM[0])
    ring_km = max((ring for ring in RINGS_KM if ring * scale <= SIDE / 2 - MARGIN), default=reach)
    marks: list[Mark] = []
    for rank, east, north in offsets:
        _add(marks, round(SIDE / 2 + east * scale, 1), round(SIDE / 2 - north * scale, 1), rank)
    return Drawing(marks, ring_km, round(ring_km * scale, 1))


def _offset(here: Position, there: Position) -> tuple[float, float]:
    """Return how far east and north a position is, in kilometres, on a flat map."""
    east = (there.longitude - here.longitude) * KM_A_DEGREE * cos(radians(here.latitude))
    return east, (there.latitude - here.latitude) * KM_A_DEGREE


def _add(marks: list[Mark], x: float, y: float, rank: int) -> None:
    """Add a dot, or the rank to a dot that would lie under it."""
    for mark in marks:
        if abs(mark.x - x) < TOO_CLOSE and abs(mark.y - y) < TOO_CLOSE:
            mark.ranks.append(rank)
            return
    marks.append(Mark(x, y, [rank]))
