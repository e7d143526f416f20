"""Containers, encodings, headers, broken lines: what is read, and what is refused as a whole."""

import gzip
import io
import zipfile

import pytest
import xlsxwriter

from liaison.enums import ListState
from liaison.models import Row
from tests.liaison.lists import csv_of, issues_of, registered, send

pytestmark = pytest.mark.django_db

HEADER = "CIN;NOM;PRENOM;DATE_NAISSANCE;IF;REGIME;IR_ANNUEL;TELEPHONE"
LINE = "AB100001;Bennani;Karim;12/03/1980;12345678;CPU;1200;0612345678"


def text_list(*lines, header=HEADER, newline="\n"):
    return newline.join([header, *lines, ""])


def workbook(*rows, header=HEADER):
    content = io.BytesIO()
    book = xlsxwriter.Workbook(content)
    sheet = book.add_worksheet()
    for number, row in enumerate([header.split(";"), *rows]):
        sheet.write_row(number, 0, row)
    book.close()
    return content.getvalue()


@pytest.mark.parametrize(
    ("encoding", "found"),
    [
        ("utf-8", "utf-8-sig"),
        ("utf-8-sig", "utf-8-sig"),
        ("utf-16", "utf-16"),
        ("cp1252", "cp1252"),
    ],
)
def test_an_encoding_is_found(encoding, found):
    content = text_list(LINE.replace("Bennani", "Bénnâni")).encode(encoding)

    received_list = send("DGI", content)

    assert received_list.encoding == found
    assert Row.objects.get().last_name == "Bénnâni"


def test_a_body_s_own_arabic_encoding_is_found():
    header = "CIN;NOM;PRENOM;NOM_AR;PRENOM_AR;DATE_NAISSANCE;NIA;GSM"
    line = "AB100001;Bennani;Karim;بناني;كريم;12/03/1980;N1;0612345678"

    received_list = send("ARTISANAT", text_list(line, header=header).encode("cp1256"))

    assert received_list.encoding == "cp1256"
    assert Row.objects.get().last_name_ar == "بناني"


@pytest.mark.parametrize("delimiter", [",", "\t", "|"])
def test_a_delimiter_is_found(delimiter):
    content = text_list(LINE).replace(";", delimiter).encode()

    assert send("DGI", content).delimiter == delimiter


@pytest.mark.parametrize("newline", ["\r\n", "\r"])
def test_any_end_of_line_is_read(newline):
    assert send("DGI", text_list(LINE, newline=newline).encode()).rows_read == 1


def test_a_header_is_known_whatever_its_case_accents_order_and_language():
    header = "régime;N° CIN;ddn;Prénom;nom_famille;i.f;الهاتف;Ir Annuel"
    line = "cpu;ab 100001;1980-03-12;Karim;Bennani;12345678;+212 6-12-34-56-78;1 200,00"

    received_list = send("DGI", text_list(line, header=header).encode())

    assert issues_of(received_list) == [[]]
    assert received_list.state == ListState.PLANNED


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "EMPTY_FILE"),
        (b"\n\n", "EMPTY_FILE"),
        (b"%PDF-1.7 rien", "PDF_FILE"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "OLD_EXCEL"),
        (b"PK\x03\x04" + bytes(60), "TRUNCATED_XLSX"),
        (text_list().encode(), "EMPTY_LIST"),
        (b"bonjour\nmonde\n", "NO_HEADER"),
        (text_list(LINE, header=HEADER.replace("NOM;", "NM;")).encode(), "MISSING_COLUMNS"),
        (text_list(LINE + ";x", header=HEADER + ";CNIE").encode(), "REPEATED_COLUMN"),
        (text_list(LINE, "FIN;2").encode(), "TRUNCATED"),
        (text_list(LINE, "FIN;beaucoup").encode(), "BAD_CONTROL_LINE"),
        (gzip.compress(text_list(LINE).encode())[:-9], "TRUNCATED_GZIP"),
    ],
)
def test_what_is_not_a_list_is_refused_with_its_reason(content, code):
    received_list = send("DGI", content)

    assert (received_list.state, received_list.reason_code) == (ListState.REFUSED, code)
    assert not Row.objects.exists()


def test_a_missing_column_is_named_with_the_closest_header():
    content = text_list(LINE, header=HEADER.replace("DATE_NAISSANCE", "DATE_NAISANCE"))

    details = send("DGI", content.encode()).reason_details

    assert details["columns"] == "DATE_NAISSANCE"
    assert "DATE_NAISANCE" in details["closest"]


def test_the_announced_number_of_rows_is_compared():
    assert send("DGI", text_list(LINE).encode(), declared_rows=2).reason_code == "TRUNCATED"


def test_the_control_line_is_not_a_row():
    assert send("DGI", text_list(LINE, "FIN;1").encode()).rows_read == 1


def test_blank_lines_keep_their_number():
    send("DGI", text_list("", LINE, "").encode())

    assert Row.objects.get().line == 3


def test_a_quoted_cell_may_hold_newlines():
    quoted = 'AB100001;Bennani;Karim;12/03/1980;12345678;CPU;1200;"06\n12345678"'

    send("DGI", text_list(quoted, LINE.replace("100001", "2")).encode())

    assert list(Row.objects.order_by("line").values_list("line", flat=True)) == [2, 4]


@pytest.mark.parametrize("broken", [LINE + ";de trop", LINE.rpartition(";")[0], '"' + LINE])
def test_a_broken_line_is_an_issue_and_the_next_ones_are_read(broken):
    other = LINE.replace("100001", "2")

    received_list = send("DGI", text_list(broken, other).encode())

    assert issues_of(received_list) == [["BROKEN_LINE"], []]


def test_a_workbook_is_read_with_its_own_dates_and_numbers():
    content = workbook(["AB100001", "Bennani", "Karim", "12/03/1980", 12345678, "CPU", 1200.5, ""])

    received_list = send("DGI", content)

    row = Row.objects.get()
    assert received_list.container == "xlsx"
    assert (row.line, row.professional_id, row.facts["ir_annuel"]) == (2, "12345678", 1200.5)


def test_a_workbook_with_macros_is_refused():
    content = io.BytesIO(workbook(LINE.split(";")))
    with zipfile.ZipFile(content, "a") as archive:
        archive.writestr("xl/vbaProject.bin", b"macro")

    assert send("DGI", content.getvalue()).reason_code == "MACRO_WORKBOOK"


def test_the_sender_may_choose_the_encoding():
    content = text_list(LINE.replace("Bennani", "Bénnâni")).encode("cp1252")

    assert send("DGI", content, encoding="utf-8").reason_code == "UNKNOWN_ENCODING"


def test_every_issue_of_a_row_is_told_at_once():
    line = "6,12E+08;B3nnani;;31/02/1980;12;RIEN;abc;12"

    received_list = send("DGI", text_list(line).encode())

    assert set(issues_of(received_list)[0]) == {
        "SCIENTIFIC_NOTATION",
        "BAD_NAME",
        "MISSING_VALUE",
        "IMPOSSIBLE_DATE",
        "BAD_IDENTIFIER",
        "UNKNOWN_REGIME",
        "BAD_AMOUNT",
        "BAD_PHONE",
    }


def test_a_bad_phone_keeps_the_row():
    received_list = registered("DGI", {"TELEPHONE": "12"})

    assert received_list.outcomes == {"REGISTERED": 1}
    assert received_list.issues == {"BAD_PHONE": 1}


def test_a_body_without_any_mandate_is_refused():
    assert send("BARREAUX", csv_of("X", {"SOUS_CATEGORIE": "AVO"})).reason_code == "NO_MANDATE"
