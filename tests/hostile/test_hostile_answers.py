"""What comes back of a hostile list: the return files, the pages of its rows, those of people."""

import csv
import io
from datetime import UTC, datetime

import pytest
from django.urls import reverse
from python_calamine import CalamineWorkbook

from liaison import return_file
from liaison.enums import ListState
from liaison.files.headers import HELPER_COLUMNS
from liaison.models import LiaisonBody, ReceivedList, Row
from registration.models import Person
from tests.hostile.attacks import ATTACKS
from tests.hostile.columns import OWN_CELLS, PERSON
from tests.hostile.pages import elements, words
from tests.hostile.sheets import file_of
from tests.hostile.strings import STRINGS
from tests.liaison.lists import approved, issues_of, send

pytestmark = pytest.mark.django_db
LATER = datetime(2023, 1, 12, 9, tzinfo=UTC)
FORMULAS = tuple("=+-@＝＋－＠\t\r\n\0")
PLAIN = ["?", "Plain", "p" * 300, ""] * 15  # as refused or kept as the hostile ones are


def closed(strings):
    """A list of two rows for each string: one that is kept, one whose CIN is the string."""
    rows = []
    for number, text in enumerate(strings, start=1):
        row = {"note": text, "CIN": text} | PERSON | OWN_CELLS["ARTISANAT"]
        free = dict.fromkeys(("METIER", "LIEU_NAISSANCE", "ADRESSE", "NOM_AR"), text)
        rows += [row | free | {"CIN": f"Z{number}"}, row | {"METIER": text}]
    LiaisonBody.objects.filter(pk="ARTISANAT").update(tolerance=100)
    planned = send("ARTISANAT", file_of("ARTISANAT", rows))
    received_list = approved(planned)
    assert received_list.state == ListState.CLOSED
    return received_list


@pytest.fixture
def hostile():
    """A closed list of every string."""
    return closed([string.sent for string in STRINGS])


def returned_csv(received_list):
    text = b"".join(return_file.stream_csv(received_list.pk)).decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text, newline=""), delimiter=";"))


def returned_xlsx(received_list):
    content = io.BytesIO()
    return_file.write_xlsx(received_list.pk, content)
    content.seek(0)
    return CalamineWorkbook.from_filelike(content).get_sheet_by_index(0).to_python()


def test_no_cell_of_a_return_file_is_a_formula(hostile):
    table, sheet = returned_csv(hostile), returned_xlsx(hostile)

    assert len(table) == len(sheet) > len(STRINGS)
    for rows in (table, sheet):
        cells = [cell for row in rows for cell in row]
        assert [cell for cell in cells if not isinstance(cell, str)] == []
        assert [cell for cell in cells if cell.startswith(FORMULAS)] == []


def test_a_return_file_has_the_cells_as_sent_and_tells_each_issue_on_one_line(hostile):
    header, *rows = returned_csv(hostile)
    sent = {string.sent for string in STRINGS}

    for row in rows:
        told = dict(zip(header, row, strict=True))
        assert {told["note"], told["note"].removeprefix("'")} & sent
        for column in ("explication", "explication_ar"):
            assert told[column].replace("\u00a0", " ").isprintable()


def test_a_return_file_sent_again_has_the_same_issues(hostile):
    _header, *rows = returned_csv(hostile)
    returned = [int(row[-len(HELPER_COLUMNS)]) for row in rows]
    issues = dict(zip(lines_of(hostile), issues_of(hostile), strict=True))

    again = send("ARTISANAT", b"".join(return_file.stream_csv(hostile.pk)), at=LATER)

    assert issues_of(again) == [issues[line] for line in returned]


def lines_of(received_list):
    rows = Row.objects.filter(list_id=received_list.pk).order_by("line")
    return list(rows.values_list("line", flat=True))


def pages(client, received_list):
    """The pages of a list and of each of its issues and outcomes, in one language or the other."""
    names = [
        ("list", []),
        *(("issue", [code]) for code in sorted(received_list.issues)),
        *(("outcome", [outcome]) for outcome in sorted(received_list.outcomes)),
    ]
    for place, (name, more) in enumerate(names):
        client.cookies["django_language"] = ("ar", "fr")[place % 2]
        yield page_of(client, f"liaison:{name}", received_list.pk, *more)


def page_of(client, name, *arguments):
    page = client.get(reverse(name, args=arguments))
    assert page.status_code == 200
    return page.text


def test_no_page_of_a_list_takes_a_cell_for_a_piece_of_page(client, hind, hostile):
    client.force_login(hind)
    known = set().union(*(elements(page) for page in pages(client, closed(PLAIN))))

    assert [
        strange
        for page in pages(client, ReceivedList.objects.get(pk=hostile.pk))
        if (strange := elements(page) - known)
    ] == []


def test_each_row_shows_its_cells_as_text(client, hind):
    client.force_login(hind)
    attacks = [string for string in STRINGS if string.kind in ATTACKS][::4]
    plain = closed(PLAIN[:1])
    known = elements(page_of(client, "liaison:row", plain.pk, lines_of(plain)[0]))
    attacked = closed([string.sent for string in attacks])

    for string, line in zip(attacks, lines_of(attacked)[::2], strict=True):
        page = page_of(client, "liaison:row", attacked.pk, line)
        assert elements(page) <= known
        assert string.clean in words(page)


def test_the_file_of_a_person_shows_what_a_list_said_as_text(client, amina):
    client.force_login(amina)
    closed(PLAIN[:4])
    known = set().union(*people(client))

    closed([s.sent for s in STRINGS if s.kind in ATTACKS and len(s.sent) <= 80][::5])

    assert [strange for shown in people(client) if (strange := shown - known)] == []


def people(client):
    """The elements of the page of each person."""
    for pk in Person.objects.values_list("pk", flat=True):
        yield elements(page_of(client, "backoffice:person", pk))


def test_columns_with_hostile_names_are_listed_as_text(client, hind):
    client.force_login(hind)
    names = [string.clean for string in STRINGS if string.kind == "HTML and scripts"]
    person = PERSON | OWN_CELLS["ARTISANAT"]
    named = {"CIN": "Z1"} | person | dict.fromkeys(names, "x")
    plain = {"CIN": "Z2"} | person | {"Plain": "x"}

    shown = {
        len(row): page_of(client, "liaison:list", send("ARTISANAT", file_of("ARTISANAT", [row])).pk)
        for row in (named, plain)
    }

    assert elements(shown[len(named)]) == elements(shown[len(plain)])
    for name in ("<b>Karim</b>", "</td></tr></table>"):
        assert name in words(shown[len(named)])
