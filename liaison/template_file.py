"""The template a body downloads: its header, one example, and what each column means.

The example is a fictitious person: it is to be replaced before the list is sent.
"""

import csv
from collections.abc import Iterator
from datetime import date
from io import BytesIO, StringIO
from typing import NamedTuple

import xlsxwriter
from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from liaison.formats import FORMATS, ListFormat
from liaison.formats.readers import Column
from liaison.models import LiaisonBody
from registration.models import SubCategory

ANY_DAY = date(2000, 1, 1)  # the names of the columns are the same on every day
WIDEST = 60


class Explained(NamedTuple):
    """What a column holds, and an example."""

    meaning: Promise
    example: str = ""


COMMON = {
    "OPERATION": Explained(_("A ajout, M modification, S sortie. Vide : A."), "A"),
    "NUM_IMMATRICULATION": Explained(_("Numéro CNSS de 9 chiffres, si la personne en a un.")),
    "CIN": Explained(
        _("Numéro de la carte nationale : 1 ou 2 lettres puis 1 à 6 chiffres."), "ZZ000001"
    ),
    "TYPE_PIECE": Explained(_("Sans CIN : PASSEPORT ou CARTE_SEJOUR.")),
    "NUM_PIECE": Explained(_("Sans CIN : le numéro de cette pièce.")),
    "NOM": Explained(_("Nom de famille en lettres latines."), "EXEMPLE"),
    "PRENOM": Explained(_("Prénom en lettres latines."), "Amina"),
    "NOM_AR": Explained(_("Nom de famille en lettres arabes."), "مثال"),
    "PRENOM_AR": Explained(_("Prénom en lettres arabes."), "أمينة"),
    "DATE_NAISSANCE": Explained(_("jj/mm/aaaa. Jour inconnu : 00/00/1950 ou 1950."), "12/03/1985"),
    "LIEU_NAISSANCE": Explained(_("Lieu de naissance."), "Rabat"),
    "SEXE": Explained(_("M ou F."), "F"),
    "NATIONALITE": Explained(_("Code ou nom du pays. Vide : MA."), "MA"),
    "TELEPHONE": Explained(_("Numéro marocain, avec son premier zéro."), "0612345678"),
    "EMAIL": Explained(_("Adresse électronique."), "amina@example.org"),
    "ADRESSE": Explained(_("Adresse postale."), "12 rue de la Paix"),
    "CODE_COMMUNE": Explained(_("Code HCP de la commune, ou son nom."), "01.511.01.0"),
    "DATE_DEBUT": Explained(_("Premier jour de l'activité."), "01/02/2020"),
    "DATE_FIN": Explained(_("Pour une sortie : premier jour où l'activité n'existe plus.")),
}
OWN = {
    "IF": Explained(_("Identifiant fiscal : 7 ou 8 chiffres."), "12345678"),
    "TP": Explained(_("Numéro de taxe professionnelle."), "25100001"),
    "ICE": Explained(_("Identifiant commun de l'entreprise : 15 chiffres.")),
    "REGIME": Explained(_("Régime fiscal : CPU, RNS ou RNR."), "CPU"),
    "IR_ANNUEL": Explained(_("Impôt annuel en dirhams. Il fixe la cotisation."), "1200,00"),
    "RESULTAT_NET": Explained(_("Résultat net en dirhams, pour le régime RNR.")),
    "INPE": Explained(_("Identifiant national du professionnel : 9 chiffres."), "101000001"),
    "PROFESSION": Explained(
        _("Nom de la profession, tel que dans la page de votre liste."), "Médecin généraliste"
    ),
    "DATE_INSTALLATION": Explained(_("Date d'installation."), "01/02/2020"),
    "NUM_ORDRE": Explained(_("Numéro d'inscription à l'ordre."), "1001"),
    "DATE_NOMINATION": Explained(_("Date de nomination."), "01/02/2020"),
    "NUM_AE": Explained(_("Numéro d'auto-entrepreneur."), "AE1000001"),
    "SECTEUR": Explained(_("COMMERCE ou SERVICE."), "SERVICE"),
    "DATE_INSCRIPTION": Explained(_("Date d'inscription comme auto-entrepreneur."), "01/02/2020"),
    "REF_EXPLOITATION": Explained(_("Référence de l'exploitation."), "EXP-100001"),
    "CLASSE": Explained(_("Classe de l'exploitation, de 1 à 9."), "2"),
    "SUPERFICIE_HA": Explained(_("Superficie en hectares."), "3,5"),
    "NIA": Explained(_("Numéro d'immatriculation de l'artisan."), "NIA100001"),
    "METIER": Explained(_("Métier de l'artisan."), "Potier"),
    "NUM_RAMED": Explained(_("Numéro de la carte RAMED."), "R1000001"),
    "DATE_FIN_VALIDITE": Explained(_("Dernier jour de validité de la carte."), "31/12/2030"),
    "SOUS_CATEGORIE": Explained(_("Code de la sous-catégorie, dans votre mandat.")),
    "IDENTIFIANT_PRO": Explained(_("Identifiant que votre organisme donne."), "P-1001"),
}
EXPLAINED = COMMON | OWN
HEADINGS = (
    *("Colonne", "Obligatoire", "Ce qu'elle contient", "Autres noms acceptés", "Exemple"),
    "محتوى العمود",
)


