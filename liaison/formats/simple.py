"""The bodies that list one category with one sub-category, or with a class."""

from collections.abc import Callable
from datetime import date

import polars as pl

from liaison.formats import readers
from liaison.formats.layout import Classification, Fact, ListFormat, Remark
from liaison.formats.readers import Column


def always(category: str) -> Callable[[date], Classification]:
    """Every row belongs to the one sub-category of a category."""
    return lambda _on: Classification(pl.lit(category), pl.lit(category))


ONN = ListFormat(
    code="ONN",
    container="xlsx",
    own_columns=(
        Column("NUM_ORDRE", readers.identifier(20), "professional_id", required=True),
        Column("DATE_NOMINATION", readers.DATE_TEXT, "appointed_on"),
    ),
    classify=always("NOT"),
    facts=(Fact("appointed_on"),),
)

BAM = ListFormat(
    code="BAM",
    delimiter=",",
    own_columns=(
        Column("NUM_AE", readers.identifier(30), "professional_id", required=True),
        Column(
            "SECTEUR",
            readers.choice({"COMMERCE": "COMMERCE", "SERVICE": "SERVICE"}, "UNKNOWN_SECTOR"),
            "sector",
            severity="W",
        ),
        Column("IR_ANNUEL", readers.AMOUNT, "ir_annuel"),
        Column("DATE_INSCRIPTION", readers.DATE_TEXT, "enrolled_on"),
    ),
    classify=always("AE"),
    facts=(Fact("sector"), Fact("ir_annuel", True), Fact("enrolled_on")),
)

FARM_CLASSES = [f"AGR-{number}" for number in range(10)]
FARM_CLASS = readers.Reader(
    value=lambda text: text.str.replace(r"^0+([1-9])$", "${1}"),
    faults=(("BAD_CLASS", lambda text: ~text.str.contains(r"^0*[1-9]$")),),
)


def classify_farm(_on: date) -> Classification:
    """The class of the farm; absent, AGR-0 (not known), which contradicts no class."""
    known = pl.col("farm_class")
    return Classification(
        category=pl.lit("AGR"),
        sub_category=pl.concat_str(pl.lit("AGR-"), known.fill_null("0")),
        among=pl.when(known.is_null()).then(pl.lit(FARM_CLASSES)),
        remarks=(Remark("MISSING_CLASS", "CLASSE", "W", known.is_null()),),
    )


MAPMDREF = ListFormat(
    code="MAPMDREF",
    container="csv.gz",
    encoding="utf-8",
    own_columns=(
        Column("REF_EXPLOITATION", readers.identifier(40), "professional_id", required=True),
        Column("CLASSE", FARM_CLASS, "farm_class"),
        Column("SUPERFICIE_HA", readers.MEASURE, "area_ha", severity="W"),
    ),
    classify=classify_farm,
    facts=(Fact("farm_class"), Fact("area_ha", True)),
)

ARTISANAT = ListFormat(
    code="ARTISANAT",
    encoding="cp1256",
    own_columns=(
        Column("NIA", readers.identifier(30), "professional_id", required=True),
        Column("METIER", readers.free_text(80), "trade", severity="W"),
    ),
    classify=always("ARTI"),
    facts=(Fact("trade"),),
)

ANAM = ListFormat(
    code="ANAM",
    container="csv.gz",
    delimiter="|",
    encoding="utf-8",
    own_columns=(
        Column("NUM_RAMED", readers.identifier(30), "professional_id", required=True),
        Column("DATE_FIN_VALIDITE", readers.DATE_TEXT, "valid_until", severity="W"),
    ),
    classify=always("RAMED"),
    facts=(Fact("valid_until"),),
)
