"""The worst files through the doors that people use: the page never breaks, the command says so."""

import json
from io import StringIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.urls import reverse

from liaison.enums import ListState
from liaison.models import ReceivedList
from liaison.services.advance import advance_to_rest
from registration.models import Person
from tests.hostile.verdicts import ARABIC, HEADER, csv, in_time, line
from tests.hostile.workbooks import SHEET, falsify, lock, rewritten, shrink, swollen, workbook
from tests.liaison.lists import NOON

pytestmark = pytest.mark.django_db

WORST = {
    "a bomb": lambda: swollen(SHEET, 32),
    "a part that lies": lambda: rewritten(swollen(SHEET, 9), SHEET, shrink),
    "a locked archive": lambda: rewritten(workbook(), SHEET, lock),
    "a wrong check": lambda: rewritten(workbook(), SHEET, falsify),
    "an endless line": lambda: csv(line(1, NOM="B" * 2_500_000)),
    "a cut line": lambda: csv(line(1), line(2)).rpartition(b";CPU")[0],
    "a script for a header": lambda: csv(line(1), header="<script>alert(1)</script>;" + HEADER),
    "a header of directions": lambda: csv(line(1), header="\u202e{{7*7}};%s;%(found)s"),
    "zeros": lambda: bytes(5_000),
    "five thousand columns": lambda: csv(line(1), header=HEADER + ";X" * 5_000),
}


@pytest.mark.parametrize("make", WORST.values(), ids=WORST)
@pytest.mark.parametrize("language", ["fr", "ar"])
def test_the_page_takes_the_file_and_says_why_it_is_refused(client, omar, make, language):
    client.force_login(omar)
    client.cookies["django_language"] = language
    file = SimpleUploadedFile("../../liste\u202efdp.csv", make())
    said = {"body": "DGI", "kind": "partial", "reference_date": "31/12/2022", "declared_rows": ""}

    with in_time():
        receipt = client.post(reverse("liaison:send"), said | {"file": file})
        received_list = ReceivedList.objects.get()
        advance_to_rest(list_id=received_list.pk, clock=lambda: NOON)
        pages = [client.get(receipt.url), client.get(reverse("liaison:lists"))]
        pages.append(client.get(reverse("liaison:list", args=[received_list.pk])))

    received_list.refresh_from_db()
    assert received_list.state == ListState.REFUSED
    assert [page.status_code for page in pages] == [200, 200, 200]
    assert "<script>alert" not in pages[-1].text
    assert (len(ARABIC.findall(pages[-1].text)) > 200) == (language == "ar")
    assert not Person.objects.exists()


@pytest.mark.parametrize("make", WORST.values(), ids=WORST)
def test_the_command_fails_with_one_line_of_json(tmp_path, make):
    path = tmp_path / "liste.csv"
    path.write_bytes(make())
    out = StringIO()
    said = ("--reference-date", "2022-12-31", "--inline", "--approve", "--json")

    with in_time(), pytest.raises(CommandError) as failed:
        call_command("receive_list", "DGI", str(path), *said, stdout=out, stderr=StringIO())

    assert failed.value.returncode != 0
    (told,) = out.getvalue().splitlines()
    assert json.loads(told)["status"] == "REFUSED"
    assert json.loads(told)["reason"] in str(failed.value)
    assert not Person.objects.exists()
