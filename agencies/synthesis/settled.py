"""The fictitious agencies that stay where they are: by population, as the real ones were opened."""

from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import count
from random import Random
from typing import Any

from agencies.enums import AgencyKind
from agencies.models import Agency, Service
from agencies.synthesis.sizes import Sizes
from agencies.synthesis.timetables import Timetables
from agencies.synthesis.towns import Town
from cnss_amo.kernel.shares import apportion

OPENED_BEFORE = 123  # of 170; the 47 others opened in 2022
FIRST_DAY, FIRST_DAY_2022 = date(1995, 1, 2), date(2022, 1, 3)
KIOSK_SERVICES = ("COMPLETION", "CODE", "ATTESTATION")
NAMES = {
    AgencyKind.FIRST: ("Agence fictive de {}", "وكالة وهمية: {}"),
    AgencyKind.SECOND: ("Agence fictive de {}", "وكالة وهمية: {}"),
    AgencyKind.LIAISON_OFFICE: ("Bureau de liaison fictif de {}", "مكتب اتصال وهمي: {}"),
    AgencyKind.KIOSK: ("Kiosque fictif de {}", "كشك وهمي: {}"),
}


def agencies_that_stay(
    towns: list[Town], sizes: Sizes, timetables: Timetables, draw: Random
) -> list[tuple[Town, Agency]]:
    """Write the agencies, bureaux de liaison and kiosks; return each with its town."""
    seats = apportion([town.population for town in towns], sizes.first + sizes.second)
    seated = [town for town, share in zip(towns, seats, strict=True) for _ in range(share)]
    held = {town.code for town in seated}
    small = [town for town in towns if not town.is_rural and town.code not in held]
    main = [
        *((AgencyKind.FIRST, town) for town in seated[: sizes.first]),
        *((AgencyKind.SECOND, town) for town in seated[sizes.first :]),
    ]
    attached = [
        *((AgencyKind.LIAISON_OFFICE, town) for town in small[: sizes.offices]),
        *((AgencyKind.KIOSK, towns[0]) for _ in range(sizes.kiosks)),
    ]
    codes, names = (f"AG-{number:03d}" for number in count(1)), _Names()
    fields = _drawn(draw, timetables)
    settled = [
        (town, Agency(**next(fields), **_of(kind, town, next(codes), names, draw)))
        for kind, town in main
    ]
    Agency.objects.bulk_create(agency for _town, agency in settled)
    depending = [
        (
            town,
            Agency(
                parent=nearest(town, settled),
                **next(fields),
                **_of(kind, town, next(codes), names, draw),
            ),
        )
        for kind, town in attached
    ]
    Agency.objects.bulk_create(agency for _town, agency in depending)
    give_services([agency for _town, agency in settled + depending])
    return settled


def nearest(town: Town, settled: list[tuple[Town, Agency]]) -> Agency:
    """The agency that answers for a town: of its province, else of its region, else the first."""
    for same in (
        lambda other: other.province == town.province,
        lambda other: other.region == town.region,
    ):
        for other, agency in settled:
            if same(other):
                return agency
    return settled[0][1]


def give_services(agencies: list[Agency]) -> None:
    """Let each agency do everything, and a kiosk or a mobile agency what needs no desk."""
    everything = list(Service.objects.values_list("code", flat=True))
    through = Agency.services.through
    through.objects.bulk_create(
        through(agency_id=agency.pk, service_id=code)
        for agency in agencies
        for code in (KIOSK_SERVICES if agency.kind == AgencyKind.KIOSK else everything)
        if agency.kind != AgencyKind.MOBILE or code != "PAIEMENT"
    )


class _Names:
    """Names that differ: the second agency of a town is called 2."""

    def __init__(self) -> None:
        self.given: Counter[str] = Counter()

    def of(self, kind: AgencyKind, town: Town) -> dict[str, str]:
        french, arabic = NAMES[kind]
        name = french.format(town.name_fr)
        self.given[name] += 1
        rank = f" {self.given[name]}" if self.given[name] > 1 else ""
        return {"name_fr": name + rank, "name_ar": arabic.format(town.name_ar) + rank}


def _of(kind: AgencyKind, town: Town, code: str, names: _Names, draw: Random) -> dict[str, Any]:
    return {"kind": kind, "code": code, **names.of(kind, town), **town.somewhere(draw)}


def _drawn(draw: Random, timetables: Timetables) -> Iterator[dict[str, Any]]:
    """Yield what all have: hours, and a first day, the oldest ones first."""
    for number in count():
        start, days = (FIRST_DAY, 9_000) if number < OPENED_BEFORE else (FIRST_DAY_2022, 350)
        yield {
            "timetable": timetables.agencies,
            "opened_on": start + timedelta(days=draw.randrange(days)),
            "fictitious": True,
        }
