import pytest
from django.urls import reverse
from django.utils import timezone

from cnss_amo.accounts.enums import LookKind
from cnss_amo.accounts.models import Look
from registration.enums import Membership, SubmissionState
from registration.models import MembershipQuestion
from registration.services.contest import withdraw_contest
from tests.registration.completing import CIN, make_karim
from tests.registration.submitting import ask_for, contest

pytestmark = pytest.mark.django_db
QUESTIONS = "/listes/questions/"
YES, NO = {"membership": "MEMBER"}, {"membership": "NOT_MEMBER", "reason": "Radiée en 2023"}


@pytest.fixture
def officer(client, omar):
    client.force_login(omar)
    return client


@pytest.fixture
def contested():
    return contest(make_karim(), at=timezone.now())


def address(submission):
    return reverse("liaison:question", args=[submission.question.pk])


def test_an_officer_is_told_what_her_body_is_asked(officer, contested):
    ask_for()  # the notaries' order is asked

    home, page = officer.get("/guichet/").text, officer.get(QUESTIONS).text

    assert "1 personne est à confirmer." in home
    assert "Bennani" in page
    assert "Berrada" not in page


def test_she_sees_the_least_that_tells_the_person_and_a_look_is_written(officer, omar, contested):
    page = officer.get(address(contested)).text

    assert "Bennani" in page
    assert "12/03/1980" in page
    assert CIN not in page
    assert "612345678" not in page
    assert contested.reference not in page  # with a birth date, it opens what the person follows
    look = Look.objects.get(user=omar)
    assert (look.kind, look.people) == (LookKind.PERSON, [contested.person_id])


def test_she_confirms(officer, omar, contested):
    page = officer.post(address(contested), YES, follow=True)

    question = MembershipQuestion.objects.get()
    assert (question.answer, question.answered_by) == (Membership.MEMBER, omar)
    assert "Votre réponse est enregistrée." in page.text
    assert "La CNSS ne vous demande rien" in page.text


def test_she_denies_with_a_reason(officer, contested):
    asked = officer.post(address(contested), NO | {"reason": ""})
    assert "Dites pourquoi" in asked.text

    officer.post(address(contested), NO)

    assert MembershipQuestion.objects.get().reason == "Radiée en 2023"


def test_a_second_press_changes_nothing(officer, contested):
    officer.post(address(contested), YES)
    page = officer.post(address(contested), NO, follow=True)

    assert "a déjà sa réponse" in page.text
    assert MembershipQuestion.objects.get().answer == Membership.MEMBER


def test_what_was_withdrawn_is_not_asked_any_more(officer, contested):
    withdraw_contest(contest_id=contested.pk, at=timezone.now())

    assert contested.reference not in officer.get(QUESTIONS).text
    assert "n'attend plus de réponse" in officer.get(address(contested)).text
    officer.post(address(contested), YES)
    assert MembershipQuestion.objects.get().answer == ""


def test_another_body_s_question_does_not_exist(client, salma, contested):
    client.force_login(salma)

    assert client.get(address(contested)).status_code == 404
    assert client.post(address(contested), YES).status_code == 404
    assert contested.reference not in client.get(QUESTIONS).text
    contested.refresh_from_db()
    assert contested.state == SubmissionState.DEPOSITED


def test_other_roles_meet_a_closed_door(client, amina, hind, contested):
    for user in (amina, hind):
        client.force_login(user)
        assert client.get(QUESTIONS).status_code == 403
        assert client.post(address(contested), YES).status_code == 403


def test_the_list_asks_few_questions(officer, django_assert_max_num_queries):
    for n in range(6):
        contest(make_karim(cin=f"AB{n:06}"))
    officer.get(QUESTIONS)

    with django_assert_max_num_queries(14):
        officer.get(QUESTIONS)
