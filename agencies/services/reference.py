"""Bring the services, the partners' networks and the calendar up to date with agencies/data."""

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

from django.db import transaction

from agencies.models import Holiday, PartnerNetwork, Ramadan, Service
from cnss_amo.legislation.files import Table, check_keys, read

DATA = Path(__file__).parent.parent / "data"
NAMED = ("code", "name_fr", "name_ar")


@transaction.atomic
def sync_reference() -> None:
    """Write the services and networks as the files say; add the days that the calendar lacks.

    What an administrator did to a holiday or to a month of Ramadan stands.
    """
    Service.objects.bulk_create(
        services_of_the_files(),
        update_conflicts=True,
        unique_fields=["code"],
        update_fields=["name_fr", "name_ar", "position"],
    )
    PartnerNetwork.objects.bulk_create(
        [PartnerNetwork(**table) for table in _tables("networks", optional=("source",))],
        update_conflicts=True,
        unique_fields=["code"],
        update_fields=["name_fr", "name_ar", "source"],
    )
    calendar = read(DATA / "calendar.toml")
    keys = ("years", "moon_source", "fixed", "moon", "ramadans")
    check_keys(calendar, required=keys, where="calendar")
    Holiday.objects.bulk_create([*_fixed(calendar), *_of_the_moon(calendar)], ignore_conflicts=True)
    Ramadan.objects.bulk_create(_ramadans(calendar), ignore_conflicts=True)


def services_of_the_files() -> list[Service]:
    """Return the services, in the order people read them."""
    return [
        Service(position=position, **table) for position, table in enumerate(_tables("services"))
    ]


def _tables(name: str, optional: tuple[str, ...] = ()) -> list[Table]:
    tables: list[Table] = read(DATA / f"{name}.toml")[name]
    for table in tables:
        check_keys(table, required=NAMED, optional=optional, where=name)
    return tables


def _fixed(calendar: Table) -> Iterator[Holiday]:
    """Yield a day a year, from the year the feast exists."""
    first, last = calendar["years"]
    for feast in calendar["fixed"]:
        where = f"calendar, {feast.get('code', 'sans code')}"
        check_keys(
            feast, required=(*NAMED, "month", "day", "source"), optional=("from",), where=where
        )
        for year in range(max(first, feast.get("from", first)), last + 1):
            yield Holiday(
                code=f"{feast['code']}-{year}",
                day=date(year, feast["month"], feast["day"]),
                name_fr=feast["name_fr"],
                name_ar=feast["name_ar"],
                source=feast["source"],
            )


def _of_the_moon(calendar: Table) -> Iterator[Holiday]:
    """Yield the days of the feasts that only the crescent can tell."""
    for feast in calendar["moon"]:
        where = f"calendar, {feast.get('code', 'sans code')}"
        check_keys(feast, required=(*NAMED, "days", "first_days"), where=where)
        for first_day in feast["first_days"]:
            for rank in range(feast["days"]):
                yield Holiday(
                    code=f"{feast['code']}-{first_day.year}-{rank + 1}",
                    day=first_day + timedelta(days=rank),
                    name_fr=feast["name_fr"],
                    name_ar=feast["name_ar"],
                    source=calendar["moon_source"],
                    to_confirm=True,
                )


def _ramadans(calendar: Table) -> list[Ramadan]:
    return [
        Ramadan(
            code=f"ramadan-{month['begins_on'].year}",
            source=calendar["moon_source"],
            to_confirm=True,
            **month,
        )
        for month in calendar["ramadans"]
    ]
