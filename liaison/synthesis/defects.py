"""The defects of real life, as the bodies' lists really carry them.

Each defect spoils one row, written as text, and says what should become of it: refused, kept with
a warning, kept without a word, or found to be the same as another line.
"""

import math
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

import polars as pl

from liaison.synthesis.draws import STRIDE

Row = dict[str, str | None]
Spoil = Callable[[Row], None]


class Fate(StrEnum):
    """What a reader of the list should make of the row."""

    REFUSED = "refused"
    WARNED = "warned"
    KEPT = "kept"
    DUPLICATE = "duplicate"


@dataclass(frozen=True)
class Defect:
    """One way to go wrong; `column` must be in the list for it to happen there."""

    name: str
    column: str
    spoil: Spoil
    fate: Fate
    sample: str = ""  # characters it brings, that the encoding of the list must be able to carry

    def can_happen(self, columns: Collection[str], encoding: str | None) -> bool:
        """Tell whether a list with these columns, in this encoding, can have the defect."""
        return self.column in columns and _can_carry(encoding, self.sample)


def possible(columns: Collection[str], encoding: str | None) -> list[Defect]:
    """Return the defects that a list can have, in their order; a workbook has no encoding."""
    return [defect for defect in DEFECTS if defect.can_happen(columns, encoding)]


def spoil(
    frame: pl.DataFrame, defects: list[Defect], *, first_row: int, share: float
) -> pl.DataFrame:
    """Spoil a share of the rows of a batch, with every defect in turn from batch to batch."""
    spoiled = {}
    for turn, place in _places(first_row, frame.height, share):
        defect = defects[turn % len(defects)]
        source = (place - 1 if place else 1) if defect.fate is Fate.DUPLICATE else place
        if source < frame.height:
            spoiled[place] = frame.row(source, named=True)
            defect.spoil(spoiled[place])
    if not spoiled:
        return frame
    places = list(spoiled)
    return frame.with_columns(
        frame[column].scatter(places, [row[column] for row in spoiled.values()])
        for column in frame.columns
    )


def _places(first_row: int, height: int, share: float) -> Iterator[tuple[int, int]]:
    """Find which defects fall in a batch, and where: one row in each stretch of 1/share rows."""
    rate = Fraction(share).limit_denominator(1_000_000)
    turn = math.floor(first_row * rate)
    while rate and (start := math.ceil(turn / rate)) < first_row + height:
        width = math.ceil((turn + 1) / rate) - start
        place = start + turn * STRIDE % width - first_row
        if 0 <= place < height:
            yield turn, place
        turn += 1


def _can_carry(encoding: str | None, sample: str) -> bool:
    if encoding is None:
        return not sample or sample.isprintable()
    try:
        sample.encode(encoding)
    except UnicodeEncodeError:
        return False
    return True


def _write(column: str, text: str | None) -> Spoil:
    def spoil(row: Row) -> None:
        row[column] = text

    return spoil


def _change(column: str, change: Callable[[str], str]) -> Spoil:
    """Spoil what the cell says, or nothing at all when it is empty."""

    def spoil(row: Row) -> None:
        if text := row[column]:
            row[column] = change(text)

    return spoil


CYRILLIC = dict(zip("ABCEHIJKMOPSTXY", "АВСЕНІЈКМОРЅТХУ", strict=True))


def _look_alike(cin: str) -> str:
    return CYRILLIC.get(cin[0], "А") + cin[1:]


def _scientific(text: str) -> str:
    digits = "".join(sign for sign in text if sign.isdigit()).lstrip("0").ljust(6, "0")
    return f"{digits[0]},{digits[1:6]}E+{len(digits) - 1:02}"


def _two_digit_year(text: str) -> str:
    return f"07/04/{''.join(sign for sign in text if sign.isdigit())[-2:]}"


def _without_letters(cin: str) -> str:
    return cin.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")


def _spaced(cin: str) -> str:
    return f" {cin.lower()[:2]} {cin[2:]} "


