"""Bring the categories of the register up to date with the legislation files."""

from collections.abc import Iterator
from typing import Any

from django.db import transaction

from cnss_amo.legislation import Base, CategoryLaw, SubCategoryLaw, categories
from registration.models import Category, SubCategory


@transaction.atomic
def sync_legislation() -> None:
    """Write the categories and sub-categories of the law; safe to run any number of times."""
    for model, rows in _wanted():
        fields = [name for name in next(iter(rows.values())) if name != "code"]
        model.objects.bulk_create(
            [model(**row) for row in rows.values()],
            update_conflicts=True,
            unique_fields=["code"],
            update_fields=fields,
        )


def out_of_date() -> list[str]:
    """Name the categories and sub-categories that the tables do not hold as the files say."""
    return [
        code
        for model, rows in _wanted()
        for held in [model.objects.in_bulk(list(rows))]
        for code, row in rows.items()
        if code not in held or any(getattr(held[code], name) != row[name] for name in row)
    ]


def _wanted() -> Iterator[tuple[type[Category | SubCategory], dict[str, dict[str, Any]]]]:
    """Yield each table with its rows by code, as the law has them."""
    laws = categories()
    yield Category, {law.code: _category(rank, law) for rank, law in enumerate(laws)}
    yield (
        SubCategory,
        {
            part.code: _sub_category(rank, law, part)
            for law in laws
            for rank, part in enumerate(law.sub_categories)
        },
    )


def _category(rank: int, law: CategoryLaw) -> dict[str, Any]:
    return {
        "code": law.code,
        "name_fr": law.name_fr,
        "name_ar": law.name_ar,
        "opened_on": law.opened_on,
        "completion_required": law.completion_required,
        "yields": law.base == Base.NONE,
        "reference": law.opening_reference,
        "position": rank,
    }


def _sub_category(rank: int, law: CategoryLaw, part: SubCategoryLaw) -> dict[str, Any]:
    return {
        "code": part.code,
        "category_id": law.code,
        "name_fr": part.name_fr,
        "name_ar": part.name_ar,
        "reference": part.reference,
        "position": rank,
    }
