"""The columns of every list as the tests send them: a valid row, what a cell becomes, and where."""

from typing import NamedTuple

from tests.hostile import cells
from tests.hostile.cells import Rule


class Field(NamedTuple):
    """A column: how a cell is read, what it fills, and how serious a fault in it is."""

    rule: Rule
    fills: str
    severity: str = "E"
    empty: str = ""
    also_moves: tuple[str, ...] = ()


NAME = cells.name("LATIN", 1, "BAD_NAME")
NAME_AR = cells.name("ARABIC", 3, "BAD_ARABIC_NAME")
CLASSIFIES = ("category", "sub_category")

COMMON = {
    "OPERATION": Field(cells.word("BAD_OPERATION", a="A"), "operation"),
    "NUM_IMMATRICULATION": Field(cells.digits(9, 9, "BAD_NUMBER"), "number"),
    "CIN": Field(cells.cin, "document", empty="MISSING_DOCUMENT", also_moves=("document_kind",)),
    "TYPE_PIECE": Field(cells.word("UNKNOWN_DOCUMENT_KIND"), "other_document_kind"),
    "NUM_PIECE": Field(cells.passport, "document", empty="MISSING_DOCUMENT"),
    "NOM": Field(NAME, "last_name", empty="MISSING_VALUE"),
    "PRENOM": Field(NAME, "first_name", empty="MISSING_VALUE"),
    "NOM_AR": Field(NAME_AR, "last_name_ar", "W"),
    "PRENOM_AR": Field(NAME_AR, "first_name_ar", "W"),
    "DATE_NAISSANCE": Field(
        cells.birth, "birth_date", empty="MISSING_VALUE", also_moves=("birth_precision",)
    ),
    "LIEU_NAISSANCE": Field(cells.any_text(80), "birth_place", "W"),
    "SEXE": Field(cells.word("BAD_SEX"), "sex", "W"),
    "NATIONALITE": Field(
        cells.word("UNKNOWN_NATIONALITY", jp="JP", dz="DZ", fin="FI"), "nationality", "W"
    ),
    "TELEPHONE": Field(cells.phone, "phone", "W", empty="MISSING_PHONE"),
    "EMAIL": Field(cells.email, "email", "W"),
    "ADRESSE": Field(cells.any_text(250), "address", "W"),
    "CODE_COMMUNE": Field(cells.word("UNKNOWN_COMMUNE"), "commune", "W"),
    "DATE_DEBUT": Field(cells.day, "started_on"),
    "DATE_FIN": Field(cells.day, "ends_on"),
}
TAX = Field(cells.amount(2, 13, grouped=True), "ir_annuel", empty="MISSING_TAX")
OWN = {
    "DGI": {
        "IF": Field(cells.digits(7, 8), "professional_id", empty="MISSING_VALUE"),
        "TP": Field(cells.digits(1, 12), "tp", "W"),
        "ICE": Field(cells.ice, "ice", "W"),
        "REGIME": Field(cells.word("UNKNOWN_REGIME"), "", "E", "MISSING_VALUE", CLASSIFIES),
        "IR_ANNUEL": TAX,
        "RESULTAT_NET": Field(TAX.rule, "resultat_net"),
    },
    "MSPS": {
        "INPE": Field(cells.digits(9, 9), "professional_id", empty="MISSING_VALUE"),
        "PROFESSION": Field(
            cells.word("UNKNOWN_PROFESSION"), "profession", "E", "MISSING_VALUE", CLASSIFIES
        ),
        "DATE_INSTALLATION": Field(cells.day, "installed_on"),
    },
    "ONN": {
        "NUM_ORDRE": Field(cells.identifier(20), "professional_id", empty="MISSING_VALUE"),
        "DATE_NOMINATION": Field(cells.day, "appointed_on"),
    },
    "BAM": {
        "NUM_AE": Field(cells.identifier(30), "professional_id", empty="MISSING_VALUE"),
        "SECTEUR": Field(cells.word("UNKNOWN_SECTOR"), "sector", "W"),
        "IR_ANNUEL": TAX._replace(empty=""),
        "DATE_INSCRIPTION": Field(cells.day, "enrolled_on"),
    },
    "MAPMDREF": {
        "REF_EXPLOITATION": Field(cells.identifier(40), "professional_id", empty="MISSING_VALUE"),
        "CLASSE": Field(cells.farm_class, "farm_class", "E", "MISSING_CLASS", CLASSIFIES),
        "SUPERFICIE_HA": Field(cells.amount(4, 9, grouped=False), "area_ha", "W"),
    },
    "ARTISANAT": {
        "NIA": Field(cells.identifier(30), "professional_id", empty="MISSING_VALUE"),
        "METIER": Field(cells.any_text(80), "trade", "W"),
    },
    "ANAM": {
        "NUM_RAMED": Field(cells.identifier(30), "professional_id", empty="MISSING_VALUE"),
        "DATE_FIN_VALIDITE": Field(cells.day, "valid_until", "W"),
    },
    "ADOULS": {
        "SOUS_CATEGORIE": Field(
            cells.word("UNKNOWN_SUB_CATEGORY", con="CON"), "", "E", "MISSING_VALUE", CLASSIFIES
        ),
        "IDENTIFIANT_PRO": Field(cells.identifier(40), "professional_id"),
    },
}
# A mark on an empty cell that only warns, whatever the column's own severity.
ONLY_WARNS = {"MISSING_PHONE", "MISSING_TAX", "MISSING_CLASS"}