def _in_arabic_digits(phone: str) -> str:
    return phone.translate(str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩"))


def _taxed(regime: str) -> Spoil:
    """Write a regime without the amount it goes with."""

    def spoil(row: Row) -> None:
        row.update({"REGIME": regime, "IR_ANNUEL": None, "RESULTAT_NET": None})

    return spoil


def _leave(row: Row) -> None:
    """A duplicate is made by whoever knows the line before."""


IDS = ("IF", "INPE", "NUM_ORDRE", "NUM_AE", "REF_EXPLOITATION", "NIA", "NUM_RAMED")

DEFECTS = (
    Defect("cin_without_letter", "CIN", _change("CIN", _without_letters), Fate.REFUSED),
    Defect(
        "birth_impossible", "DATE_NAISSANCE", _write("DATE_NAISSANCE", "31/02/1980"), Fate.REFUSED
    ),
    Defect("phone_missing", "TELEPHONE", _write("TELEPHONE", None), Fate.WARNED),
    Defect("duplicate", "CIN", _leave, Fate.DUPLICATE),
    Defect("cin_too_long", "CIN", _change("CIN", lambda cin: cin + "90"), Fate.REFUSED),
    Defect("commune_unknown", "CODE_COMMUNE", _write("CODE_COMMUNE", "99.999.99.99"), Fate.WARNED),
    Defect("commune_unknown", "COMMUNE", _write("COMMUNE", "Ville Nouvelle"), Fate.WARNED),
    Defect("cin_in_cyrillic", "CIN", _change("CIN", _look_alike), Fate.REFUSED, "А"),
    Defect("regime_unknown", "REGIME", _write("REGIME", "FORFAIT"), Fate.REFUSED),
    Defect("profession_unknown", "PROFESSION", _write("PROFESSION", "Guérisseur"), Fate.REFUSED),
    Defect("sub_category_unknown", "SOUS_CATEGORIE", _write("SOUS_CATEGORIE", "ZZZ"), Fate.REFUSED),
    Defect("cin_with_spaces", "CIN", _change("CIN", _spaced), Fate.KEPT),
    Defect(
        "birth_in_the_future",
        "DATE_NAISSANCE",
        _write("DATE_NAISSANCE", "12/05/2091"),
        Fate.REFUSED,
    ),
    Defect("phone_scientific", "TELEPHONE", _write("TELEPHONE", "6,12E+08"), Fate.WARNED),
    Defect("ice_wrong", "ICE", _write("ICE", "001548792000145"), Fate.WARNED),
    Defect("name_missing", "NOM", _write("NOM", None), Fate.REFUSED),
    Defect(
        "two_digit_year", "DATE_NAISSANCE", _change("DATE_NAISSANCE", _two_digit_year), Fate.REFUSED
    ),
    Defect("phone_wrong", "TELEPHONE", _write("TELEPHONE", "0612"), Fate.WARNED),
    Defect("class_missing", "CLASSE", _write("CLASSE", None), Fate.WARNED),
    Defect("name_in_arabic", "NOM", _write("NOM", "العلمي"), Fate.REFUSED, "العلمي"),
    Defect("cin_scientific", "CIN", _change("CIN", _scientific), Fate.REFUSED),
    Defect("arabic_digits", "TELEPHONE", _change("TELEPHONE", _in_arabic_digits), Fate.KEPT, "٠"),
    Defect("name_with_digits", "PRENOM", _change("PRENOM", lambda name: name + "2"), Fate.REFUSED),
    Defect("cin_missing", "CIN", _write("CIN", None), Fate.REFUSED),
    Defect("birth_year_alone", "DATE_NAISSANCE", _write("DATE_NAISSANCE", "1950"), Fate.KEPT),
    Defect(
        "control_character", "NOM", _change("NOM", lambda name: name + "\x07"), Fate.REFUSED, "\x07"
    ),
    Defect("too_old", "DATE_NAISSANCE", _write("DATE_NAISSANCE", "01/01/1890"), Fate.REFUSED),
    Defect("birth_missing", "DATE_NAISSANCE", _write("DATE_NAISSANCE", None), Fate.REFUSED),
    Defect("name_too_long", "NOM", _change("NOM", lambda name: (name + " ") * 20), Fate.REFUSED),
    Defect("first_name_missing", "PRENOM", _write("PRENOM", None), Fate.REFUSED),
    Defect("leaver_unknown", "OPERATION", _write("OPERATION", "S"), Fate.REFUSED),
    Defect("tax_missing", "REGIME", _taxed("CPU"), Fate.WARNED),
    Defect("change_unknown", "OPERATION", _write("OPERATION", "M"), Fate.REFUSED),
    Defect("profit_missing", "REGIME", _taxed("RNR"), Fate.WARNED),
    Defect(
        "tatweel",
        "NOM_AR",
        _change("NOM_AR", lambda name: name[0] + "ـ" + name[1:]),
        Fate.KEPT,
        "ـ",
    ),
    *(
        Defect("id_missing", column, _write(column, None), Fate.REFUSED)
        for column in (*IDS, "SOUS_CATEGORIE")
    ),
    *(
        Defect("id_scientific", column, _change(column, _scientific), Fate.REFUSED)
        for column in (*IDS, "IDENTIFIANT_PRO")
    ),
)
