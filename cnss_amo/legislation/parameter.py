"""One parameter of the law through time, and the strict reading of its file."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from itertools import pairwise
from pathlib import Path
from types import MappingProxyType

from cnss_amo.legislation.files import (
    TO_CONFIRM,
    BadLawFile,
    Table,
    check_keys,
    date_in,
    flag_in,
    read,
    text_in,
)

Value = Decimal | int | str | date


@dataclass(frozen=True)
class Band:
    """One line of a scale; the last line has neither bound."""

    below: Decimal | None  # bound excluded
    up_to: Decimal | None  # bound included
    figures: Mapping[str, Decimal]

    @property
    def bound(self) -> Decimal | None:
        return self.up_to if self.below is None else self.below

    def holds(self, amount: Decimal) -> bool:
        if self.below is not None:
            return amount < self.below
        return self.up_to is None or amount <= self.up_to

    def __getitem__(self, figure: str) -> Decimal:
        return self.figures[figure]


@dataclass(frozen=True)
class Entry:
    """What one text says of a parameter from a day on."""

    in_force_from: date
    reference: str
    value: Value | None = None
    bands: tuple[Band, ...] = ()
    repealed: bool = False
    missing: str = ""  # what has to be found or confirmed, in French

    @property
    def is_stated(self) -> bool:
        return self.value is not None or bool(self.bands)


@dataclass(frozen=True)
class Parameter:
    """One legal value, its entries from the earliest to the latest."""

    name: str
    description: str
    unit: str
    bound_unit: str  # unit of the bounds of a scale, otherwise empty
    values: tuple[Entry, ...]


def read_parameter(path: Path, *, name: str) -> Parameter:
    """Read one file, refusing whatever is incomplete, out of order or not understood."""
    table = read(path)
    check_keys(
        table, required=("description", "unit", "values"), optional=("bound_unit",), where=name
    )
    values = tuple(_entry(entry, where=name) for entry in table["values"])
    if not values:
        raise BadLawFile(f"{name} : il faut au moins une valeur.")
    if any(later.in_force_from <= entry.in_force_from for entry, later in pairwise(values)):
        raise BadLawFile(f"{name} : les dates doivent être croissantes.")
    if any(entry.bands for entry in values) != ("bound_unit" in table):
        raise BadLawFile(f"{name} : « bound_unit » accompagne les barèmes, et eux seuls.")
    return Parameter(
        name=name,
        description=text_in(table, "description", where=name),
        unit=text_in(table, "unit", where=name),
        bound_unit=text_in(table, "bound_unit", where=name),
        values=values,
    )


def _entry(table: Table, *, where: str) -> Entry:
    """Read a value, a scale, a repeal, or the admission that nobody knows (`missing` alone)."""
    where = f"{where}, {table.get('from', 'sans date')}"
    shape = next(
        (key for key in ("value", "bands", "repealed", "missing") if key in table), "value"
    )
    optional = ("confirm", "missing") if shape in ("value", "bands") else ()
    check_keys(table, required=("from", "reference", shape), optional=optional, where=where)
    entry = Entry(
        in_force_from=date_in(table, "from", where=where),
        reference=text_in(table, "reference", where=where),
        value=_value(table["value"], where=where) if shape == "value" else None,
        bands=_bands(table["bands"], where=where) if shape == "bands" else (),
        repealed=flag_in(table, "repealed", default=False, where=where),
        missing=text_in(table, "missing", where=where),
    )
    if (entry.reference == TO_CONFIRM) != (shape == "missing"):
        raise BadLawFile(f"{where} : « {TO_CONFIRM} » est la référence des valeurs inconnues.")
    if entry.is_stated and flag_in(table, "confirm", default=False, where=where) != bool(
        entry.missing
    ):
        raise BadLawFile(f"{where} : « confirm = true » et « missing » vont ensemble.")
    return entry


def _value(value: object, *, where: str) -> Value:
    if isinstance(value, bool | datetime) or not isinstance(value, Decimal | int | str | date):
        raise BadLawFile(f"{where} : la valeur est un nombre, un texte ou une date.")
    return value


def _bands(tables: list[Table], *, where: str) -> tuple[Band, ...]:
    bands = tuple(_band(table, where=where) for table in tables)
    bounds = [band.bound for band in bands if band.bound is not None]
    if not bands or bands[-1].bound is not None or len(bounds) != len(bands) - 1:
        raise BadLawFile(f"{where} : la dernière ligne du barème, et elle seule, est sans borne.")
    if any(later <= bound for bound, later in pairwise(bounds)):
        raise BadLawFile(f"{where} : les bornes du barème doivent être croissantes.")
    if len({frozenset(band.figures) for band in bands}) > 1:
        raise BadLawFile(f"{where} : chaque ligne du barème porte les mêmes colonnes.")
    return bands


def _band(table: Table, *, where: str) -> Band:
    if any(isinstance(n, bool) or not isinstance(n, Decimal | int) for n in table.values()):
        raise BadLawFile(f"{where} : une ligne de barème ne contient que des nombres.")
    if "below" in table and "up_to" in table:
        raise BadLawFile(f"{where} : « below » exclut sa borne, « up_to » l'inclut : un des deux.")
    figures = {key: Decimal(number) for key, number in table.items()}
    below, up_to = figures.pop("below", None), figures.pop("up_to", None)
    if not figures:
        raise BadLawFile(f"{where} : une ligne de barème donne au moins un chiffre.")
    return Band(below=below, up_to=up_to, figures=MappingProxyType(figures))
