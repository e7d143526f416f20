"""The columns that each body adds to the common ones, with values it could really send."""

from collections.abc import Callable
from datetime import date

import polars as pl

from cnss_amo.legislation.bodies import mandates
from cnss_amo.legislation.categories import categories
from liaison.synthesis.corpora import plain
from liaison.synthesis.draws import draw, padded, pick, serial
from liaison.synthesis.people import Profile, day_since

Columns = dict[str, pl.Expr]
OwnColumns = Callable[[Profile, date], Columns]

REGIMES = pl.Series(["CPU"] * 80 + ["RNS"] * 13 + ["RNR"] * 7)
HEALTH_PROFESSIONS = [
    *["Médecin généraliste"] * 18,
    *["Médecin spécialiste"] * 22,
    *["Pharmacien d'officine"] * 22,
    *["Pharmacien biologiste"] * 3,
    *["Chirurgien-dentiste"] * 15,
    *["Kinésithérapeute"] * 5,
    *["Opticien"] * 5,
    "Audioprothésiste",
    "Orthophoniste",
    "Orthoptiste",
    "Psychomotricien",
    "Podologue",
    "Prothésiste dentaire",
    "Diététicien",
    "Psychologue",
]
MIDWIVES = ["Sage-femme"] * 6
SECTORS = pl.Series(["COMMERCE"] * 6 + ["SERVICE"] * 4)
LAST_RAMED_CARDS = date(2022, 12, 31)


def dgi(profile: Profile, reference_date: date) -> Columns:
    tax_id = serial("IF", 99_000_000) + 1_000_000
    regime = pick(REGIMES, "regime")
    income_tax = _dirhams("income tax", 60_000)
    profit = _dirhams("profit", 600_000, least=15_000)
    return {
        "IF": pl.when(draw("IF zeros", 2) == 0)
        .then(padded(tax_id, 8))
        .otherwise(tax_id.cast(pl.String)),
        "TP": padded(serial("TP", 80_000_000) + 10_000_000, 8),
        "ICE": pl.when(draw("has ICE", 10) < 6).then(_ice()),
        "REGIME": regime,
        "IR_ANNUEL": pl.when(regime == "CPU").then(income_tax),
        "RESULTAT_NET": pl.when(regime != "CPU").then(profit),
    }


def msps(profile: Profile, reference_date: date) -> Columns:
    any_profession = pl.Series(HEALTH_PROFESSIONS)
    women_profession = pl.Series(HEALTH_PROFESSIONS + MIDWIVES)
    return {
        "INPE": padded(serial("INPE", 900_000_000) + 100_000_000, 9),
        "PROFESSION": pl.when("is_woman")
        .then(pick(women_profession, "profession"))
        .otherwise(pick(any_profession, "profession")),
        "DATE_INSTALLATION": day_since(profile, "start", reference_date),
    }


def onn(profile: Profile, reference_date: date) -> Columns:
    return {
        "NUM_ORDRE": (serial("NUM_ORDRE", 999_983) + 1).cast(pl.String),
        "DATE_NOMINATION": day_since(profile, "start", reference_date),
    }


def bam(profile: Profile, reference_date: date) -> Columns:
    return {
        "NUM_AE": padded(serial("NUM_AE", 900_000_000) + 100_000_000, 9),
        "SECTEUR": pick(SECTORS, "sector"),
        "IR_ANNUEL": _dirhams("income tax", 9_000),
        "DATE_INSCRIPTION": day_since(profile, "start", reference_date),
    }


def mapmdref(profile: Profile, reference_date: date) -> Columns:
    level = draw("farm size", 1000)
    ares = 20 + level * level * level // 40_000  # from 20 ares to 250 hectares
    classes = [100, 200, 300, 500, 1_000, 2_000, 5_000, 10_000]
    return {
        "REF_EXPLOITATION": pl.col("CODE_COMMUNE").str.slice(0, 6).str.replace_all(r"\.", "")
        + padded(serial("REF_EXPLOITATION", 99_999_989), 8),
        "CLASSE": (1 + pl.sum_horizontal(ares > size for size in classes)).cast(pl.String),
        "SUPERFICIE_HA": pl.format("{},{}", ares // 100, padded(ares % 100, 2)),
    }


def artisanat(profile: Profile, reference_date: date) -> Columns:
    return {
        "NIA": padded(serial("NIA", 900_000_000) + 100_000_000, 9),
        "METIER": pick(plain("crafts"), "craft"),
    }


def anam(profile: Profile, reference_date: date) -> Columns:
    from_day = max(LAST_RAMED_CARDS, reference_date)
    return {
        "NUM_RAMED": padded(serial("NUM_RAMED", 9_000_000_000) + 1_000_000_000, 10),
        "DATE_FIN_VALIDITE": pl.lit(from_day) + pl.duration(days=1 + draw("validity", 3 * 365)),
    }


def of_any_body(body: str) -> OwnColumns:
    """Return the columns of the generic list, with the sub-categories the body may list."""

    def columns(profile: Profile, reference_date: date) -> Columns:
        sub_categories = pl.Series(sub_categories_of(body, reference_date), dtype=pl.String)
        return {
            "SOUS_CATEGORIE": pick(sub_categories, "sub-category"),
            "IDENTIFIANT_PRO": padded(serial("IDENTIFIANT_PRO", 99_999_989), 8),
        }

    return columns


def sub_categories_of(body: str, reference_date: date) -> list[str]:
    """Return what a body may list on a day; failing that one day; failing that, if it opens."""
    mandated = [mandate for mandate in mandates() if mandate.body == body]
    open_now = {mandate.category for mandate in mandated if mandate.in_force_from <= reference_date}
    hoped = {c.code for c in categories() if body in {liaison.body for liaison in c.liaisons}}
    wanted = open_now or {mandate.category for mandate in mandated} or hoped
    return [sub.code for c in categories() if c.code in wanted for sub in c.sub_categories]


def _ice() -> pl.Expr:
    """Write nine digits for the business, four for its place and the key that makes 0 modulo 97."""
    business = serial("ICE", 9_999_991)
    key = 97 - business * 10_000 % 97 * 100 % 97
    return pl.format("{}0000{}", padded(business, 9), padded(key, 2))


def _dirhams(topic: str, most: int, *, least: int = 100) -> pl.Expr:
    """Draw an amount, small for most people, written as a French spreadsheet does."""
    level = draw(topic, 1000)
    whole = least + level * level * level * (most - least) // 10**9
    return pl.format("{},{}", whole, padded(draw(f"{topic} cents", 100), 2))
