"""Direction générale des impôts: the CPU, and traders and craftsmen who keep accounts."""

from datetime import date

import polars as pl

from cnss_amo.kernel import identifiers
from cnss_amo.legislation import categories, number_of
from liaison.formats import readers
from liaison.formats.layout import EMPTY, Classification, Fact, ListFormat, Remark
from liaison.formats.readers import Column

ICE = readers.Reader(
    value=identifiers.ice_value,
    faults=(
        readers.SCIENTIFIC_NOTATION,
        ("BAD_ICE", lambda text: ~identifiers.ice_is_valid(text)),
    ),
)


def _opened_on(code: str) -> date:
    opened = {category.code: category.opened_on for category in categories()}[code]
    return opened or date.max


def classify(on: date) -> Classification:
    """CPU; or accounts: simplified, real up to the profit threshold, real above it."""
    regime, profit = pl.col("regime"), pl.col("resultat_net").cast(pl.Float64)
    threshold = float(number_of("threshold/CAC_profit", on=max(on, _opened_on("CAC"))))
    return Classification(
        category=pl.when(regime == "CPU")
        .then(pl.lit("CPU"))
        .when(regime.is_not_null())
        .then(pl.lit("CAC")),
        sub_category=pl.when(regime == "CPU")
        .then(pl.lit("CPU"))
        .when(regime == "RNS")
        .then(pl.lit("CAC-S"))
        .when(profit > threshold)
        .then(pl.lit("CAC-2"))
        .when(regime == "RNR")
        .then(pl.lit("CAC-1"))
        .otherwise(EMPTY),
        among=pl.when((regime == "RNR") & profit.is_null()).then(pl.lit(["CAC-1", "CAC-2"])),
        remarks=(
            Remark(
                "MISSING_TAX", "IR_ANNUEL", "W", (regime == "CPU") & pl.col("ir_annuel").is_null()
            ),
            Remark("MISSING_PROFIT", "RESULTAT_NET", "W", (regime == "RNR") & profit.is_null()),
        ),
    )


DGI = ListFormat(
    code="DGI",
    encoding="cp1252",
    own_columns=(
        Column("IF", readers.digits(7, 8), "professional_id", required=True),
        Column("TP", readers.digits(1, 12), "tp", severity="W"),
        Column("ICE", ICE, "ice", severity="W"),
        Column(
            "REGIME",
            readers.choice({"CPU": "CPU", "RNS": "RNS", "RNR": "RNR"}, "UNKNOWN_REGIME"),
            "regime",
            required=True,
        ),
        Column("IR_ANNUEL", readers.AMOUNT, "ir_annuel"),
        Column("RESULTAT_NET", readers.AMOUNT, "resultat_net"),
    ),
    classify=classify,
    facts=(Fact("tp"), Fact("ice"), Fact("ir_annuel", True), Fact("resultat_net", True)),
)
