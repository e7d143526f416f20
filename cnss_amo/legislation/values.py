"""What the law says on a given day: a value holds from its first day until the next entry."""

from datetime import date
from decimal import Decimal
from functools import cache

from cnss_amo.legislation.files import PARAMETERS
from cnss_amo.legislation.parameter import Band, Entry, Parameter, Value, read_parameter

# Files of the same folder that say who is covered, not how much.
REGISTERS = ("bodies", "categories")


class NotInForce(LookupError):
    """No text gives the parameter a value on that day."""


class Unknown(LookupError):
    """The parameter has a value on that day that no text at hand gives: it is à confirmer."""


class NoSuchParameter(LookupError):
    """No file describes a parameter of that name."""


def value_of(name: str, *, on: date) -> Value:
    """Return the value that was in force on a given day.

    Raises NotInForce before the first text and after a repeal, Unknown when it is à confirmer.
    """
    value = _entry_on(name, on).value
    if value is None:
        raise TypeError(f"{name} is a scale: ask band_of for the line of an amount.")
    return value


def number_of(name: str, *, on: date) -> Decimal:
    """Return a rate, a coefficient or an amount in force on a given day."""
    value = value_of(name, on=on)
    if not isinstance(value, Decimal | int):
        raise TypeError(f"{name} is not a number: {value!r}.")
    return Decimal(value)


def count_of(name: str, *, on: date) -> int:
    """Return a whole number of days, months or years in force on a given day."""
    value = value_of(name, on=on)
    if not isinstance(value, int):
        raise TypeError(f"{name} is not a whole number: {value!r}.")
    return value


def band_of(name: str, amount: Decimal | int, *, on: date) -> Band:
    """Return the line of a scale that an amount falls in on a given day."""
    bands = _entry_on(name, on).bands
    if not bands:
        raise TypeError(f"{name} is not a scale: ask value_of.")
    return next(band for band in bands if band.holds(Decimal(amount)))


def parameters() -> list[Parameter]:
    """Return every parameter, in the order of their names."""
    return list(_parameters().values())


def _entry_on(name: str, day: date) -> Entry:
    parameter = _parameters().get(name)
    if parameter is None:
        raise NoSuchParameter(f"Aucun fichier ne décrit le paramètre « {name} ».")
    begun = [entry for entry in parameter.values if entry.in_force_from <= day]
    if not begun or begun[-1].repealed:
        raise NotInForce(
            f"« {parameter.description} » ({name}) n'a pas de valeur en vigueur le {day:%d/%m/%Y}."
        )
    if not begun[-1].is_stated:
        raise Unknown(
            f"« {parameter.description} » ({name}) est à confirmer au {day:%d/%m/%Y}. "
            f"Il manque : {begun[-1].missing}."
        )
    return begun[-1]


@cache
def _parameters() -> dict[str, Parameter]:
    paths = {
        path.relative_to(PARAMETERS).with_suffix("").as_posix(): path
        for path in PARAMETERS.rglob("*.toml")
    }
    return {
        name: read_parameter(paths[name], name=name)
        for name in sorted(paths)
        if name not in REGISTERS
    }