# How some senders name their columns: aliases, accents, spaces, another script.
SENT_AS = {
    "CIN": "N° CIN",
    "NOM": "Nom Famille",
    "PRENOM": "prénom-fr",
    "DATE_NAISSANCE": "تاريخ الازدياد",
    "TELEPHONE": "Gsm",
    "EMAIL": "E.mail",
    "SUPERFICIE_HA": "superficie ha",
    "METIER": "Métier",
}

PERSON = {
    "OPERATION": "A",
    "NUM_IMMATRICULATION": "",
    "TYPE_PIECE": "",
    "NUM_PIECE": "",
    "NOM": "Bennani",
    "PRENOM": "Karima",
    "NOM_AR": "بناني",
    "PRENOM_AR": "كريمة",
    "DATE_NAISSANCE": "12/03/1980",
    "LIEU_NAISSANCE": "Fès",
    "SEXE": "F",
    "NATIONALITE": "MA",
    "TELEPHONE": "0612345678",
    "EMAIL": "karima@example.org",
    "ADRESSE": "12, rue de Fès",
    "CODE_COMMUNE": "01.511.01.0",
    "DATE_DEBUT": "01/02/2020",
    "DATE_FIN": "",
}
OWN_CELLS = {
    "DGI": {
        "IF": "12345678",
        "TP": "00123456",
        "ICE": "002023116000060",
        "REGIME": "CPU",
        "IR_ANNUEL": "1200",
        "RESULTAT_NET": "",
    },
    "MSPS": {
        "INPE": "101234567",
        "PROFESSION": "Médecin généraliste",
        "DATE_INSTALLATION": "01/02/2010",
    },
    "ONN": {"NUM_ORDRE": "N-1", "DATE_NOMINATION": "01/02/2010"},
    "BAM": {
        "NUM_AE": "AE-1",
        "SECTEUR": "Commerce",
        "IR_ANNUEL": "300",
        "DATE_INSCRIPTION": "01/02/2010",
    },
    "MAPMDREF": {"REF_EXPLOITATION": "E-1", "CLASSE": "3", "SUPERFICIE_HA": "12,5"},
    "ARTISANAT": {"NIA": "A-1", "METIER": "Potière"},
    "ANAM": {"NUM_RAMED": "R-1", "DATE_FIN_VALIDITE": "31/12/2023"},
    "ADOULS": {"SOUS_CATEGORIE": "ADO", "IDENTIFIANT_PRO": "P-1"},
}
READ_PERSON = {
    "operation": "A",
    "number": None,
    "document_kind": "CIN",
    "other_document_kind": "",
    "last_name": "Bennani",
    "first_name": "Karima",
    "last_name_ar": "بناني",
    "first_name_ar": "كريمة",
    "birth_date": "1980-03-12",
    "birth_precision": "D",
    "birth_place": "Fès",
    "sex": "F",
    "nationality": "MA",
    "phone": "+212612345678",
    "email": "karima@example.org",
    "address": "12, rue de Fès",
    "commune": "01.511.01.0",
    "started_on": "2020-02-01",
    "ends_on": None,
}
READ_OWN = {
    "DGI": {
        "professional_id": "12345678",
        "sub_category": "CPU",
        "facts": {"tp": "00123456", "ice": "002023116000060", "ir_annuel": 1200},
    },
    "MSPS": {
        "professional_id": "101234567",
        "sub_category": "MED-G",
        "facts": {"profession": "Médecin généraliste", "installed_on": "2010-02-01"},
    },
    "ONN": {
        "professional_id": "N-1",
        "sub_category": "NOT",
        "facts": {"appointed_on": "2010-02-01"},
    },
    "BAM": {
        "professional_id": "AE-1",
        "sub_category": "AE",
        "facts": {"sector": "COMMERCE", "ir_annuel": 300, "enrolled_on": "2010-02-01"},
    },
    "MAPMDREF": {
        "professional_id": "E-1",
        "sub_category": "AGR-3",
        "facts": {"farm_class": "3", "area_ha": 12.5},
    },
    "ARTISANAT": {
        "professional_id": "A-1",
        "sub_category": "ARTI",
        "facts": {"trade": "Potière"},
    },
    "ANAM": {
        "professional_id": "R-1",
        "sub_category": "RAMED",
        "facts": {"valid_until": "2023-12-31"},
    },
    "ADOULS": {"professional_id": "P-1", "sub_category": "ADO", "facts": {}},
}
