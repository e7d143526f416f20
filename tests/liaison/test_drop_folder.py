"""The drop folder: a file is taken when it is whole, sealed, and answered beside."""

import os
from datetime import timedelta
from uuid import uuid4

import pytest

from liaison.enums import ListState
from liaison.models import ReceivedList
from liaison.services import drop_folder
from liaison.services.advance import advance_to_rest
from tests.liaison.lists import NOON, approved, csv_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def folder(tmp_path, settings):
    """The folder of the tax office, with a memory of its own."""
    settings.DROP_FOLDER = tmp_path
    settings.CACHES = {"default": settings.CACHES["default"] | {"KEY_PREFIX": uuid4().hex}}
    drop_folder.take_all(at=NOON)
    return tmp_path / "DGI"


def test_a_file_is_taken_once_its_size_is_stable(folder):
    path = folder / "janvier.csv"
    path.write_bytes(csv_of("DGI", {})[:60])
    assert drop_folder.take_all(at=NOON) == []

    path.write_bytes(csv_of("DGI", {}))
    assert drop_folder.take_all(at=NOON) == []
    assert len(drop_folder.take_all(at=NOON)) == 1
    assert not path.exists()


@pytest.mark.parametrize("name", [".cache.csv", "janvier.csv.part", "janvier.csv.tmp"])
def test_an_unfinished_file_is_left(folder, name):
    (folder / name).write_bytes(csv_of("DGI", {}))

    assert [drop_folder.take_all(at=NOON) for _look in range(3)] == [[], [], []]


def dropped(folder, content, name="janvier.csv"):
    (folder / name).write_bytes(content)
    drop_folder.take_all(at=NOON)
    (list_id,) = drop_folder.take_all(at=NOON)
    return advance_to_rest(list_id=list_id, clock=lambda: NOON)


def test_the_return_file_appears_beside_it(folder):
    received_list = approved(dropped(folder, csv_of("DGI", {}, {"CIN": "?"})))

    csv_file, xlsx_file = drop_folder.give_back(list_id=received_list.pk)

    assert csv_file.name == f"janvier.csv.{received_list.reference}.retour.csv"
    assert "BAD_CIN" in csv_file.read_text(encoding="utf-8-sig")
    assert xlsx_file.read_bytes().startswith(b"PK")
    later = NOON + timedelta(minutes=1)
    assert [drop_folder.take_all(at=later) for _look in range(3)] == [[], [], []]


@pytest.mark.parametrize(
    "name",
    [
        os.fsdecode("février.csv".encode("cp1252")),  # as an old system writes it
        "ل" * 125 + ".csv",
        "k" * 251 + ".csv",
        "x\r\nERROR forged.csv",
        "fdp\u202evsc.csv",
        "<img src=x onerror=alert(1)>.csv",
        "=cmd|' C'!A0.csv",
    ],
)
def test_any_name_that_a_disk_takes_is_received_and_answered(folder, name):
    received_list = approved(dropped(folder, csv_of("DGI", {}, {"CIN": "?"}), name))

    answers = drop_folder.give_back(list_id=received_list.pk)

    assert received_list.file_name.isprintable()
    assert [answer.exists() for answer in answers] == [True, True]
    assert not (folder / name).exists()


def test_a_refused_file_is_answered_with_the_reason(folder):
    received_list = dropped(folder, b"%PDF-1.7")

    (answer,) = drop_folder.give_back(list_id=received_list.pk)

    assert received_list.state == ListState.REFUSED
    assert "PDF" in answer.read_text(encoding="utf-8")


def test_the_same_file_dropped_again_is_the_same_list(folder):
    first = dropped(folder, csv_of("DGI", {}))
    again = dropped(folder, csv_of("DGI", {}))

    assert again == first
    assert ReceivedList.objects.count() == 1
