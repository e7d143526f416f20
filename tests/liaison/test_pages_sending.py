"""An officer sends a list: the form, the receipt, the formats, the templates."""

import hashlib
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from cnss_amo.accounts.enums import Role
from cnss_amo.celery import app
from liaison.enums import ListState
from liaison.models import ReceivedList
from tests.liaison.lists import csv_of

pytestmark = pytest.mark.django_db


def post(client, content, name="liste.csv", **said):
    told = {"body": "DGI", "kind": "partial", "reference_date": "31/12/2022", "declared_rows": ""}
    file = SimpleUploadedFile(name, content)
    return client.post(reverse("liaison:send"), told | said | {"file": file})


def test_a_list_sent_is_received_and_its_receipt_tells_its_hash(client, omar):
    client.force_login(omar)
    content = csv_of("DGI", {})

    response = post(client, content, declared_rows="1")

    received_list = ReceivedList.objects.get()
    assert response.url == reverse("liaison:receipt", args=[received_list.pk])
    page = client.get(response.url).text
    assert hashlib.sha256(content).hexdigest() in page
    assert received_list.reference in page
    assert received_list.declared_rows == 1
    assert received_list.sent_by == omar


def test_the_workers_are_told_once_the_list_is_committed(
    client, omar, django_capture_on_commit_callbacks
):
    client.force_login(omar)

    with django_capture_on_commit_callbacks() as told:
        post(client, csv_of("DGI", {}))

    assert len(told) == 1


def test_a_broker_that_is_down_does_not_stop_the_page(
    client, omar, monkeypatch, django_capture_on_commit_callbacks
):
    client.force_login(omar)
    monkeypatch.setitem(app.conf, "broker_write_url", "redis://127.0.0.1:1/0")
    monkeypatch.setattr(app, "_pool", None)
    monkeypatch.setattr(app.amqp, "_producer_pool", None)

    with django_capture_on_commit_callbacks(execute=True) as told:
        response = post(client, csv_of("DGI", {}))

    assert len(told) == 1
    assert response.status_code == 302
    assert ReceivedList.objects.get().state == ListState.RECEIVED


def test_the_same_bytes_again_show_the_first_list_as_the_answer(client, omar):
    client.force_login(omar)
    post(client, csv_of("DGI", {}))

    response = post(client, csv_of("DGI", {}), name="copie.csv")

    first = ReceivedList.objects.get()
    page = client.get(response.url).text
    assert "déjà arrivé" in page
    assert first.receipts.count() == 2


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ({"reference_date": ""}, "Donnez le jour"),
        ({"reference_date": "31/12/2999"}, "dans le futur"),
        ({"kind": ""}, "partielle ou complète"),
        ({"declared_rows": "beaucoup"}, "nombre entier"),
    ],
)
def test_a_wrong_answer_is_told_at_the_top_and_beside_its_field(client, omar, said, told):
    client.force_login(omar)

    page = post(client, csv_of("DGI", {}), **said).text

    assert "<title>Erreur" in page
    assert told in page
    assert not ReceivedList.objects.exists()


def test_no_file_is_told_and_the_other_answers_are_kept(client, omar):
    client.force_login(omar)

    page = client.post(
        reverse("liaison:send"),
        {"body": "DGI", "kind": "complete", "reference_date": "2022-12-31", "declared_rows": "12"},
    ).text

    assert "Choisissez le fichier" in page
    assert 'value="12"' in page
    assert re.search(r'value="complete"[^>]* checked', page)


def test_an_officer_cannot_send_for_another_body(client, omar):
    client.force_login(omar)

    page = post(client, csv_of("ONN", {}), body="ONN")

    assert page.status_code == 200
    assert not ReceivedList.objects.exists()


def test_an_officer_of_two_bodies_chooses(client, hire):
    hire("omar", Role.LIST_OFFICER, "DGI")
    client.force_login(hire("omar", Role.LIST_OFFICER, "ONN"))

    assert "<select" in client.get(reverse("liaison:send")).text
    post(client, csv_of("ONN", {}), body="ONN")

    assert ReceivedList.objects.get().body_id == "ONN"


def test_the_formats_page_names_the_columns_of_the_body_and_of_no_other(client, omar):
    client.force_login(omar)

    page = client.get(reverse("liaison:formats")).text

    assert "IR_ANNUEL" in page
    assert "NUM_ORDRE" not in page
    assert reverse("liaison:template", args=["DGI", "xlsx"]) in page


@pytest.mark.parametrize(("container", "begins"), [("csv", b"OPERATION;"), ("xlsx", b"PK\x03\x04")])
def test_the_template_is_downloaded(client, omar, container, begins):
    client.force_login(omar)

    response = client.get(reverse("liaison:template", args=["DGI", container]))

    assert response.content.startswith(begins)
    assert response["Content-Disposition"] == f'attachment; filename="modele-DGI.{container}"'


def test_a_template_in_another_container_does_not_exist(client, omar):
    client.force_login(omar)

    assert client.get(reverse("liaison:template", args=["DGI", "pdf"])).status_code == 404
