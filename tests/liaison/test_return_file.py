"""The answer to a body, and the template it starts from: both can be sent as they are."""

import csv
import io
from datetime import UTC, datetime

import pytest
from django.db import connection
from python_calamine import CalamineWorkbook

from liaison import return_file, template_file
from liaison.enums import ListState, Outcome, Verdict
from liaison.files.headers import HELPER_COLUMNS
from liaison.models import LiaisonBody, RowOutcome
from liaison.services import corrections, rulings
from registration.models import OtherCover, Person
from tests.liaison.lists import NOON, approved, csv_of, outcomes_of, registered, send

pytestmark = pytest.mark.django_db

LATER = datetime(2023, 1, 12, 9, tzinfo=UTC)
GOOD = {"CIN": "AB200001", "NOM": "Idrissi", "DATE_NAISSANCE": "01/02/1975"}
BAD_CIN = {"CIN": "AB12X", "NOM": "Tazi"}
NO_PHONE = {"CIN": "AB200003", "NOM": "Chraibi", "DATE_NAISSANCE": "03/04/1971", "TELEPHONE": ""}


def returned(received_list):
    """The rows of the return file, by header name."""
    text = b"".join(return_file.stream_csv(received_list.pk)).decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text), delimiter=";"))


def sent_again(received_list, **said):
    """The return file, sent as the next list of the body."""
    content = b"".join(return_file.stream_csv(received_list.pk))
    return send(received_list.body_id, content, at=LATER, **said)


def closed(body, *rows):
    """Register rows even when many of them are refused."""
    LiaisonBody.objects.filter(pk=body).update(tolerance=100)
    return registered(body, *rows)


def test_a_row_taken_without_a_remark_does_not_come_back():
    received_list = closed("DGI", GOOD, BAD_CIN)

    assert [row["CIN"] for row in returned(received_list)] == ["AB12X"]
    assert return_file.rows_returned(received_list.pk) == 1


def test_a_refused_row_says_what_where_why_and_what_to_do_in_both_languages():
    (row,) = returned(closed("DGI", GOOD, BAD_CIN))

    assert (row["ligne"], row["resultat"], row["code"]) == ("3", "REFUSED", "BAD_CIN")
    assert row["colonne"] == "CIN"
    assert row["explication"].startswith(
        "Ligne 3, colonne « CIN » : « AB12X » n'est pas un numéro de CIN"
    )
    assert "AB12X" in row["explication_ar"]
    assert row["numero_immatriculation"] == ""


def test_a_row_kept_with_a_warning_comes_back_with_its_number():
    (row,) = returned(registered("DGI", NO_PHONE))

    assert (row["resultat"], row["code"]) == ("REGISTERED", "MISSING_PHONE")
    assert row["numero_immatriculation"] == Person.objects.get().formatted_number


def test_every_issue_of_a_row_is_in_one_line_the_most_serious_first():
    row = BAD_CIN | {"TELEPHONE": "12", "DATE_NAISSANCE": "31/02/1980"}

    (row,) = returned(closed("DGI", row))

    assert row["code"] == "BAD_CIN | IMPOSSIBLE_DATE | BAD_PHONE"
    assert row["colonne"] == "CIN | DATE_NAISSANCE | TELEPHONE"
    assert row["explication"].count(" | ") == row["explication_ar"].count(" | ") == 2


def test_a_duplicate_names_the_line_that_stands():
    (row,) = returned(closed("DGI", GOOD, GOOD))

    assert (row["ligne"], row["resultat"], row["code"]) == ("3", "DUPLICATE", "DUPLICATE")
    assert "la ligne 2" in row["explication"]


def test_a_body_never_learns_the_number_of_somebody_it_only_asked_about():
    registered("DGI", GOOD)
    stranger = {"CIN": GOOD["CIN"], "NOM": "Autre", "PRENOM": "Nom", "DATE_NAISSANCE": "1990"}

    (row,) = returned(registered("BAM", stranger))

    assert row["resultat"] == "CONFLICT"
    assert row["numero_immatriculation"] == ""
    assert Person.objects.get().formatted_number not in "".join(row.values())


