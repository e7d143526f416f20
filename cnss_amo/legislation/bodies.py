"""Who sends the lists: the liaison bodies, and their mandates over the categories."""

from dataclasses import dataclass
from datetime import date
from functools import cache

from cnss_amo.legislation.categories import CategoryLaw, categories
from cnss_amo.legislation.files import BadLawFile, Table, check_keys, read_register, text_in

GENERIC_FORMAT = "GENERIC"
KINDS = ("partial", "complete")


@dataclass(frozen=True)
class LiaisonBodyLaw:
    """A body that knows a profession and lists its members."""

    code: str
    name_fr: str
    name_ar: str
    format: str
    default_kind: str
    update_period_months: int | None  # None: no text at hand says how often it updates its lists


@dataclass(frozen=True)
class MandateLaw:
    """The power of a body to list a category between two days, the last one excluded."""

    body: str
    category: str
    in_force_from: date
    until: date | None
    reference: str
    missing: str  # what has to be found or confirmed about the mandate, in French


def bodies() -> list[LiaisonBodyLaw]:
    """Return every liaison body, in the order of the file."""
    return list(_bodies())


def mandates() -> list[MandateLaw]:
    """Return every mandate; a category that is not open gives none."""
    return [mandate for category in categories() for mandate in mandates_over(category)]


def mandates_over(category: CategoryLaw) -> list[MandateLaw]:
    """Return the mandates over a category: each ends on the first day of the next."""
    turns = [(turn.in_force_from, turn) for turn in category.liaisons if turn.in_force_from]
    ends = [*(first_day for first_day, _ in turns[1:]), None] if turns else []
    return [
        MandateLaw(
            body=turn.body,
            category=category.code,
            in_force_from=first_day,
            until=until,
            reference=turn.reference,
            missing=turn.missing,
        )
        for (first_day, turn), until in zip(turns, ends, strict=True)
    ]


@cache
def _bodies() -> tuple[LiaisonBodyLaw, ...]:
    return tuple(_body(table) for table in read_register("bodies"))


def _body(table: Table) -> LiaisonBodyLaw:
    where = f"bodies, {table.get('code', 'sans code')}"
    check_keys(
        table,
        required=("code", "name_fr", "name_ar"),
        optional=("format", "default_kind", "update_period_months"),
        where=where,
    )
    default_kind = text_in(table, "default_kind", where=where) or "partial"
    if default_kind not in KINDS:
        raise BadLawFile(f"{where} : « default_kind » vaut partial ou complete.")
    return LiaisonBodyLaw(
        code=text_in(table, "code", where=where),
        name_fr=text_in(table, "name_fr", where=where),
        name_ar=text_in(table, "name_ar", where=where),
        format=text_in(table, "format", where=where) or GENERIC_FORMAT,
        default_kind=default_kind,
        update_period_months=_months(table.get("update_period_months"), where=where),
    )


def _months(months: object, *, where: str) -> int | None:
    if months is None or (isinstance(months, int) and not isinstance(months, bool)):
        return months
    raise BadLawFile(f"{where}, « update_period_months » : un nombre entier de mois est attendu.")
