"""Who is covered: the categories of the decrees, their sub-categories and their liaison bodies."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cache

from cnss_amo.legislation.files import (
    BadLawFile,
    Table,
    check_keys,
    date_in,
    flag_in,
    read_register,
    text_in,
)


class Base(StrEnum):
    """How the contribution base of an activity is found."""

    COEFFICIENT = "coefficient"
    CLASS_TABLE = "class_table"
    DROIT_COMPLEMENTAIRE = "droit_complementaire"
    NONE = "none"  # the State pays
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class SubCategoryLaw:
    """A sub-category of a decree: the finest thing a person's activity can be."""

    code: str
    name_fr: str
    name_ar: str
    reference: str
    base: Base

    @property
    def base_parameter(self) -> str | None:
        """Name the parameter that gives the base, if there is one."""
        match self.base:
            case Base.COEFFICIENT | Base.CLASS_TABLE:
                return f"coefficient/{self.code}"
            case Base.DROIT_COMPLEMENTAIRE:
                return "droit_complementaire"
            case _:
                return None


@dataclass(frozen=True)
class Liaison:
    """A body that lists a category from a day on, until the next one does."""

    body: str
    reference: str
    in_force_from: date | None  # None: the category is not open
    missing: str


@dataclass(frozen=True)
class CategoryLaw:
    """A category of self-employed people, open from the day of its decree."""

    code: str
    name_fr: str
    name_ar: str
    opened_on: date | None
    opening_reference: str
    contributes_from: date | None  # first day of the first contribution, when known
    completion_required: bool
    base: Base
    sub_categories: tuple[SubCategoryLaw, ...]
    liaisons: tuple[Liaison, ...]
    missing: str  # what has to be found about the opening (day or text), in French

    @property
    def liaison_body(self) -> str | None:
        return self.liaisons[-1].body if self.liaisons else None


def categories() -> list[CategoryLaw]:
    """Return every category, in the order of the file."""
    return list(_categories())


@cache
def _categories() -> tuple[CategoryLaw, ...]:
    return tuple(category_in(table) for table in read_register("categories"))


REQUIRED = ("code", "name_fr", "name_ar", "opening_reference", "base")
OPTIONAL = (
    "opened_on",
    "contributes_from",
    "completion_required",
    "liaison",
    "missing",
    "sub_categories",
)


def category_in(table: Table) -> CategoryLaw:
    """Read one category, refusing whatever is incomplete or not understood."""
    where = f"categories, {table.get('code', 'sans code')}"
    check_keys(table, required=REQUIRED, optional=OPTIONAL, where=where)
    if "opened_on" not in table and "missing" not in table:
        raise BadLawFile(f"{where} : sans « opened_on », « missing » dit quel texte manque.")
    return CategoryLaw(
        code=text_in(table, "code", where=where),
        name_fr=text_in(table, "name_fr", where=where),
        name_ar=text_in(table, "name_ar", where=where),
        opened_on=_optional_date(table, "opened_on", where=where),
        opening_reference=text_in(table, "opening_reference", where=where),
        contributes_from=_optional_date(table, "contributes_from", where=where),
        completion_required=flag_in(table, "completion_required", default=True, where=where),
        base=_base(table, where=where),
        sub_categories=_sub_categories(table, where=where),
        liaisons=tuple(_liaison(entry, table, where=where) for entry in table.get("liaison", [])),
        missing=text_in(table, "missing", where=where),
    )


def _sub_categories(category: Table, *, where: str) -> tuple[SubCategoryLaw, ...]:
    """Read the sub-categories; a category without any is its own only sub-category."""
    inherited = {"reference": category["opening_reference"], "base": category["base"]}
    names = {key: category[key] for key in ("code", "name_fr", "name_ar")}
    return tuple(
        _sub_category(inherited | table, where=where)
        for table in category.get("sub_categories", [names])
    )


def _sub_category(table: Table, *, where: str) -> SubCategoryLaw:
    where = f"{where}, {table.get('code', 'sans code')}"
    check_keys(table, required=("code", "name_fr", "name_ar", "reference", "base"), where=where)
    return SubCategoryLaw(
        code=text_in(table, "code", where=where),
        name_fr=text_in(table, "name_fr", where=where),
        name_ar=text_in(table, "name_ar", where=where),
        reference=text_in(table, "reference", where=where),
        base=_base(table, where=where),
    )


def _liaison(table: Table, category: Table, *, where: str) -> Liaison:
    """Read a body's turn; by default it begins with the category and by the same text."""
    where = f"{where}, organisme {table.get('body', 'sans code')}"
    check_keys(table, required=("body",), optional=("from", "reference", "missing"), where=where)
    begins = {"from": category.get("opened_on"), "reference": category["opening_reference"]}
    return Liaison(
        body=text_in(table, "body", where=where),
        reference=text_in(begins | table, "reference", where=where),
        in_force_from=_optional_date(begins | table, "from", where=where),
        missing=text_in(table, "missing", where=where),
    )


def _base(table: Table, *, where: str) -> Base:
    try:
        return Base(table["base"])
    except ValueError as error:
        raise BadLawFile(f"{where}, « base » : {', '.join(Base)} sont possibles.") from error


def _optional_date(table: Table, key: str, *, where: str) -> date | None:
    return None if table.get(key) is None else date_in(table, key, where=where)