def test_somebody_covered_elsewhere_comes_back_without_the_name_of_the_scheme():
    received_list = registered("DGI", GOOD)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT document_key FROM liaison_row WHERE list_id = %s", [received_list.pk]
        )
        (key,) = cursor.fetchone()
    OtherCover.objects.create(document_key=key, scheme="CNOPS")

    (row,) = returned(registered("ARTISANAT", GOOD))

    assert row["resultat"] == "COVERED_ELSEWHERE"
    assert row["numero_immatriculation"] == ""
    assert "CNOPS" not in row["explication"]


def test_the_reason_of_an_agent_is_read_by_the_body(hind):
    registered("DGI", GOOD)
    stranger = {"CIN": GOOD["CIN"], "NOM": "Autre", "PRENOM": "Nom", "DATE_NAISSANCE": "1990"}
    received_list = registered("BAM", stranger)
    rulings.rule(
        list_id=received_list.pk,
        line=2,
        verdict=Verdict.REFUSE,
        by=hind,
        at=NOON,
        reason="La CIN est celle du père.",
    )

    (row,) = returned(received_list)

    assert (row["resultat"], row["code"]) == ("REFUSED", "REFUSED_BY_AGENT")
    assert row["explication"].endswith("Motif : « La CIN est celle du père. ».")


def test_a_row_corrected_on_the_screen_does_not_come_back(omar):
    received_list = closed("DGI", GOOD, BAD_CIN)
    corrections.correct(
        list_id=received_list.pk, line=3, cells={"CIN": "AB200002"}, by=omar, at=LATER
    )

    assert list(returned(received_list)) == []


def test_a_cell_that_could_be_a_formula_is_neutralised():
    row = BAD_CIN | {"ADRESSE": "=1+1", "TELEPHONE": "+212612345678", "EMAIL": "@somme"}

    (row,) = returned(closed("DGI", row))

    assert (row["ADRESSE"], row["TELEPHONE"], row["EMAIL"]) == (
        "'=1+1",
        "'+212612345678",
        "'@somme",
    )


def test_sent_again_as_it_is_every_row_gets_its_first_outcome_and_a_written_one_is_unchanged():
    phone = NO_PHONE | {"TELEPHONE": "+212612345678", "EMAIL": "sans arobase", "ADRESSE": "- rue 2"}
    first = closed("DGI", GOOD, BAD_CIN, GOOD, phone)

    again = approved(sent_again(first), at=LATER)

    assert outcomes_of(first) == ["REGISTERED", "REFUSED", "DUPLICATE", "REGISTERED"]
    assert outcomes_of(again) == ["REFUSED", "UNCHANGED", "UNCHANGED"]
    assert again.issues == {"BAD_CIN": 1, "BAD_EMAIL": 1}
    assert [row["resultat"] for row in returned(again)] == ["REFUSED", "UNCHANGED"]


def test_the_helper_columns_do_not_pile_up_from_one_return_to_the_next():
    first = closed("DGI", GOOD, BAD_CIN)
    again = approved(sent_again(first), at=LATER)

    assert list(returned(again)[0]) == list(returned(first)[0])
    assert again.unknown_columns == []


def test_a_line_with_a_cell_too_many_comes_back_whole_and_stays_broken_until_mended():
    lines = csv_of("DGI", GOOD | {"ADRESSE": "12"}).decode().splitlines()
    lines[1] += ";rue de Fès"
    LiaisonBody.objects.update(tolerance=100)
    first = approved(send("DGI", "\n".join(lines).encode()))

    (row,) = returned(first)
    again = sent_again(first)

    assert row["code"] == "BROKEN_LINE"
    assert row[None] == ["rue de Fès"]
    assert again.issues == {"BROKEN_LINE": 1}


