"""The law as data: what a text says on a given day, read from dated TOML files.

Everything another package may use is named here; `docs/howto/add-a-category-or-change-a-rate.md`
says how to change the files.
"""

from cnss_amo.legislation.bodies import LiaisonBodyLaw, MandateLaw, bodies, mandates
from cnss_amo.legislation.categories import Base, CategoryLaw, SubCategoryLaw, categories
from cnss_amo.legislation.parameter import Band, Entry, Parameter, Value
from cnss_amo.legislation.unknown import UnknownParameter, unknown_parameters
from cnss_amo.legislation.values import (
    NoSuchParameter,
    NotInForce,
    Unknown,
    band_of,
    count_of,
    number_of,
    parameters,
    value_of,
)

__all__ = [
    "Band",
    "Base",
    "CategoryLaw",
    "Entry",
    "LiaisonBodyLaw",
    "MandateLaw",
    "NoSuchParameter",
    "NotInForce",
    "Parameter",
    "SubCategoryLaw",
    "Unknown",
    "UnknownParameter",
    "Value",
    "band_of",
    "bodies",
    "categories",
    "count_of",
    "mandates",
    "number_of",
    "parameters",
    "unknown_parameters",
    "value_of",
]
