"""The fictitious mobile agencies: a province each, a small town a day, the souk on its own day."""

import re
from collections import defaultdict
from datetime import date, time, timedelta
from random import Random

from agencies.enums import AgencyKind, StopKind, Weekday
from agencies.models import Agency, Stop
from agencies.synthesis.settled import give_services, nearest
from agencies.synthesis.towns import Town

STOPS_A_WEEK = 5
ALREADY_THERE = 10  # of 55; the 45 others were created in 2022
FIRST_DAY, FIRST_DAY_2022 = date(2016, 8, 1), date(2022, 1, 3)
# A rural town is often called by the day of its souk: Had Soualem, Khemis Sidi Yahya.
SOUK_DAYS = (
    (r"\btnine\b", Weekday.MONDAY),
    (r"\bt?tl[ae]t\w*", Weekday.TUESDAY),
    (r"\barbaa\b", Weekday.WEDNESDAY),
    (r"\b(?:la)?kh[ea]?mis\b", Weekday.THURSDAY),
    (r"\bjemaat?\b", Weekday.FRIDAY),
    (r"\bsebt\b", Weekday.SATURDAY),
    (r"\bl?had\b", Weekday.SUNDAY),
)


def send_out(
    towns: list[Town], settled: list[tuple[Town, Agency]], how_many: int, draw: Random
) -> None:
    """Write the mobile agencies and the calendar of their stops."""
    villages = defaultdict(list)
    for town in towns:
        if town.is_rural:
            villages[town.province].append(town)
    rounds = sorted(
        villages.values(),
        key=lambda group: (-sum(town.population for town in group), group[0].code),
    )[:how_many]
    agencies = [_agency(number, group, settled, draw) for number, group in enumerate(rounds, 1)]
    Agency.objects.bulk_create(agencies)
    give_services(agencies)
    Stop.objects.bulk_create(
        stop
        for agency, group in zip(agencies, rounds, strict=True)
        for stop in _week(agency, group, draw)
    )


def souk_day(name: str) -> Weekday | None:
    """The day of the souk, when the name of the town says it."""
    return next((day for word, day in SOUK_DAYS if re.search(word, name, re.IGNORECASE)), None)


def _agency(
    number: int, villages: list[Town], settled: list[tuple[Town, Agency]], draw: Random
) -> Agency:
    parent = nearest(villages[0], settled)
    start, days = (FIRST_DAY, 1_500) if number <= ALREADY_THERE else (FIRST_DAY_2022, 350)
    return Agency(
        code=f"MOB-{number:02d}",
        kind=AgencyKind.MOBILE,
        name_fr=f"Agence mobile fictive n° {number}",
        name_ar=f"وكالة متنقلة وهمية رقم {number}",
        commune_id=parent.commune_id,
        parent=parent,
        opened_on=start + timedelta(days=draw.randrange(days)),
        fictitious=True,
    )


def _week(agency: Agency, villages: list[Town], draw: Random) -> list[Stop]:
    """A town a day: souks on the day they are named after, permanences from Monday to Friday."""
    week: dict[int, tuple[StopKind, Town]] = {}
    for town in villages:
        if (day := souk_day(town.name_fr)) and day not in week and len(week) < STOPS_A_WEEK:
            week[day] = (StopKind.SOUK, town)
    others = (town for town in villages if souk_day(town.name_fr) is None)
    for day in range(1, 6):
        if day not in week and len(week) < STOPS_A_WEEK and (town := next(others, None)):
            week[day] = (StopKind.PERMANENCE, town)
    return [_stop(agency, day, *week[day], draw) for day in sorted(week)]


def _stop(agency: Agency, day: int, kind: StopKind, town: Town, draw: Random) -> Stop:
    is_souk = kind == StopKind.SOUK
    return Stop(
        agency=agency,
        kind=kind,
        commune_id=town.code,
        place="Place du souk (fictive)" if is_souk else "Maison commune (lieu fictif)",
        weekday=day,
        opens=time(8) if is_souk else draw.choice((time(9), time(9, 30), time(10))),
        closes=time(13) if is_souk else draw.choice((time(14), time(15))),
        begins_on=agency.opened_on,
    )
