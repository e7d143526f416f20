"""How each body writes its lists: its columns, their names and the look of its cells."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date

import polars as pl

from cnss_amo.legislation.bodies import bodies
from liaison.synthesis import own_columns
from liaison.synthesis.draws import draw
from liaison.synthesis.people import Profile, people_at

DATE_COLUMNS = (
    "DATE_NAISSANCE",
    "DATE_DEBUT",
    "DATE_INSTALLATION",
    "DATE_NOMINATION",
    "DATE_INSCRIPTION",
    "DATE_FIN_VALIDITE",
)
ISO = "%Y-%m-%d"


class UnknownBody(ValueError):
    """No liaison body has this code; the message names those that exist."""


@dataclass(frozen=True)
class Layout:
    """A body's habits. `columns` gives our name of a column and the body's own, in its order."""

    body: str
    columns: dict[str, str]
    own: own_columns.OwnColumns
    profile: Profile = field(default_factory=Profile)
    container: str = ".csv"
    delimiter: str = ";"
    encoding: str = "utf-8"
    newline: str = "\n"
    dates: str = "%d/%m/%Y"
    sexes: tuple[str, str] = ("M", "F")
    phone: Callable[[pl.Expr], pl.Expr] = lambda nine: pl.lit("0") + nine
    capitals: bool = False
    birth_days_known: bool = True

    def lay_out(self, indexes: pl.Series, *, reference_date: date) -> pl.DataFrame:
        """Return people as cells of text, an empty one being null, under our column names."""
        people = people_at(indexes, self.profile, reference_date=reference_date)
        return self.write_out(people, reference_date=reference_date)

    def write_out(self, people: pl.DataFrame, *, reference_date: date) -> pl.DataFrame:
        """Give people the body's own columns and write every cell the body's way."""
        written = people.with_columns(
            **self.own(self.profile, reference_date), OPERATION=pl.lit("A")
        )
        return written.with_columns(**self._common(), **self._dates()).select(*self.columns)

    def native(self, frame: pl.DataFrame) -> pl.DataFrame:
        """Put the body's own headers."""
        return frame.rename(self.columns)

    def _common(self) -> dict[str, pl.Expr]:
        man, woman = self.sexes
        cells = {
            "SEXE": pl.when("is_woman").then(pl.lit(woman)).otherwise(pl.lit(man)),
            "TELEPHONE": self.phone(pl.col("TELEPHONE")),
        }
        if self.capitals:
            cells |= {name: pl.col(name).str.to_uppercase() for name in ("NOM", "PRENOM")}
        return cells

    def _dates(self) -> dict[str, pl.Expr]:
        dates = {name: pl.col(name) for name in DATE_COLUMNS if name in self.columns}
        cells = {name: day.dt.to_string(self.dates) for name, day in dates.items()}
        if not self.birth_days_known:
            born = dates["DATE_NAISSANCE"]
            forgotten = (born.dt.year() < 1965) & (draw("birth day unknown", 100) < 6)
            cells["DATE_NAISSANCE"] = (
                pl.when(forgotten)
                .then(born.dt.to_string("00/00/%Y"))
                .otherwise(cells["DATE_NAISSANCE"])
            )
        return cells


def layout_of(body: str) -> Layout:
    """Return a body's layout: its own, or that of the generic list.

    Raises UnknownBody, whose message can be shown to the person as it is.
    """
    known = [law.code for law in bodies()]
    if body not in known:
        raise UnknownBody(f"« {body} » n'est pas un organisme de liaison ({', '.join(known)}).")
    return LAYOUTS.get(body) or _generic(body)


def _in_pairs(lead: str, gap: str) -> Callable[[pl.Expr], pl.Expr]:
    """Write a phone in groups of two digits after its first."""

    def phone(nine: pl.Expr) -> pl.Expr:
        pairs = [nine.str.slice(start, 2) for start in (1, 3, 5, 7)]
        return pl.lit(lead) + pl.concat_str(nine.str.slice(0, 1), *pairs, separator=gap)

    return phone


def _after(lead: str) -> Callable[[pl.Expr], pl.Expr]:
    return lambda nine: pl.lit(lead) + nine


def _same(*names: str) -> dict[str, str]:
    return {name: name for name in names}


def _generic(body: str) -> Layout:
    return Layout(
        body=body,
        columns=_same(
            *("OPERATION", "SOUS_CATEGORIE", "IDENTIFIANT_PRO", "CIN", "NOM", "PRENOM"),
            *("NOM_AR", "PRENOM_AR", "DATE_NAISSANCE", "LIEU_NAISSANCE", "SEXE", "TELEPHONE"),
            *("EMAIL", "ADRESSE", "CODE_COMMUNE", "DATE_DEBUT"),
        ),
        own=own_columns.of_any_body(body),
        profile=Profile(youngest=22),
    )


