"""What spreadsheets do to cells, and files that are not what their name says."""

import bz2
import gzip
import io
import json
import lzma
import zipfile

from tests.hostile.verdicts import HEADER, Refused, Taken, csv, hostile, line

NOT_A_LIST = Refused("NOT_A_LIST", "ni un CSV")


def mangled(name: str, cells: dict[str, str], *codes: str) -> object:
    """A sound line, then a line that a spreadsheet spoilt."""
    issues = {3: list(codes)} if codes else {}
    return hostile(name, csv(line(1), line(2, **cells)), Taken(2, issues))


def archive(**files: bytes) -> bytes:
    """A ZIP of these files."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, held in files.items():
            packed.writestr(name.replace("__", "/"), held)
    return content.getvalue()


MANGLED = [
    mangled("a phone without its zero", {"TELEPHONE": "612345678"}, "BAD_PHONE"),
    mangled("a tax number without its zeros", {"IF": "12345"}, "BAD_IDENTIFIER"),
    mangled("a phone in powers of ten", {"TELEPHONE": "6,12E+08"}, "SCIENTIFIC_NOTATION"),
    mangled("a CIN in powers of ten", {"CIN": "1E+05"}, "SCIENTIFIC_NOTATION"),
    mangled("a tax number in powers of ten", {"IF": "1.23457E+14"}, "SCIENTIFIC_NOTATION"),
    mangled("an amount in powers of ten", {"IR_ANNUEL": "1,2E+03"}, "SCIENTIFIC_NOTATION"),
    mangled("a date as a number of days", {"DATE_NAISSANCE": "29292"}, "BAD_DATE"),
    mangled("a date with a month in letters", {"DATE_NAISSANCE": "12-mars-80"}, "BAD_DATE"),
    mangled("a date of two digits", {"DATE_NAISSANCE": "12/03/80"}, "TWO_DIGIT_YEAR"),
    mangled("a date of the American order", {"DATE_NAISSANCE": "13/25/1980"}, "IMPOSSIBLE_DATE"),
    mangled("a column too narrow for its date", {"DATE_NAISSANCE": "########"}, "BAD_DATE"),
    mangled("a date and an hour", {"DATE_NAISSANCE": "12/03/1980 00:00:00"}),
    mangled("a value that could not be found", {"CIN": "#N/A"}, "BAD_CIN"),
    mangled("a name that could not be found", {"NOM": "#NOM?"}, "BAD_NAME"),
    mangled("a formula as text", {"NOM": "=CONCAT(A1)"}, "BAD_NAME"),
    mangled("a command in a formula", {"NOM": "=cmd|' /C calc'!A0"}, "BAD_NAME"),
    mangled("an amount with its unit", {"IR_ANNUEL": "1 200,00 DH"}, "BAD_AMOUNT"),
    mangled("an amount with narrow spaces", {"IR_ANNUEL": "1\u202f200,00"}),
    mangled("cells with unbreakable spaces", {"NOM": "\xa0Bennani\xa0", "CIN": "AB 77\xa0"}),
    mangled("a true in place of a sex", {"PRENOM": "VRAI1"}, "BAD_NAME"),
]

DISGUISES = [
    hostile("a PDF", b"%PDF-1.7\n1 0 obj", Refused("PDF_FILE", "PDF"), name="liste.csv"),
    hostile(
        "an old Excel workbook",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600),
        Refused("OLD_EXCEL", ".xls"),
        name="liste.csv",
    ),
    hostile("a compressed list named as a plain one", gzip.compress(csv(line(1))), Taken(1)),
    hostile("a plain list named as a workbook", csv(line(1)), Taken(1), name="liste.xlsx"),
    hostile("a list in a ZIP", lambda: archive(liste_csv=csv(line(1))), NOT_A_LIST),
    hostile("an OpenDocument", lambda: archive(mimetype=b"x", content=b"<x/>"), NOT_A_LIST),
    hostile("a text document", lambda: archive(word__document=b"<x/>"), NOT_A_LIST),
    hostile("a binary workbook", lambda: archive(xl__workbook_bin=b"x"), NOT_A_LIST),
    hostile("a list in bzip2", bz2.compress(csv(line(1))), NOT_A_LIST),
    hostile("a list in xz", lzma.compress(csv(line(1))), NOT_A_LIST),
    hostile("a picture", b"\x89PNG\r\n\x1a\n" + bytes(99), NOT_A_LIST),
    hostile("a web page named as a list", b"<html><table><tr><td>CIN</table>", NOT_A_LIST),
    hostile("a page of a login", b"\xef\xbb\xbf\n<!DOCTYPE html><form>", NOT_A_LIST),
    hostile("data of a program", json.dumps([{"CIN": "AB1"}]).encode(), NOT_A_LIST),
    hostile("a rich text", rb"{\rtf1 CIN;NOM}", NOT_A_LIST),
    hostile(
        "a list compressed twice",
        gzip.compress(gzip.compress(csv(line(1)), mtime=0), mtime=0),
        Refused("UNKNOWN_ENCODING"),
    ),
    hostile(
        "a compressed list with a wrong check",
        gzip.compress(csv(line(1)), mtime=0)[:-8] + bytes(8),
        Refused("DAMAGED_GZIP", "abîmé"),
    ),
    hostile(
        "a compressed list with words behind it",
        gzip.compress(csv(line(1)), mtime=0) + b"bonjour",
        Refused("DAMAGED_GZIP"),
    ),
    hostile(
        "a compressed list in two members is read",
        gzip.compress(csv(line(1)), mtime=0) + gzip.compress(f"{line(2)}\n".encode(), mtime=0),
        Taken(2),
    ),
    hostile(
        "a bomb in a compressed list",
        lambda: gzip.compress(csv(line(1)) + f"{line(2)}\n".encode() * 1_500_000, 9),
        Refused("SUSPECT_GZIP", "anormale"),
    ),
    hostile(
        "a header in a compressed list and nothing else",
        gzip.compress(HEADER.encode(), mtime=0),
        Refused("EMPTY_LIST"),
    ),
]

SPREADSHEETS = MANGLED + DISGUISES
