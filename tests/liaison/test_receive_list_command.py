"""`manage.py receive_list`: what scripts rely on."""

import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from registration.models import Person
from tests.liaison.lists import csv_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def receive(tmp_path, settings):
    """Call the command on some bytes; return what it printed and how it failed."""
    settings.RETURN_FOLDER = tmp_path / "retours"

    def called(body, content, *options):
        path = tmp_path / "liste.csv"
        path.write_bytes(content)
        out, failed = StringIO(), None
        try:
            call_command("receive_list", body, str(path), *options, stdout=out, stderr=StringIO())
        except CommandError as error:
            failed = str(error)
        return out.getvalue(), failed

    return called


def told(printed):
    lines = printed.splitlines()
    assert len(lines) == 1
    return json.loads(lines[0])


DATED = ("--reference-date", "2022-12-31", "--inline", "--json")


def test_a_list_is_registered_and_told_on_one_line(receive):
    printed, failed = receive("DGI", csv_of("DGI", {}, {"CIN": "?"}), "--approve", *DATED)

    said = told(printed)
    assert failed is None
    assert said["status"] == "CLOSED"
    assert said["outcomes"] == {"REGISTERED": 1, "REFUSED": 1}
    assert said["issues"] == {"BAD_CIN": 1}
    assert (said["rows"], said["missing"], said["already_received"]) == (2, 0, False)
    with open(said["return_file"], encoding="utf-8-sig") as file:
        assert "BAD_CIN" in file.read()


def test_without_approval_it_is_planned_and_writes_nothing(receive):
    printed, failed = receive("DGI", csv_of("DGI", {}), *DATED)

    said = told(printed)
    assert failed is None
    assert (said["status"], said["outcomes"], said["return_file"]) == (
        "PLANNED",
        {"REGISTERED": 1},
        None,
    )
    assert not Person.objects.exists()


def test_a_refused_list_is_told_and_fails(receive):
    printed, failed = receive("DGI", b"%PDF-1.7", "--approve", *DATED)

    assert told(printed)["status"] == "REFUSED"
    assert "PDF" in failed


def test_a_stopped_list_is_never_approved_by_the_system(receive):
    printed, failed = receive("DGI", csv_of("DGI", {"CIN": "?"}), "--approve", *DATED)

    assert told(printed)["status"] == "STOPPED"
    assert failed


def test_the_same_file_again_is_the_first_list(receive):
    first, _failed = receive("DGI", csv_of("DGI", {}), "--approve", *DATED)
    again, failed = receive("DGI", csv_of("DGI", {}), "--approve", *DATED)

    assert failed is None
    assert told(again)["already_received"] is True
    assert told(again)["list"] == told(first)["list"]
    assert Person.objects.count() == 1


@pytest.mark.parametrize(
    ("body", "options", "said"),
    [
        ("RIEN", DATED, "Organisme inconnu"),
        ("DGI", ("--reference-date", "2999-01-01", "--inline", "--json"), "futur"),
    ],
)
def test_what_cannot_be_received_is_explained(receive, body, options, said):
    printed, failed = receive(body, csv_of("DGI", {}), *options)

    assert said in failed
    assert said in told(printed)["reason"]
