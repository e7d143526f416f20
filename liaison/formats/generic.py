"""Any other body with a mandate: the sub-category is a column."""

from datetime import date
from functools import cache

import polars as pl

from cnss_amo.legislation import categories
from liaison.formats import readers
from liaison.formats.layout import EMPTY, Classification, ListFormat
from liaison.formats.readers import Column


@cache
def _category_of() -> dict[str, str]:
    return {
        sub_category.code: category.code
        for category in categories()
        for sub_category in category.sub_categories
    }


SUB_CATEGORY = readers.Reader(
    value=lambda text: text.str.to_uppercase(),
    faults=(
        (
            "UNKNOWN_SUB_CATEGORY",
            lambda text: ~text.str.to_uppercase().is_in(list(_category_of())),
        ),
    ),
)


def classify(_on: date) -> Classification:
    """The sub-category as the body names it."""
    code = pl.col("named_sub_category")
    return Classification(
        category=code.replace_strict(_category_of(), default=EMPTY, return_dtype=pl.String),
        sub_category=code,
    )


GENERIC = ListFormat(
    code="GENERIC",
    own_columns=(
        Column("SOUS_CATEGORIE", SUB_CATEGORY, "named_sub_category", required=True),
        Column("IDENTIFIANT_PRO", readers.identifier(40), "professional_id"),
    ),
    classify=classify,
)
