from datetime import timedelta

import pytest
from axes.models import AccessAttempt
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from cnss_amo.accounts.models import User
from cnss_amo.accounts.services import SYSTEM_SENDER, system_user
from tests.accounts.guessing import Counted, attempt, bytes_of

pytestmark = pytest.mark.django_db
PASSWORD = "olivier-ancien-42"
WRONG = "figuier-nouveau-7"
MISMATCH = "Le matricule ou le mot de passe est incorrect."
WAIT = "Attendez quelques minutes"


@pytest.fixture(autouse=True)
def people(settings):
    settings.PASSWORD_HASHERS = ["tests.accounts.guessing.Counted"]
    User.objects.create_user("salma", password=PASSWORD)
    User.objects.create_user("partie", password=PASSWORD, is_active=False)
    User.objects.create_user("robot", password=PASSWORD, is_system=True)
    system_user(SYSTEM_SENDER)


def test_a_wrong_password_is_answered_the_same_whoever_is_named():
    answers = {}
    for place, matricule in enumerate(("salma", "personne", "partie", "robot", SYSTEM_SENDER)):
        answers[matricule] = attempt(Client(), matricule, WRONG, f"192.0.2.{place}")

    assert {answer.status_code for answer in answers.values()} == {200}
    assert len({bytes_of(answer, who) for who, answer in answers.items()}) == 1
    assert MISMATCH in answers["salma"].text


def test_a_wrong_password_costs_the_same_work_whoever_is_named():
    ran = {}
    for place, matricule in enumerate(("salma", "personne", "partie", SYSTEM_SENDER)):
        Counted.ran = 0
        attempt(Client(), matricule, WRONG, f"192.0.2.{place}")
        ran[matricule] = Counted.ran

    assert set(ran.values()) == {1}, ran


def test_whoever_is_locked_out_is_answered_the_same_with_the_right_password_or_not():
    for place, matricule in enumerate(("salma", "personne")):
        for _ in range(5):
            attempt(Client(), matricule, WRONG, f"192.0.2.{place}")

    right = attempt(Client(), "salma", PASSWORD, "192.0.2.0")
    wrong = attempt(Client(), "salma", WRONG, "192.0.2.0")
    unknown = attempt(Client(), "personne", WRONG, "192.0.2.1")

    assert WAIT in right.text
    assert bytes_of(right, "salma") == bytes_of(wrong, "salma") == bytes_of(unknown, "personne")
    assert right.status_code == wrong.status_code == unknown.status_code


def locked_out(address):
    """Five wrong passwords from there; the limits of the minute are then forgotten."""
    for _ in range(5):
        attempt(Client(), "salma", WRONG, address)
    cache.clear()


def test_an_address_that_guessed_waits_and_another_address_does_not():
    locked_out("192.0.2.1")

    assert WAIT in attempt(Client(), "salma", PASSWORD, "192.0.2.1").text
    assert attempt(Client(), "salma", PASSWORD, "192.0.2.2").status_code == 302


def test_the_case_of_a_matricule_gives_no_further_tries():
    for spelt in ("salma", "SALMA", "Salma", " salma", "sAlma"):
        attempt(Client(), spelt, WRONG)
    cache.clear()

    assert WAIT in attempt(Client(), "salma", PASSWORD).text


def test_the_wait_ends():
    locked_out("192.0.2.1")
    AccessAttempt.objects.update(attempt_time=timezone.now() - timedelta(minutes=16))

    assert attempt(Client(), "salma", PASSWORD).status_code == 302


def test_waiting_longer_is_not_the_price_of_trying_again_too_soon():
    locked_out("192.0.2.1")
    before = AccessAttempt.objects.get()

    attempt(Client(), "salma", PASSWORD)

    after = AccessAttempt.objects.get()
    assert (after.attempt_time, after.failures_since_start) == (before.attempt_time, 5)


def test_no_password_is_kept_of_what_was_tried():
    attempt(Client(), "salma", WRONG)

    kept = AccessAttempt.objects.get()
    assert WRONG not in kept.post_data
    assert "salma" not in kept.post_data


@pytest.fixture
def spray():
    """One wrong password on each of 300 accounts, from 200 addresses."""
    AccessAttempt.objects.bulk_create(
        AccessAttempt(
            username=f"m{n}",
            ip_address=f"198.51.100.{n % 200}",
            user_agent="",
            failures_since_start=1,
        )
        for n in range(300)
    )


def test_a_spray_closes_the_door_to_unknown_addresses(spray, caplog):
    stranger = attempt(Client(), "salma", PASSWORD, "203.0.113.9")
    unknown = attempt(Client(), "personne", WRONG, "203.0.113.9")

    assert WAIT in stranger.text
    assert bytes_of(stranger, "salma") == bytes_of(unknown, "personne")
    assert "breaker open" in caplog.text
    assert "salma" not in caplog.text


def test_a_spray_leaves_the_agencies_at_work(people, spray):
    AccessAttempt.objects.all().delete()
    signing_in = Client()
    assert attempt(signing_in, "salma", PASSWORD, "192.0.2.77").status_code == 302
    AccessAttempt.objects.bulk_create(
        AccessAttempt(
            username=f"m{n}", ip_address="198.51.100.1", user_agent="", failures_since_start=1
        )
        for n in range(300)
    )

    assert attempt(Client(), "salma", PASSWORD, "192.0.2.77").status_code == 302
    assert WAIT in attempt(Client(), "salma", PASSWORD, "192.0.2.78").text


def test_a_spray_is_over_after_five_minutes(spray):
    AccessAttempt.objects.update(attempt_time=timezone.now() - timedelta(minutes=6))

    assert attempt(Client(), "salma", PASSWORD, "203.0.113.9").status_code == 302


def test_an_address_is_read_behind_our_own_proxy_only(settings):
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    Client().post(
        "/connexion/",
        {"login": "salma", "password": WRONG},
        headers={"x-forwarded-for": "192.0.2.200, 192.0.2.5"},
    )

    assert AccessAttempt.objects.get().ip_address == "192.0.2.5"


def test_many_other_tries_do_not_make_a_count_forgotten():
    cache.set("a-count", 5, timeout=300)

    cache.set_many({f"other-{n}": 1 for n in range(1_000)}, timeout=300)

    assert cache.get("a-count") == 5
