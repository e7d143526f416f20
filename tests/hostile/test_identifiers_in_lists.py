"""Identifiers as people and spreadsheets write them: read whole, or told; a digit is never guessed.

A code in capitals is the issue; anything else is the value that is kept.
"""

import pytest

from liaison.enums import Outcome
from registration.models import Person
from tests.hostile.reading import read_column
from tests.liaison.lists import outcomes_of, registered

CINS = {
    "A1": "A1",
    "AB123456": "AB123456",
    "B000001": "B000001",
    "ab123456": "AB123456",
    " ab 123 456 ": "AB123456",
    "AB-123456": "AB123456",
    "AB.123.456": "AB123456",
    "AB–123456": "AB123456",
    "AB\u00a0123456": "AB123456",
    "AB١٢٣٤٥٦": "AB123456",
    "ＡＢ１２３４５６": "AB123456",
    "\u200eAB123456\u200f": "AB123456",
    "AB\u200b123456": "AB123456",
    "ABC123": "BAD_CIN",
    "AB1234567": "BAD_CIN",
    "123456": "BAD_CIN",
    "AB": "BAD_CIN",
    "AB12C": "BAD_CIN",
    "AB123456 / CD1": "BAD_CIN",
    "CIN AB123456": "BAD_CIN",
    "AB123456'": "BAD_CIN",
    "ÀB123456": "BAD_CIN",
    "ß123456": "BAD_CIN",
    "ı123456": "BAD_CIN",
    "أب123456": "BAD_CIN",
    "AB१२३": "BAD_CIN",
    "Ⅰ0Ⅰ": "BAD_CIN",
    "#N/A": "BAD_CIN",
    "-": "BAD_CIN",
    "1,23E+05": "SCIENTIFIC_NOTATION",
    "1E5": "SCIENTIFIC_NOTATION",
    "1.23457e+14": "SCIENTIFIC_NOTATION",
    "\u0410\u0412123456": "LOOKALIKE_LETTERS",
    "A\u0412123456": "LOOKALIKE_LETTERS",
    "\u0391\u0392123456": "LOOKALIKE_LETTERS",
    "\u0430\u0432123456": "LOOKALIKE_LETTERS",
    "\u03f9123456": "LOOKALIKE_LETTERS",
}
PAPERS = {
    "XY1234567": "XY1234567",
    "xy 123-4567": "XY1234567",
    "C012345A": "C012345A",
    "000123456": "000123456",
    "12345": "BAD_DOCUMENT",
    "ABCDEFGHIJKLM": "BAD_DOCUMENT",
    "12345/678": "BAD_DOCUMENT",
    "ÉA123456": "BAD_DOCUMENT",
    "ßßßßßß": "BAD_DOCUMENT",
    "": "MISSING_DOCUMENT",
    "1,23457E+08": "SCIENTIFIC_NOTATION",
    "\u0425Y1234567": "LOOKALIKE_LETTERS",
}
PHONES = {
    "0612345678": "+212612345678",
    "0712345678": "+212712345678",
    "0512345678": "+212512345678",
    "06 12 34 56 78": "+212612345678",
    "06.12.34.56.78": "+212612345678",
    "06-12-34-56-78": "+212612345678",
    "06/12/34/56/78": "+212612345678",
    "06‑12‑34‑56‑78": "+212612345678",
    "+212612345678": "+212612345678",
    "'+212612345678": "+212612345678",
    "+212 6 12 34 56 78": "+212612345678",
    "+212 (0)6 12 34 56 78": "+212612345678",
    "+2120612345678": "+212612345678",
    "00212612345678": "+212612345678",
    "00 212 06 12 34 56 78": "+212612345678",
    "212612345678": "+212612345678",
    "212 0612345678": "+212612345678",
    "٠٦١٢٣٤٥٦٧٨": "+212612345678",
    "＋２１２６１２３４５６７８": "+212612345678",
    "\u202d+212612345678\u202c": "+212612345678",
    "612345678": "BAD_PHONE",
    "0812345678": "BAD_PHONE",
    "061234567": "BAD_PHONE",
    "06123456789": "BAD_PHONE",
    "+33612345678": "BAD_PHONE",
    "0033612345678": "BAD_PHONE",
    "+212812345678": "BAD_PHONE",
    "0612345678 / 0698765432": "BAD_PHONE",
    "06 12 34 56 78 (Karim)": "BAD_PHONE",
    "tél. 0612345678": "BAD_PHONE",
    "O612345678": "BAD_PHONE",
    "०६१२३४५६७८": "BAD_PHONE",
    "612345678.0": "BAD_PHONE",
    "6,12E+08": "SCIENTIFIC_NOTATION",
    "6.12346E+08": "SCIENTIFIC_NOTATION",
    "2,12613E+11": "SCIENTIFIC_NOTATION",
    "": "MISSING_PHONE",
    "\u200f": "MISSING_PHONE",
}
NUMBERS = {
    "100000018": 100000018,
    "100 000 018": 100000018,
    "100-000-018": 100000018,
    "١٠٠٠٠٠٠١٨": 100000018,
    "000000000": None,
    "100000019": "BAD_NUMBER_KEY",
    "200000018": "BAD_NUMBER_KEY",
    "000000018": "BAD_NUMBER_KEY",
    "18": "BAD_NUMBER",
    "10000001": "BAD_NUMBER",
    "1000000180": "BAD_NUMBER",
    "10000001A": "BAD_NUMBER",
    "१००००००१८": "BAD_NUMBER",
    "1E+08": "SCIENTIFIC_NOTATION",
}
FISCAL = {
    "1087449": "1087449",
    "01087449": "01087449",
    "0108 7449": "01087449",
    "108744": "BAD_IDENTIFIER",
    "010874490": "BAD_IDENTIFIER",
    "A1087449": "BAD_IDENTIFIER",
    "1087449,0": "BAD_IDENTIFIER",
    "१०८७४४९": "BAD_IDENTIFIER",
    "1,08745E+06": "SCIENTIFIC_NOTATION",
    "": "MISSING_VALUE",
}
ICES = {
    "002023116000060": "002023116000060",
    "00 20 23 11 60 00 060": "002023116000060",
    "002023116000061": "BAD_ICE",
    "2023116000060": "BAD_ICE",
    "00202311600006O": "BAD_ICE",
    "2,02312E+12": "SCIENTIFIC_NOTATION",
}
INPES = {
    "101234567": "101234567",
    "001234567": "001234567",
    "1234567": "BAD_IDENTIFIER",
    "1,01235E+08": "SCIENTIFIC_NOTATION",
}
FARMS = {
    "EXP-1": "EXP-1",
    "exp 1/2022": "EXP 1/2022",
    "0001": "0001",
    "12-34.5": "12-34.5",
    "-1": "BAD_IDENTIFIER",
    "EXP_1": "BAD_IDENTIFIER",
    "EXP;1": "BAD_IDENTIFIER",
    "ЕXP-1": "BAD_IDENTIFIER",
    "E" * 41: "BAD_IDENTIFIER",
    "1,2E+10": "SCIENTIFIC_NOTATION",
}
COLUMNS = {
    "CIN": ("DGI", "document", CINS, {}),
    "NUM_PIECE": ("DGI", "document", PAPERS, {"CIN": "", "TYPE_PIECE": "Passeport"}),
    "TELEPHONE": ("DGI", "phone", PHONES, {}),
    "NUM_IMMATRICULATION": ("DGI", "number", NUMBERS, {}),
    "IF": ("DGI", "professional_id", FISCAL, {}),
    "ICE": ("DGI", "facts", ICES, {}),
    "INPE": ("MSPS", "professional_id", INPES, {}),
    "REF_EXPLOITATION": ("MAPMDREF", "professional_id", FARMS, {}),
}
KEPT_AS_IT_IS = {"BAD_NUMBER_KEY"}