LAYOUTS = {
    layout.body: layout
    for layout in (
        Layout(
            body="DGI",
            columns={
                "OPERATION": "OP",
                **_same("IF", "TP", "ICE"),
                "REGIME": "Régime",
                "CIN": "CIN",
                "NOM": "Nom",
                "PRENOM": "Prénom",
                "DATE_NAISSANCE": "Date naissance",
                "SEXE": "Sexe",
                "TELEPHONE": "Téléphone",
                "EMAIL": "Email",
                "ADRESSE": "Adresse",
                "CODE_COMMUNE": "Code commune",
                "IR_ANNUEL": "IR annuel",
                "RESULTAT_NET": "Résultat net",
                "DATE_DEBUT": "Date début activité",
            },
            own=own_columns.dgi,
            profile=Profile(women=22, youngest=20),
            encoding="windows-1252",
            newline="\r\n",
            capitals=True,
        ),
        Layout(
            body="MSPS",
            columns={
                **_same("INPE", "CIN"),
                "NOM": "NOM_FR",
                "PRENOM": "PRENOM_FR",
                **_same("NOM_AR", "PRENOM_AR", "DATE_NAISSANCE", "LIEU_NAISSANCE"),
                "SEXE": "GENRE",
                **_same("PROFESSION", "DATE_INSTALLATION"),
                "TELEPHONE": "GSM",
                **_same("EMAIL", "ADRESSE", "COMMUNE", "DATE_DEBUT"),
            },
            own=own_columns.msps,
            profile=Profile(women=48, youngest=28),
            container=".xlsx",
            sexes=("Masculin", "Féminin"),
            phone=_in_pairs("0", "."),
        ),
        Layout(
            body="ONN",
            columns={
                "NUM_ORDRE": "Num ordre",
                "NOM": "Nom",
                "PRENOM": "Prénom",
                "NOM_AR": "الاسم العائلي",
                "PRENOM_AR": "الاسم الشخصي",
                "CIN": "N° CIN",
                "DATE_NAISSANCE": "DDN",
                "SEXE": "الجنس",
                "DATE_NOMINATION": "Date nomination",
                "TELEPHONE": "Tél",
                "EMAIL": "Email",
                "ADRESSE": "Adresse",
                "COMMUNE": "Commune",
            },
            own=own_columns.onn,
            profile=Profile(women=40, youngest=30),
            container=".xlsx",
            sexes=("ذكر", "أنثى"),
            phone=_in_pairs("0", " "),
        ),
        Layout(
            body="BAM",
            columns={
                "OPERATION": "operation",
                "NUM_AE": "num_ae",
                "DATE_INSCRIPTION": "date_inscription",
                "SECTEUR": "secteur",
                "CIN": "num_cin",
                "NOM": "nom",
                "PRENOM": "prenom",
                "NOM_AR": "nom_ar",
                "PRENOM_AR": "prenom_ar",
                "DATE_NAISSANCE": "ddn",
                "SEXE": "genre",
                "TELEPHONE": "gsm",
                "EMAIL": "email",
                "ADRESSE": "adresse",
                "COMMUNE": "commune",
                "IR_ANNUEL": "ir_annuel",
                "DATE_DEBUT": "date_debut",
            },
            own=own_columns.bam,
            profile=Profile(women=34, since=date(2015, 7, 1)),
            delimiter=",",
            encoding="utf-8-sig",
            dates=ISO,
            sexes=("H", "F"),
            phone=_after("+212"),
        ),
        Layout(
            body="MAPMDREF",
            columns={
                "REF_EXPLOITATION": "REF_EXPLOITATION",
                "CIN": "CNIE",
                **_same("NOM", "PRENOM", "NOM_AR", "PRENOM_AR"),
                "DATE_NAISSANCE": "DATE_NAIS",
                **_same("LIEU_NAISSANCE", "SEXE"),
                "TELEPHONE": "GSM",
                **_same("ADRESSE", "CODE_COMMUNE", "CLASSE", "SUPERFICIE_HA", "DATE_DEBUT"),
            },
            own=own_columns.mapmdref,
            profile=Profile(women=20),
            container=".csv.gz",
            birth_days_known=False,
        ),
        Layout(
            body="ARTISANAT",
            columns={
                "NIA": "NIA",
                "CIN": "رقم البطاقة الوطنية",
                "NOM": "Nom",
                "PRENOM": "Prénom",
                "NOM_AR": "الاسم العائلي",
                "PRENOM_AR": "الاسم الشخصي",
                "DATE_NAISSANCE": "تاريخ الازدياد",
                "SEXE": "الجنس",
                "METIER": "Métier",
                "TELEPHONE": "الهاتف",
                "ADRESSE": "العنوان",
                "CODE_COMMUNE": "Commune",
                "DATE_DEBUT": "Date début",
            },
            own=own_columns.artisanat,
            profile=Profile(women=35),
            encoding="windows-1256",
            newline="\r\n",
            dates="%d-%m-%Y",
            sexes=("ذكر", "أنثى"),
            phone=_in_pairs("0", " "),
        ),
        Layout(
            body="ANAM",
            columns={
                "OPERATION": "MOUVEMENT",
                **_same("NUM_RAMED", "CIN"),
                "NOM": "NOM_FAMILLE",
                **_same("PRENOM", "NOM_AR", "PRENOM_AR", "DATE_NAISSANCE", "LIEU_NAISSANCE"),
                **_same("SEXE", "TELEPHONE", "ADRESSE", "CODE_COMMUNE", "DATE_FIN_VALIDITE"),
                "DATE_DEBUT": "DATE_DEBUT_ACTIVITE",
            },
            own=own_columns.anam,
            profile=Profile(women=56, since=date(2012, 3, 13)),
            container=".csv.gz",
            delimiter="|",
            dates="%d%m%Y",
            phone=_after("00212"),
            birth_days_known=False,
        ),
    )
}