def test_the_sender_s_own_columns_come_back_as_they_were_named_and_ordered():
    content = "Tel;N° CIN;nom;Prénom;né à;DDN;IF;régime\n;AB12X;Tazi;Ali;Fès;1950;12345678;CPU\n"
    LiaisonBody.objects.update(tolerance=100)
    received_list = approved(send("DGI", content.encode("cp1252")))

    (row,) = returned(received_list)

    assert list(row)[:8] == ["Tel", "N° CIN", "nom", "Prénom", "né à", "DDN", "IF", "régime"]
    assert tuple(list(row)[8:]) == HELPER_COLUMNS
    assert (row["né à"], row["DDN"], row["colonne"]) == ("Fès", "1950", "N° CIN | Tel | IR_ANNUEL")


def test_the_digits_of_an_identifier_are_told_by_the_format():
    (row,) = returned(closed("DGI", GOOD | {"IF": "12"}))

    assert "(de 7 à 8 chiffres)" in row["explication"]


def test_a_workbook_says_the_same_and_keeps_every_cell_a_text():
    received_list = closed("DGI", GOOD, BAD_CIN | {"ADRESSE": "=1+1", "IF": "01234567"})
    file = io.BytesIO()

    return_file.write_xlsx(received_list.pk, file)

    file.seek(0)
    header, row = CalamineWorkbook.from_filelike(file).get_sheet_by_index(0).to_python()
    (expected,) = returned(received_list)
    assert dict(zip(header, row, strict=True)) == expected
    assert expected["IF"] == "01234567"


def test_a_workbook_too_long_to_be_sent_back_is_not_made(settings):
    settings.XLSX_MAXIMUM_ROWS = 0
    received_list = closed("DGI", BAD_CIN)

    with pytest.raises(return_file.TooManyForWorkbook):
        return_file.write_xlsx(received_list.pk, io.BytesIO())


def test_a_file_appears_under_its_name_only_when_it_is_whole(tmp_path):
    received_list = closed("DGI", BAD_CIN)
    path = tmp_path / "retour.csv"

    return_file.write_csv(received_list.pk, path)

    assert path.read_bytes() == b"".join(return_file.stream_csv(received_list.pk))
    assert [file.name for file in tmp_path.iterdir()] == ["retour.csv"]


def test_a_list_refused_whole_has_no_return_file():
    received_list = send("DGI", b"%PDF-1.7")

    assert received_list.state == ListState.REFUSED
    with pytest.raises(return_file.NoReturnFile):
        list(return_file.stream_csv(received_list.pk))


def test_a_row_set_apart_comes_back_with_the_promise_to_take_it_up_again():
    received_list = registered("DGI", GOOD)
    RowOutcome.objects.filter(list_id=received_list.pk).update(
        outcome=Outcome.QUARANTINED, person_id=None, reason="a_constraint"
    )

    (row,) = returned(received_list)

    assert "La CNSS la reprendra" in row["explication"]
    assert "a_constraint" not in row["explication"]


# --- The template -----------------------------------------------------------------------------


@pytest.mark.parametrize("container", ["xlsx", "csv"])
@pytest.mark.parametrize(
    "body", ["DGI", "MSPS", "ONN", "BAM", "MAPMDREF", "ARTISANAT", "ANAM", "ADOULS"]
)
def test_a_template_is_accepted_as_it_is(body, container):
    received_list = send(body, template_file.template(body, container), name=f"modele.{container}")

    assert received_list.state == ListState.PLANNED
    assert received_list.unknown_columns == []
    assert received_list.issues.keys() <= {"MISSING_CLASS"}
    assert received_list.plan["outcomes"] == {"REGISTERED": 1}


def test_every_column_of_every_format_is_explained():
    for layout in return_file.FORMATS.values():
        names = {column.name for column in layout.columns(template_file.ANY_DAY)}
        assert names <= template_file.EXPLAINED.keys()


def test_the_second_sheet_explains_every_column_in_both_languages():
    book = CalamineWorkbook.from_filelike(io.BytesIO(template_file.template("DGI")))

    explained = book.get_sheet_by_name("Explications").to_python()

    assert len(explained) == 1 + len(book.get_sheet_by_index(0).to_python()[0])
    assert all(row[0] and row[2] and row[5] for row in explained)
