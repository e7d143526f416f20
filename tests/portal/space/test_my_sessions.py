from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from cnss_amo.portal.space.devices import device_in_words
from registration.models import AccountSession
from tests.portal.space.conftest import PHONE, let_in
from tests.registration.completing import complete, make_karim

pytestmark = pytest.mark.django_db
SPACE, SESSIONS = "/mon-espace/", "/mon-espace/mes-connexions/"


@pytest.mark.parametrize(
    ("says", "words"),
    [
        (PHONE, "Téléphone Android · Chrome"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 15_0) Version/15.0 Safari/604.1", "iPhone · Safari"),
        ("(Windows NT 10.0) Chrome/120 Safari/537.36 Edg/120", "Ordinateur Windows · Edge"),
        ("Opera/9.80 (J2ME/MIDP; Opera Mini/7.1)", "Opera Mini"),
        ("", "Appareil non reconnu"),
        ("<script>", "Appareil non reconnu"),
    ],
)  # fmt: skip
def test_a_device_is_named_in_plain_words(says, words):
    assert device_in_words(says) == words


def test_each_device_is_shown_and_this_one_cannot_be_ended(inside, karim):
    let_in(karim, device="Mozilla/5.0 (iPhone) Safari/604.1")

    page = inside.get(SESSIONS).text

    assert "Téléphone Android · Chrome" in page
    assert "cet appareil" in page
    assert page.count("Fermer celle-ci") == 1


def test_a_session_ended_is_out_at_its_next_page(inside, karim):
    other = let_in(karim)
    key = AccountSession.objects.order_by("-began_at").first().pk

    inside.post(SESSIONS, {"session": str(key)})

    assert other.get(SPACE).status_code == 302
    assert inside.get(SPACE).status_code == 200


def test_all_others_end_at_once(inside, karim):
    others = [let_in(karim), let_in(karim)]

    inside.post(SESSIONS)

    assert {other.get(SPACE).status_code for other in others} == {302}
    assert inside.get(SPACE).status_code == 200


def test_a_second_press_meets_a_calm_word(inside, karim):
    let_in(karim)
    inside.post(SESSIONS)

    assert "Rien à fermer" in inside.post(SESSIONS, follow=True).text


@pytest.mark.parametrize("asked", ["", "nobody", "0" * 32])
def test_what_names_no_session_ends_none(inside, karim, asked):
    other = let_in(karim)

    inside.post(SESSIONS, {"session": asked})

    assert other.get(SPACE).status_code == 200


def test_somebody_else_s_session_is_out_of_reach(inside):
    salma = make_karim(cin="CD200002", phone="+212612000002")
    complete(salma, at=timezone.now(), password="ma phrase secrète")
    hers = let_in(salma)
    key = AccountSession.objects.get(account=salma.account).pk

    assert str(key) not in inside.get(SESSIONS).text
    inside.post(SESSIONS, {"session": str(key)})

    assert hers.get(SPACE).status_code == 200


def test_an_idle_session_is_not_shown(inside, karim):
    let_in(karim, at=timezone.now() - timedelta(hours=1))

    assert "Fermer celle-ci" not in inside.get(SESSIONS).text


def test_the_language_of_her_messages_is_hers_to_choose(inside, karim):
    answer = inside.post(reverse("portal:language"), {"language": "ar"})

    karim.account.refresh_from_db()
    assert (answer.url, karim.account.language) == (SPACE, "ar")


def test_a_language_that_is_none_is_refused(inside, karim):
    answer = inside.post(reverse("portal:language"), {"language": "xx"})

    karim.account.refresh_from_db()
    assert (answer.status_code, karim.account.language) == (200, "fr")
