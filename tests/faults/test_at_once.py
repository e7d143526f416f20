"""Two hands on the same thing at the same instant, many rounds: one effect, and each is told."""

import io
import json
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.urls import reverse

from cnss_amo.accounts.enums import Door
from liaison.enums import ListState
from liaison.models import ReceivedList
from liaison.services import advance, approve, drop_folder, plan, read
from liaison.services.reconcile import reconcile
from registration.models import Person
from tests.liaison.lists import NOON, csv_of, send

ROUNDS = 20


def at_once(*acts: Callable[[], object]) -> list[object]:
    """Do acts from the same instant, each in a thread with its own connection; their results."""
    gate = Barrier(len(acts))

    def begun(act: Callable[[], object]) -> object:
        try:
            connection.ensure_connection()
            gate.wait(timeout=30)
            return act()
        finally:
            connection.close()

    with ThreadPoolExecutor(len(acts)) as threads:
        return [done.result(timeout=60) for done in [threads.submit(begun, act) for act in acts]]


@pytest.fixture
def by_page(law, omar):
    """Send bytes by the page of the tax office's officer."""
    client = Client()
    client.force_login(omar)

    def sent(content):
        told = {"body": "DGI", "kind": "partial", "reference_date": "31/12/2022"}
        file = SimpleUploadedFile("page.csv", content)
        return client.post(reverse("liaison:send"), told | {"file": file})

    return sent


@pytest.fixture
def by_command(law, tmp_path):
    """Send bytes by the command."""

    def sent(content):
        path = tmp_path / "commande.csv"
        path.write_bytes(content)
        told = io.StringIO()
        call_command("receive_list", "DGI", path, "--json", stdout=told)
        return json.loads(told.getvalue())

    return sent


@pytest.fixture
def by_folder(law, tmp_path, settings):
    """Send bytes by the drop folder, which was looked at once already."""
    settings.DROP_FOLDER = tmp_path

    def dropped(content):
        drop_folder.take_all(at=NOON)
        (tmp_path / "DGI" / "depot.csv").write_bytes(content)
        drop_folder.take_all(at=NOON)

    return dropped


def test_the_same_file_by_two_doors_at_once_is_one_list_with_two_receipts(by_page, by_command):
    for turn in range(ROUNDS):
        content = csv_of("DGI", {"CIN": f"AB{turn}"})

        page, _told = at_once(lambda: by_page(content), lambda: by_command(content))  # noqa: B023

        assert page.status_code == 302
        received_list = ReceivedList.objects.latest("pk")
        doors = sorted(received_list.receipts.values_list("door", flat=True))
        assert doors == [Door.COMMAND, Door.PAGE]
    assert ReceivedList.objects.count() == ROUNDS


def test_the_same_file_in_the_folder_and_by_command_at_once_is_one_list(by_folder, by_command):
    for turn in range(ROUNDS):
        content = csv_of("DGI", {"CIN": f"AB{turn}"})
        by_folder(content)

        at_once(lambda: drop_folder.take_all(at=NOON), lambda: by_command(content))  # noqa: B023

        assert ReceivedList.objects.latest("pk").receipts.count() == 2
    assert ReceivedList.objects.count() == ROUNDS


def test_two_looks_at_one_drop_folder_at_once_take_its_file_once(by_folder):
    for turn in range(ROUNDS):
        by_folder(csv_of("DGI", {"CIN": f"AB{turn}"}))

        at_once(*[lambda: drop_folder.take_all(at=NOON)] * 2)

    assert ReceivedList.objects.count() == ROUNDS


def test_a_person_whom_two_bodies_list_at_once_is_one_person(law):
    for turn in range(ROUNDS):
        people = [
            {"CIN": f"AB{turn}{number}", "DATE_NAISSANCE": f"0{number + 1}/01/{1950 + turn}"}
            for number in range(5)
        ]
        lists = [approved_only(send(body, csv_of(body, *people))) for body in ("DGI", "MAPMDREF")]

        at_once(*[lambda pk=one.pk: to_rest(pk) for one in lists])

        outcomes = sorted(list(to_rest(one.pk).outcomes.items()) for one in lists)
        assert outcomes == [[("ACTIVITY_ADDED", 5)], [("REGISTERED", 5)]]
    assert Person.objects.count() == 5 * ROUNDS
    assert reconcile() == []


def test_two_workers_on_one_list_write_each_row_once(law, settings):
    settings.LIST_CHUNK_ROWS = 2
    for turn in range(ROUNDS):
        people = [{"CIN": f"AB{turn}{number}"} for number in range(9)]
        rows = [row | {"DATE_NAISSANCE": f"0{day + 1}/01/1980"} for day, row in enumerate(people)]
        one = approved_only(send("DGI", csv_of("DGI", *rows, rows[0])))

        at_once(*[lambda pk=one.pk: to_rest(pk)] * 3)

        assert to_rest(one.pk).outcomes == {"REGISTERED": 9, "DUPLICATE": 1}


def test_a_message_that_comes_late_never_breaks_a_list_that_went_on(law, hind, monkeypatch):
    received_list = send("DGI", csv_of("DGI", {}))
    ReceivedList.objects.update(state=ListState.READING)
    plan_it = plan.plan

    def slow(*, list_id, at):  # meanwhile it was planned and approved
        plan_it(list_id=list_id, at=at)
        approve.approve(list_id=list_id, by=hind, at=NOON)
        plan_it(list_id=list_id, at=at)

    monkeypatch.setattr(plan, "plan", slow)
    advance.advance(list_id=received_list.pk, at=NOON)

    received_list.refresh_from_db()
    assert received_list.state == ListState.APPROVED


def test_a_list_is_planned_by_one_worker_at_a_time(law):
    received_list = send("DGI", csv_of("DGI", {}))
    ReceivedList.objects.update(state=ListState.READING)

    with read.alone_on(received_list.pk):
        (hands,) = at_once(lambda: advance.advance(list_id=received_list.pk, at=NOON))

    received_list.refresh_from_db()
    assert (hands, received_list.state) == (0, ListState.READING)


def test_an_answer_is_written_by_one_worker_at_a_time(by_folder, settings):
    for turn in range(ROUNDS):
        by_folder(csv_of("DGI", {"CIN": f"AB{turn}"}, {"CIN": "?"}))
        (list_id,) = drop_folder.take_all(at=NOON)
        to_rest(list_id)
        approved_only(ReceivedList.objects.get(pk=list_id))
        to_rest(list_id)

        written = at_once(*[lambda pk=list_id: drop_folder.give_back(list_id=pk)] * 2)

        assert sorted(map(len, written)) == [0, 2]


def approved_only(received_list):
    """Approve a list, without registering it."""
    return approve.approve(list_id=received_list.pk, by=received_list.sent_by, at=NOON)


def to_rest(list_id):
    """Do every step that a list can do."""
    return advance.advance_to_rest(list_id=list_id, clock=lambda: NOON)
