"""The lists of demo/, with the cases of real life planted in them, and what each should become.

Run `python -m liaison.synthesis.demo` to write the folder again: the same bytes every time.
`planted_outcomes` counts what was planted when the lists are received in order; it knows nothing of
how lists are treated, and `expected.toml` must say the same.
"""

import io
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import polars as pl

from liaison.synthesis.defects import Fate, Row, possible
from liaison.synthesis.layouts import Layout, layout_of
from liaison.synthesis.people import first_index, people_at, window
from liaison.synthesis.writing import fitted, write

FOLDER = Path(__file__).resolve().parents[2] / "demo"
REFERENCE_DATE = date(2022, 12, 31)
SEED = 2022
SCHEMES = ("CNSS_SALARIE", "CNSS_SALARIE", "CNOPS", "CNSS_SALARIE", "FAR")
BREAK = "¤"  # becomes a delimiter that nobody quoted

LISTS = {
    "DGI-2022-01.csv": ("DGI", 1_200),
    "MSPS-2022-01.xlsx": ("MSPS", 400),
    "ONN-2022-01.xlsx": ("ONN", 180),
    "BAM-2022-01.csv": ("BAM", 900),
    "MAPMDREF-2022-01.csv.gz": ("MAPMDREF", 2_000),
    "ARTISANAT-2022-01.csv": ("ARTISANAT", 800),
    "ANAM-2022-12.csv.gz": ("ANAM", 1_000),
}
TRUNCATED, TRUNCATED_ROWS, ANNOUNCED_ROWS = "DGI-2022-02-tronquee.csv", 350, 500

# Who is met again in a later list: from, to, how many, and what becomes of the later row.
MET_AGAIN = (
    ("BAM", "MAPMDREF", 30, "ACTIVITY_ADDED"),
    ("DGI", "MAPMDREF", 12, "ACTIVITY_ADDED"),
    ("MSPS", "MAPMDREF", 3, "ACTIVITY_ADDED"),
    ("MAPMDREF", "ARTISANAT", 14, "ACTIVITY_ADDED"),
    ("ARTISANAT", "ANAM", 25, "COVERED_ELSEWHERE"),  # RAMED yields to any activity
    ("MAPMDREF", "ANAM", 15, "COVERED_ELSEWHERE"),
)
OTHER_BIRTH_DATE = (("BAM", "MAPMDREF", 2), ("MAPMDREF", "ARTISANAT", 1))
SAME_CIN_OTHER_PERSON = (("DGI", "BAM", 2), ("DGI", "MAPMDREF", 2), ("MAPMDREF", "ANAM", 3))


@dataclass
class Sheet:
    """A list being made: its rows, what each should become, and the places still untouched."""

    layout: Layout
    rows: list[Row]
    outcomes: list[str]
    untouched: list[int]

    def take(self, number: int) -> list[int]:
        """Take untouched places out, from all over the list."""
        taken, self.untouched = self.untouched[:number], self.untouched[number:]
        return taken

    def put(self, place: int, row: Row, outcome: str) -> None:
        """Write a row at a place."""
        self.rows[place] = row
        self.outcomes[place] = outcome

    def index_at(self, place: int) -> int:
        """Return who was at a place before anything was planted."""
        return first_index(self.layout.body, SEED) + place


def write_demo(folder: Path = FOLDER) -> None:
    """Write every list and the register of other cover."""
    sheets, covered = _planted_sheets()
    for file, (body, rows) in LISTS.items():
        _write_sheet(folder / file, sheets[body], announced=rows)
    truncated = _plain_sheet(TRUNCATED, "DGI", TRUNCATED_ROWS, seed=SEED + 1)
    _write_sheet(folder / TRUNCATED, truncated, announced=ANNOUNCED_ROWS)
    _write_other_cover(folder / "other_cover.csv", covered)


def _plain_sheet(file: str, body: str, rows: int, *, seed: int = SEED) -> Sheet:
    layout = fitted(layout_of(body), file, rows)
    (indexes,) = window(body, rows, seed=seed)
    frame = layout.lay_out(indexes, reference_date=REFERENCE_DATE)
    shuffled = [(7_919 * place + 13) % rows for place in range(rows)]
    return Sheet(layout, frame.to_dicts(), ["REGISTERED"] * rows, shuffled)


