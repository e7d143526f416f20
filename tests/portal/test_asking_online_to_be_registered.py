from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from registration.models import Activity, Person, RegistrationRequest
from registration.services import request as requesting
from registration.services.submissions import want_complement
from tests.registration.factories import make_activity, make_person
from tests.registration.submitting import CIN, ask_for, body_says, photo

pytestmark = pytest.mark.django_db
WRITTEN = {
    "document_kind": "CIN",
    "document": "jk 456 789",
    "last_name": "Berrada",
    "first_name": "Leila",
    "birth": "14/06/1985",
    "sex": "F",
    "nationality": "MA",
    "sub_category": "NOT",
    "started_on": "2024-09-01",
    "phone": "06 61 22 33 44",
    "commune": "Rabat-Hassan",
    "consent": "on",
    "client_key": "once",
}
FORM, FOLLOW, MINE = (
    f"/demander-mon-immatriculation/{page}" for page in ("", "suivre/", "ma-demande/")
)


def written(**said):
    from agencies.models import Commune

    return WRITTEN | {"commune": Commune.objects.order_by("pk").first().name_fr} | said


def receipt(request):
    return {"reference": request.reference, "birth": "14/06/1985"}


def test_the_form_deposits_and_gives_its_receipt(client):
    page = client.post(FORM, written(paper=SimpleUploadedFile("d.png", photo())), follow=True)

    request = RegistrationRequest.objects.get()
    assert page.redirect_chain == [(MINE, 302)]
    assert request.reference in page.text
    assert request.papers.count() == 1
    assert request.question.body == "ONN"
    assert not Person.objects.exists()


def test_nothing_personal_is_shown_after_nor_put_in_an_address(client):
    page = client.post(FORM, written(), follow=True)

    for told in ("Berrada", "Leila", CIN, "661223344"):
        assert told not in page.text
        assert told not in str(page.redirect_chain)


def test_a_second_press_shows_the_same_request(client):
    client.post(FORM, written())
    client.post(FORM, written())

    assert RegistrationRequest.objects.count() == 1


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ({"document": "??"}, "celui d&#x27;une telle pièce"),
        ({"last_name": "برادة"}, "lettres latines"),
        ({"last_name_ar": "برادة"}, "ou aucun des deux"),
        ({"birth": "31/02/1985"}, "date de naissance possible"),
        ({"started_on": "2099-01-01"}, "pas encore venu"),
        ({"phone": "12"}, "téléphone marocain"),
        ({"email": "leila"}, "adresse électronique"),
        ({"commune": "Nullepart"}, "Aucune commune"),
        ({"known_number": "12"}, "9 chiffres"),
        ({"sub_category": "RAMED"}, "choix"),
        ({"consent": ""}, "Lisez la notice"),
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_stays(client, said, told):
    page = client.post(FORM, written(**said))

    assert told in page.text
    assert 'value="Leila"' in page.text
    assert not RegistrationRequest.objects.exists()


def test_somebody_known_and_nobody_are_answered_the_same(client):
    make_activity(make_person(cin="JK456780", birth_date=date(1985, 6, 14)), "NOT")
    Client().post(FORM, written(document="JK1", phone="0661223366"))  # the minute has begun
    known, unknown = Client(), Client()

    with CaptureQueriesContext(connection) as for_nobody:
        told_nobody = unknown.post(FORM, written(client_key="a"))
    with CaptureQueriesContext(connection) as for_somebody:
        said = written(document="JK456780", phone="0661223355", client_key="b")
        told_somebody = known.post(FORM, said)

    assert (told_somebody.status_code, told_somebody.url) == (302, told_nobody.url)
    assert len(for_somebody) == len(for_nobody)
    assert len(known.get(MINE).content) == len(unknown.get(MINE).content)


def test_a_request_is_followed_by_its_receipt_and_birth_date(client):
    request = ask_for()

    page = client.post(FOLLOW, receipt(request), follow=True)

    assert page.redirect_chain == [(MINE, 302)]
    assert request.reference in page.text


def test_a_wrong_receipt_and_a_wrong_birth_date_are_told_the_same(client):
    request = ask_for()

    wrong = [
        client.post(FOLLOW, receipt(request) | {"birth": "15/06/1985"}).text,
        client.post(FOLLOW, receipt(request) | {"reference": "AAAAA-AAAAA"}).text,
    ]

    assert all("Aucune demande ne correspond" in page for page in wrong)
    assert client.get(MINE).url == FOLLOW


def test_a_receipt_shown_is_forgotten_when_the_page_is_closed(client):
    client.post(FOLLOW, receipt(ask_for()))

    client.get(FOLLOW)

    assert client.get(MINE).url == FOLLOW


def test_a_receipt_shown_is_forgotten_after_minutes(client, settings):
    settings.INSURED_IDLE = timezone.timedelta(0)
    client.post(FOLLOW, receipt(ask_for()))

    assert client.get(MINE).url == FOLLOW


def test_who_asks_too_often_waits(client, settings):
    settings.ATTESTATION_CHECKS_PER_MINUTE = 0

    for url, said in ((FORM, written()), (FOLLOW, receipt(ask_for()))):
        page = client.post(url, said)
        assert page.status_code == 429
        assert page.headers["Retry-After"] == "60"


def test_what_is_missing_is_given_from_the_receipt(client, amina):
    request = ask_for()
    client.post(FOLLOW, receipt(request))
    now = timezone.now()
    want_complement(RegistrationRequest, request.pk, what="Votre diplôme", by=amina, at=now)
    assert "Votre diplôme" in client.get(MINE).text

    page = client.post(
        MINE, {"words": "Joint", "paper": SimpleUploadedFile("d.png", photo())}, follow=True
    )

    assert "Votre complément est bien arrivé." in page.text
    assert request.papers.count() == 1


def test_the_answer_leads_to_completing(client, amina):
    request = ask_for()
    body_says(request)
    requesting.accept_request(
        request_id=request.pk, reason="Bienvenue", by=amina, at=timezone.now()
    )
    client.post(FOLLOW, receipt(request))

    page = client.get(MINE).text

    assert "Bienvenue" in page
    assert reverse("portal:identify") in page
    assert Activity.objects.exists()


def test_a_request_is_taken_back_once(client):
    client.post(FORM, written())

    first = client.post(f"{MINE}retirer/", follow=True)
    again = client.post(f"{MINE}retirer/", follow=True)

    assert "Votre demande est retirée." in first.text
    assert "déjà" in again.text


def test_a_page_of_another_site_deposits_nothing():
    forged = Client(enforce_csrf_checks=True)

    assert forged.post(FORM, written()).status_code == 403
    assert not RegistrationRequest.objects.exists()


def test_the_pages_ask_few_questions_and_weigh_little(client, django_assert_max_num_queries):
    with django_assert_max_num_queries(12):
        page = client.get(FORM)
    assert len(page.content) <= 40_000
    assert "<script" not in page.text