def is_code(expected: object) -> bool:
    return isinstance(expected, str) and "_" in expected


def test_there_are_enough_identifiers():
    assert sum(len(cells) for _body, _to, cells, _others in COLUMNS.values()) >= 120


@pytest.mark.parametrize("column", COLUMNS)
def test_an_identifier_is_read_whole_or_told_on_its_column(column):
    body, to, cells, others = COLUMNS[column]

    read = read_column(body, column, list(cells), **others)

    found = {}
    for sent, row in zip(cells, read, strict=True):
        value = row["facts"].get("ice") if to == "facts" else row[to]
        found[sent] = row["issues"] or value
    assert found == {
        sent: [(expected, column)] if is_code(expected) else expected
        for sent, expected in cells.items()
    }


def test_a_number_with_a_wrong_key_is_kept():
    (row,) = read_column("DGI", "NUM_IMMATRICULATION", ["100000019"])

    assert (row["number"], row["refused"]) == (100000019, False)


@pytest.mark.parametrize(
    ("kind", "number", "issues"),
    [
        ("CIN", "AB123456", []),
        ("cnie", "ab 123456", []),
        ("Carte de séjour", "C012345A", []),
        ("titre-de-sejour", "C012345A", []),
        ("PASSPORT", "XY1234567", []),
        ("CIN", "XY1234567", [("BAD_DOCUMENT", "NUM_PIECE")]),
        ("Passeport", "AB1", [("BAD_DOCUMENT", "NUM_PIECE")]),
        ("Permis", "AB123456", [("UNKNOWN_DOCUMENT_KIND", "TYPE_PIECE")]),
        ("", "XY1234567", [("UNKNOWN_DOCUMENT_KIND", "TYPE_PIECE")]),
        ("Passeport", "", [("MISSING_DOCUMENT", "NUM_PIECE")]),
        ("", "", [("MISSING_DOCUMENT", "CIN")]),
    ],
)
def test_without_a_cin_the_other_paper_is_checked_by_its_kind(kind, number, issues):
    (row,) = read_column("DGI", "NUM_PIECE", [number], CIN="", TYPE_PIECE=kind)

    assert row["issues"] == issues


@pytest.mark.parametrize(
    ("kind", "number", "kept", "issues"),
    [
        ("Passeport", "XY1234567", "XY1234567", []),
        ("", "XY1234567", None, []),
        ("Passeport", "", None, []),
        ("Passeport", "X", "X", [("BAD_DOCUMENT", "NUM_PIECE")]),
    ],
)
def test_beside_a_cin_a_second_paper_is_kept_or_told(kind, number, kept, issues):
    (row,) = read_column("DGI", "NUM_PIECE", [number], TYPE_PIECE=kind)

    assert (row["document"], row["other_document"]) == ("AB100001", kept)
    assert row["issues"] == issues


@pytest.mark.django_db
def test_however_a_cin_is_spaced_it_is_one_person():
    spaced = [cin for cin, value in CINS.items() if value == "AB123456"]

    closed = registered("DGI", *({"CIN": cin} for cin in spaced[:2]), {"CIN": "CD1"})
    again = registered("DGI", *({"CIN": cin} for cin in spaced[2:3]), {"CIN": "EF2"})

    assert outcomes_of(closed)[:2] == [Outcome.REGISTERED, Outcome.DUPLICATE]
    assert outcomes_of(again)[0] == Outcome.UNCHANGED
    assert Person.objects.count() == 3
