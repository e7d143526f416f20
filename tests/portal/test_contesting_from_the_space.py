from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from cnss_amo.portal.insured import enter_after_code
from registration.enums import Membership, SubmissionState
from registration.models import Account, Activity, Contest, SubmittedPaper
from registration.services import contest as contesting
from registration.services.submissions import want_complement
from tests.registration.completing import complete, make_karim
from tests.registration.factories import make_activity, make_person
from tests.registration.submitting import NOON, body_says, contest, photo

pytestmark = pytest.mark.django_db
SAID = {"ground": "STOPPED", "since": "2025-05-10", "words": "J'ai fermé", "client_key": "once"}


def enter(client, person):
    """Put a browser in the space of somebody."""
    from django.conf import settings
    from django.http import HttpRequest

    request = HttpRequest()
    request.session, request.insured = client.session, None
    request.user = type("Anonymous", (), {"is_authenticated": False})()
    enter_after_code(request, Account.objects.get(pk=person.pk))
    request.session.save()
    client.cookies[settings.SESSION_COOKIE_NAME] = request.session.session_key
    return client


@pytest.fixture
def karim():
    person = make_karim()
    complete(person, password="une phrase à moi")
    return person


@pytest.fixture
def space(client, karim):
    return enter(client, karim)


def address(person):
    return reverse("portal:contest", args=[Activity.objects.get(person=person).pk])


def followed(contested):
    return reverse("portal:contest_followed", args=[contested.reference])


def test_one_step_deposits_and_gives_the_receipt(space, karim):
    said = SAID | {"paper": SimpleUploadedFile("radiation.png", photo())}

    page = space.post(address(karim), said, follow=True)

    contested = Contest.objects.get()
    assert page.redirect_chain == [(followed(contested), 302)]
    assert contested.reference in page.text
    assert contested.since == date(2025, 5, 10)
    assert contested.papers.count() == 1
    assert "en cours d&#x27;examen" in page.text


def test_a_second_press_shows_the_same_contest(space, karim):
    first = space.post(address(karim), SAID)

    assert space.post(address(karim), SAID).url == first.url
    assert space.get(address(karim)).url == first.url
    assert Contest.objects.count() == 1


def test_what_is_missing_is_asked_and_what_was_typed_stays(space, karim):
    page = space.post(address(karim), {"words": "Je ne comprends pas"})

    assert "Choisissez une des trois réponses." in page.text
    assert "Je ne comprends pas" in page.text
    assert not Contest.objects.exists()


def test_a_heavy_or_strange_paper_is_refused_in_words(space, karim, settings):
    settings.PAPER_MAXIMUM_BYTES = 2**20
    for content, told in ((b"0" * 2**21, "trop lourd"), (b"MZ program", "Joignez un PDF")):
        page = space.post(address(karim), SAID | {"paper": SimpleUploadedFile("a.pdf", content)})

        assert told in page.text
    assert not Contest.objects.exists()


def test_somebody_else_s_activity_and_contest_do_not_exist(space, karim):
    other = make_person()
    make_activity(other)
    theirs = contest(other)

    assert space.get(address(other)).status_code == 404
    assert space.post(address(other), SAID).status_code == 404
    assert space.get(followed(theirs)).status_code == 404
    withdrawing = reverse("portal:withdraw_contest", args=[theirs.reference])
    assert space.post(withdrawing).status_code == 404
    theirs.refresh_from_db()
    assert theirs.state == SubmissionState.DEPOSITED


def test_a_stranger_signs_in_first(client, karim, settings):
    settings.INSURED_SIGN_IN = "portal:home"

    for url in (address(karim), reverse("portal:contests"), followed(contest(karim))):
        assert client.get(url).url.startswith("/?next=%2Fmon-espace%2F")


def test_a_page_of_another_site_deposits_nothing(karim):
    forged = enter(Client(enforce_csrf_checks=True), karim)

    assert forged.post(address(karim), SAID).status_code == 403
    assert not Contest.objects.exists()


def test_a_complement_is_given_once_where_it_is_asked(space, karim, amina):
    contested = contest(karim)
    want_complement(Contest, contested.pk, what="La radiation au registre", by=amina, at=NOON)
    assert "La radiation au registre" in space.get(followed(contested)).text
    assert "Écrivez une réponse" in space.post(followed(contested), {"words": ""}).text

    said = {"words": "La voici", "paper": SimpleUploadedFile("r.png", photo())}
    page = space.post(followed(contested), said, follow=True)
    again = space.post(followed(contested), {"words": "Encore"}, follow=True)

    assert "Votre complément est bien arrivé." in page.text
    assert "Aucun complément n&#x27;est attendu" in again.text
    contested.refresh_from_db()
    assert contested.complement_words == "La voici"
    assert SubmittedPaper.objects.count() == 1


def test_the_answer_is_read_with_its_reason(space, karim, amina):
    contested = contest(karim)
    body_says(contested, Membership.NOT_MEMBER)
    contesting.accept_contest(
        contest_id=contested.pk, reason="Vous aviez raison", by=amina, at=NOON
    )

    assert "Vous aviez raison" in space.get(followed(contested)).text
    assert "acceptée" in space.get(reverse("portal:contests")).text


def test_a_contest_is_taken_back_once(space, karim):
    contested = contest(karim)
    withdrawing = reverse("portal:withdraw_contest", args=[contested.reference])

    first = space.post(withdrawing, follow=True)
    again = space.post(withdrawing, follow=True)

    assert "Votre contestation est retirée." in first.text
    assert "déjà" in again.text
    contested.refresh_from_db()
    assert contested.state == SubmissionState.WITHDRAWN


def test_a_page_asks_few_questions(space, karim, django_assert_max_num_queries):
    contested = contest(karim)

    with django_assert_max_num_queries(12):
        space.get(followed(contested))
    with django_assert_max_num_queries(12):
        space.get(reverse("portal:contests"))