def _plant(sheets: dict[str, Sheet]) -> list[str]:
    """Plant every case and return the documents of the people covered elsewhere."""
    _plant_two_regimes(sheets["DGI"], pairs=12)
    _plant_broken_line(sheets["DGI"])
    for turn, sheet in enumerate(sheets.values()):
        _plant_defects(sheet, first=5 * turn)
        _plant_duplicates(sheet, pairs=max(2, len(sheet.rows) // 100))
        _plant_namesakes(sheet)
    for source, target, people, outcome in MET_AGAIN:
        for _ in range(people):
            _meet_again(sheets[source], sheets[target], outcome)
    for source, target, people in OTHER_BIRTH_DATE:
        for _ in range(people):
            row = _meet_again(sheets[source], sheets[target], "ACTIVITY_ADDED")
            row["DATE_NAISSANCE"] = "15/06/1971"
    for source, target, people in SAME_CIN_OTHER_PERSON:
        for _ in range(people):
            _plant_conflict(sheets[source], sheets[target])
    return [cin for sheet in sheets.values() for cin in _cover_elsewhere(sheet)]


def _plant_defects(sheet: Sheet, *, first: int) -> None:
    """Spoil four rows in a hundred, each in its own way."""
    encoding = None if sheet.layout.container == ".xlsx" else sheet.layout.encoding
    kinds = [d for d in possible(sheet.layout.columns, encoding) if d.fate is not Fate.DUPLICATE]
    for turn, place in enumerate(sheet.take(len(sheet.rows) // 25), start=first):
        defect = kinds[turn % len(kinds)]
        defect.spoil(sheet.rows[place])
        if defect.fate is Fate.REFUSED:
            sheet.outcomes[place] = "REFUSED"


def _plant_duplicates(sheet: Sheet, *, pairs: int) -> None:
    for _ in range(pairs):
        earlier, later = sorted(sheet.take(2))
        sheet.put(later, dict(sheet.rows[earlier]), "DUPLICATE")


def _plant_two_regimes(sheet: Sheet, *, pairs: int) -> None:
    """List traders under the CPU, and again with accounts."""
    for _ in range(pairs):
        earlier, later = sorted(sheet.take(2))
        sheet.rows[earlier] |= {"REGIME": "CPU", "IR_ANNUEL": "1240,00", "RESULTAT_NET": None}
        accounts = {"REGIME": "RNR", "IR_ANNUEL": None, "RESULTAT_NET": "142000,00"}
        sheet.put(later, sheet.rows[earlier] | accounts, "ACTIVITY_ADDED")


def _plant_broken_line(sheet: Sheet) -> None:
    (place,) = sheet.take(1)
    sheet.put(place, sheet.rows[place] | {"ADRESSE": f"12 rue Sebou{BREAK} hay Salam"}, "REFUSED")


def _plant_namesakes(sheet: Sheet) -> None:
    """Give two people, each with a CIN, the same names and birth date: they stay two."""
    one, other = sheet.take(2)
    same = [
        name for name in ("NOM", "PRENOM", "NOM_AR", "PRENOM_AR") if name in sheet.layout.columns
    ]
    for name in (*same, "DATE_NAISSANCE", "SEXE"):
        sheet.rows[other][name] = sheet.rows[one][name]


def _meet_again(source: Sheet, target: Sheet, outcome: str) -> Row:
    """List in the target somebody whom the source registers."""
    (met,), (place,) = source.take(1), target.take(1)
    indexes = pl.Series([source.index_at(met)])
    person = people_at(indexes, source.layout.profile, reference_date=REFERENCE_DATE)
    frame = target.layout.write_out(person, reference_date=REFERENCE_DATE)
    target.put(place, frame.row(0, named=True), outcome)
    return target.rows[place]


def _plant_conflict(source: Sheet, target: Sheet) -> None:
    """Give somebody in the target the CIN of somebody else, whom the source registers."""
    (met,), (place,) = source.take(1), target.take(1)
    theirs, own = source.rows[met], target.rows[place]
    if any(str(theirs[name]).upper() == str(own[name]).upper() for name in ("NOM", "PRENOM")):
        raise ValueError("Ces deux personnes portent un même nom : changez la graine de la démo.")
    target.put(place, own | {"CIN": theirs["CIN"]}, "CONFLICT")


def _cover_elsewhere(sheet: Sheet) -> Iterable[str]:
    """Put eight people in a hundred under another scheme."""
    for place in sheet.take(len(sheet.rows) * 8 // 100):
        sheet.outcomes[place] = "COVERED_ELSEWHERE"
        yield str(sheet.rows[place]["CIN"])


def _write_sheet(path: Path, sheet: Sheet, *, announced: int) -> None:
    layout = sheet.layout
    frame = pl.DataFrame(sheet.rows, schema=dict.fromkeys(layout.columns, pl.String))
    if BREAK not in str(sheet.rows):
        with path.open("wb") as stream:
            write(layout, [layout.native(frame)], stream, rows=announced)
        return
    whole = io.BytesIO()
    write(layout, [layout.native(frame)], whole, rows=announced)
    sign, delimiter = (text.encode(layout.encoding) for text in (BREAK, layout.delimiter))
    path.write_bytes(whole.getvalue().replace(sign, delimiter))


def _write_other_cover(path: Path, covered: list[str]) -> None:
    """Write the covered people of the lists among some whom no list knows."""
    (unknown,) = window("CNOPS", 60, seed=SEED)
    strangers = people_at(unknown, layout_of("ANAM").profile, reference_date=REFERENCE_DATE)
    documents = sorted([*covered, *strangers["CIN"]])
    lines = [f"{cin};{SCHEMES[n % len(SCHEMES)]}" for n, cin in enumerate(documents)]
    path.write_text("\n".join(["CIN;REGIME", *lines, ""]), encoding="utf-8")


def planted_outcomes() -> dict[str, dict[str, int]]:
    """Count, for each list, the rows planted for each outcome; `expected.toml` says the same."""
    sheets, _covered = _planted_sheets()
    return {file: dict(Counter(sheets[body].outcomes)) for file, (body, _rows) in LISTS.items()}


def _planted_sheets() -> tuple[dict[str, Sheet], list[str]]:
    sheets = {body: _plain_sheet(file, body, rows) for file, (body, rows) in LISTS.items()}
    return sheets, _plant(sheets)


if __name__ == "__main__":
    write_demo()
