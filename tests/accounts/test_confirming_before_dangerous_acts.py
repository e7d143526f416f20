import time

import pytest
from django.urls import reverse

from cnss_amo.accounts.enums import Role
from liaison.enums import ListState
from tests.liaison.lists import registered
from tests.staff import code_of, confirm

pytestmark = pytest.mark.django_db
PASSWORD = "olivier-ancien-42"


@pytest.fixture
def closed(settings):
    settings.UNDO_HOURS = 10**6  # the list of the tests is closed on a day of the past
    return registered("DGI", {})


@pytest.fixture
def hind(client, hire):
    user = hire("hind", Role.LIST_MANAGER)
    user.set_password(PASSWORD)
    user.save()
    client.force_login(user)
    return user


def undo_of(received_list):
    return reverse("liaison:undo", args=[received_list.pk])


def test_reading_what_an_act_would_do_asks_nothing(client, hind, closed):
    assert client.get(undo_of(closed)).status_code == 200


def test_a_dangerous_act_waits_for_the_password_then_goes_on_by_itself(client, hind, closed):
    asked = client.post(undo_of(closed))
    closed.refresh_from_db()
    assert asked.url.startswith(reverse("account_reauthenticate"))
    assert closed.state == ListState.CLOSED

    done = client.post(asked.url, {"password": PASSWORD, "next": undo_of(closed)})

    closed.refresh_from_db()
    assert done.url == reverse("liaison:list", args=[closed.pk])
    assert closed.state == ListState.UNDONE


def test_a_wrong_password_does_nothing(client, hind, closed):
    asked = client.post(undo_of(closed))

    refused = client.post(asked.url, {"password": "figuier", "next": undo_of(closed)})

    closed.refresh_from_db()
    assert "Ce n&#x27;est pas votre mot de passe." in refused.text
    assert closed.state == ListState.CLOSED


def test_the_second_factor_confirms_as_well(client, hind, closed):
    client.post(undo_of(closed))

    client.post(reverse("mfa_reauthenticate"), {"code": code_of(), "next": undo_of(closed)})

    closed.refresh_from_db()
    assert closed.state == ListState.UNDONE


def test_whoever_confirmed_a_moment_ago_is_not_asked_again(client, hind, closed):
    confirm(client)

    client.post(undo_of(closed))

    closed.refresh_from_db()
    assert closed.state == ListState.UNDONE


def test_a_confirmation_is_forgotten_after_a_quarter_of_an_hour(client, hind, closed):
    confirm(client)
    session = client.session
    session["account_authentication_methods"][0]["at"] = time.time() - 15 * 60 - 1
    session.save()

    client.post(undo_of(closed))

    closed.refresh_from_db()
    assert closed.state == ListState.CLOSED


def test_signing_in_is_a_confirmation(client, hind, closed):
    client.logout()
    client.post(reverse("account_login"), {"login": "hind", "password": PASSWORD})
    client.post(reverse("mfa_authenticate"), {"code": code_of()})

    client.post(undo_of(closed))

    closed.refresh_from_db()
    assert closed.state == ListState.UNDONE