def template(body_code: str, container: str = "xlsx") -> bytes:
    """Return the template of a body as `xlsx`, or as `csv` in its own encoding and delimiter.

    Raises LiaisonBody.DoesNotExist.
    """
    body = LiaisonBody.objects.get(pk=body_code)
    layout = FORMATS[body.format]
    example = dict(_example(layout, body))
    return _as_csv(layout, example) if container == "csv" else _as_workbook(layout, example)


def _example(layout: ListFormat, body: LiaisonBody) -> Iterator[tuple[str, str]]:
    for column in layout.columns(ANY_DAY):
        example = EXPLAINED[column.name].example
        yield column.name, _sub_category(body) if column.name == "SOUS_CATEGORIE" else example


def _sub_category(body: LiaisonBody) -> str:
    """A sub-category that the body may list; none before it has a mandate."""
    mandated = SubCategory.objects.filter(category__in=body.mandates.values("category"))
    return mandated.order_by("position", "code").values_list("code", flat=True).first() or ""


def _as_csv(layout: ListFormat, example: dict[str, str]) -> bytes:
    text = StringIO()
    writer = csv.writer(text, delimiter=layout.delimiter, lineterminator="\r\n")
    writer.writerow(example)
    writer.writerow(cell if _fits(cell, layout.encoding) else "" for cell in example.values())
    return text.getvalue().encode(layout.encoding)


def _fits(cell: str, encoding: str) -> bool:
    """Whether an encoding can write a cell: windows-1252 has no Arabic letters."""
    try:
        cell.encode(encoding)
    except UnicodeEncodeError:
        return False
    return True


def _as_workbook(layout: ListFormat, example: dict[str, str]) -> bytes:
    file = BytesIO()
    with xlsxwriter.Workbook(file, {"in_memory": True}) as workbook:
        _write_list(workbook, layout, example)
        _write_explanations(workbook, layout, example)
    return file.getvalue()


def _write_list(workbook: xlsxwriter.Workbook, layout: ListFormat, example: dict[str, str]) -> None:
    """The sheet to fill: every cell is a text, so that a leading zero is never lost."""
    text = workbook.add_format({"num_format": "@"})
    required = workbook.add_format({"num_format": "@", "bold": True})
    sheet = workbook.add_worksheet("Liste")
    sheet.freeze_panes(1, 0)
    sheet.set_column(0, len(example) - 1, 18, text)
    for place, column in enumerate(layout.columns(ANY_DAY)):
        sheet.write_string(0, place, column.name, required if _is_required(column) else text)
        sheet.write_string(1, place, example[column.name], text)


def _write_explanations(
    workbook: xlsxwriter.Workbook, layout: ListFormat, example: dict[str, str]
) -> None:
    sheet = workbook.add_worksheet("Explications")
    wrapped = workbook.add_format({"text_wrap": True, "valign": "top"})
    bold = workbook.add_format({"bold": True})
    sheet.freeze_panes(1, 0)
    sheet.set_column(0, 4, 24, wrapped)
    sheet.set_column(2, 2, WIDEST, wrapped)
    sheet.set_column(5, 5, WIDEST, workbook.add_format({"text_wrap": True, "reading_order": 2}))
    sheet.write_row(0, 0, HEADINGS, bold)
    for line, column in enumerate(layout.columns(ANY_DAY), start=1):
        cells = [
            column.name,
            "oui" if _is_required(column) else "",
            _meaning(column, "fr"),
            ", ".join(column.aliases),
            example[column.name],
            _meaning(column, "ar"),
        ]
        for place, cell in enumerate(cells):
            sheet.write_string(line, place, cell)


def _is_required(column: Column) -> bool:
    """The CIN is asked for unless another document stands in for it."""
    return column.required or column.name == "CIN"


def _meaning(column: Column, language: str) -> str:
    with translation.override(language):
        return str(EXPLAINED[column.name].meaning)
