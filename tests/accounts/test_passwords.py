import re

import pytest
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.urls import reverse

from cnss_amo.accounts.enums import Role
from cnss_amo.accounts.models import User
from cnss_amo.accounts.passwords import draw_password
from tests.staff import give

PASSWORD = "olivier-ancien-42"


@pytest.mark.parametrize(
    "password",
    [
        "olivier-ancien-42",
        "figuierdupuits",
        "un amour de figuier",  # holds « amo », and much else
        "la cnss et trois figuiers bleus",
        "7391 4472 9915 3384",
        "كلمة سر طويلة جدا",
        "x7" * 64,
    ],
)
def test_long_passwords_are_taken_whatever_they_are_made_of(password):
    validate_password(password)


@pytest.mark.parametrize(
    "password",
    [
        "cnss-amo-2026",
        "CNSS@AMO#3939",
        "MacnssMacnss1",
        "Tadamon2025Amo!",
        "damancom-cnss-1234567",
        "Sécurité.Sociale.2026",
        "3939393939393939",
    ],
)
def test_words_of_the_house_are_refused_in_clear_words(password):
    with pytest.raises(ValidationError) as refusal:
        validate_password(password)

    assert any("mots que tout le monde essaierait ici" in text for text in refusal.value.messages)


@pytest.mark.parametrize("password", ["court", "x" * 129, "password1234", "1q2w3e4r5t6y"])
def test_too_short_too_long_or_too_common_is_refused(password):
    with pytest.raises(ValidationError):
        validate_password(password)


def test_a_drawn_password_passes_our_own_rules_and_is_never_the_same():
    drawn = {draw_password() for _ in range(200)}

    assert len(drawn) == 200
    for password in drawn:
        assert re.fullmatch(r"([a-z2-9]{4}-){3}[a-z2-9]{4}", password)
        validate_password(password)


@pytest.fixture
def newcomer(db):
    user = User.objects.create_user("salma", password=PASSWORD, must_change_password=True)
    give(user, Role.AGENT)
    return user


def test_a_first_password_is_changed_before_anything_else(client, newcomer):
    landed = client.post(
        reverse("account_login"), {"login": "salma", "password": PASSWORD}, follow=True
    )
    assert landed.request["PATH_INFO"] == reverse("account_change_password")
    assert "vient d'un administrateur" in landed.text.replace("&#x27;", "'")
    assert client.get(reverse("mfa_activate_totp")).status_code == 200
    assert client.get(reverse("backoffice:search")).status_code == 302

    new = "figuier-du-puits-7"
    after = client.post(
        reverse("account_change_password"),
        {"oldpassword": PASSWORD, "password1": new, "password2": new},
        follow=True,
    )

    assert after.request["PATH_INFO"] == reverse("mfa_activate_totp")
    newcomer.refresh_from_db()
    assert not newcomer.must_change_password
    assert newcomer.check_password(new)


def test_the_first_password_itself_is_not_kept(client, newcomer):
    client.post(reverse("account_login"), {"login": "salma", "password": PASSWORD})

    answer = client.post(
        reverse("account_change_password"),
        {"oldpassword": PASSWORD, "password1": PASSWORD, "password2": PASSWORD},
    )

    newcomer.refresh_from_db()
    assert answer.status_code == 200
    assert newcomer.must_change_password


def test_a_password_may_be_pasted_and_a_password_manager_knows_the_fields(client, newcomer):
    page = client.get(reverse("account_login")).text
    client.post(reverse("account_login"), {"login": "salma", "password": PASSWORD})
    change = client.get(reverse("account_change_password")).text

    assert 'autocomplete="current-password"' in page
    assert change.count('autocomplete="new-password"') == 2
    assert "onpaste" not in page + change


def test_the_administration_has_no_second_door_to_guess_a_password(client, nadia):
    client.force_login(nadia)

    answer = client.post(reverse("admin:password_change"), {"old_password": "chameau"})

    assert answer.status_code == 302
    assert answer.url == reverse("account_change_password")
