"""Ministère de la santé et de la protection sociale: the health professions."""

from datetime import date

import polars as pl

from liaison.formats import readers
from liaison.formats.layout import Classification, Fact, ListFormat
from liaison.formats.readers import Column

PROFESSIONS = {
    "Médecin généraliste": "MED-G",
    "Médecin omnipraticien": "MED-G",
    "Médecin spécialiste": "MED-S",
    "Pharmacien d'officine": "PHA-O",
    "Pharmacien": "PHA-O",
    "Pharmacien biologiste": "PHA-B",
    "Chirurgien-dentiste": "DEN",
    "Médecin dentiste": "DEN",
    "Sage-femme": "PAR",
    "Kinésithérapeute": "PAR",
    "Masseur-kinésithérapeute": "PAR",
    "Physiothérapeute": "PAR",
    "Opticien": "PAR",
    "Opticien-lunetier": "PAR",
    "Audioprothésiste": "PAR",
    "Orthoptiste": "PAR",
    "Orthophoniste": "PAR",
    "Psychomotricien": "PAR",
    "Podologue": "PAR",
    "Prothésiste dentaire": "PAR",
    "Diététicien": "PAR",
    "Nutritionniste": "PAR",
    "Psychologue": "PAR",
    "طبيب عام": "MED-G",
    "طبيب اختصاصي": "MED-S",
    "صيدلاني": "PHA-O",
    "صيدلي إحيائي": "PHA-B",
    "طبيب أسنان": "DEN",
    "قابلة": "PAR",
    "مروض طبي": "PAR",
    "نظاراتي": "PAR",
}
SUB_CATEGORY = readers.choice(PROFESSIONS, "UNKNOWN_PROFESSION")
PROFESSION = readers.Reader(
    faults=(("UNKNOWN_PROFESSION", lambda text: SUB_CATEGORY.value(text).is_null()),)
)


def classify(_on: date) -> Classification:
    """The table of professions; the band of a dentist comes from `installed_on`, on the day."""
    sub_category = SUB_CATEGORY.value(pl.col("profession"))
    return Classification(category=sub_category.str.slice(0, 3), sub_category=sub_category)


MSPS = ListFormat(
    code="MSPS",
    container="xlsx",
    own_columns=(
        Column("INPE", readers.digits(9, 9), "professional_id", required=True),
        Column("PROFESSION", PROFESSION, "profession", required=True),
        Column("DATE_INSTALLATION", readers.DATE_TEXT, "installed_on"),
    ),
    classify=classify,
    facts=(Fact("profession"), Fact("installed_on")),
)
