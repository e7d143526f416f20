"""An administrator opens a client, shows its secret once, changes it, revokes it."""

import re

import pytest
from django.contrib.admin.models import LogEntry
from django.core.management import CommandError, call_command
from django.test import Client as Browser
from django.urls import reverse
from django.utils import timezone

from cnss_amo.accounts.enums import Role
from cnss_amo.api.models import Client
from cnss_amo.api.services import Opened, revoke
from tests.api.calling import ask_token, opened_for_network
from tests.staff import confirm

pytestmark = pytest.mark.django_db
DRAWN = re.compile(r'class="first-password">([^<]{40,})<')


@pytest.fixture
def nadia(client, hire):
    user = hire("nadia", Role.ADMINISTRATOR)
    client.force_login(user)
    confirm(client)
    return user


def page(name, *args):
    return reverse(f"admin:api_client_{name}", args=args)


def opening(**said):
    return {"name": "Siège", "network": "CASHPLUS", "scopes": ["status", "completion"]} | said


def test_a_client_is_opened_and_its_secret_shown_once(client, nadia):
    added = client.post(page("add"), opening())

    opened = Client.objects.get()
    secret = DRAWN.search(client.get(added.url).text)[1]
    assert ask_token(Opened(opened, secret)).status_code == 200
    assert secret not in str(dict(client.session))
    again = client.get(added.url).text
    assert secret not in again
    assert "a déjà été montré" in again
    assert opened.user.is_system


@pytest.mark.parametrize(
    "wrong",
    [{"network": ""}, {"body": "DGI"}, {"scopes": ["lists"]}, {"scopes": []}, {"name": ""}],
)
def test_a_client_that_cannot_be_is_refused(client, nadia, wrong):
    refused = client.post(page("add"), opening(**wrong))

    assert refused.status_code == 200
    assert not Client.objects.exists()


def test_another_secret_is_drawn_and_the_former_one_dies(client, nadia):
    opened = opened_for_network()

    drawn = client.post(page("new_secret", opened.client.pk), follow=True)

    assert ask_token(opened).status_code == 401
    secret = DRAWN.search(drawn.text)[1]
    assert ask_token(Opened(opened.client, secret)).status_code == 200
    assert LogEntry.objects.get().change_message


def test_a_client_is_revoked_for_good_and_shown_still(client, nadia):
    opened = opened_for_network()

    client.post(page("revoke", opened.client.pk))

    assert ask_token(opened).status_code == 401
    assert client.get(page("change", opened.client.pk)).status_code == 200
    assert client.post(page("new_secret", opened.client.pk)).status_code == 403


def test_rights_are_changed_and_what_they_were_is_shown(client, nadia):
    pk = opened_for_network().client.pk

    client.post(page("change", pk), {"name": "Siège", "scopes": ["status"]})

    changed = Client.objects.get()
    assert changed.scopes == ["status"]
    assert changed.network_id == "CASHPLUS"
    shown = client.get(page("change", pk)).text
    assert "completion" in shown
    assert "argon2" not in shown


def test_a_client_is_never_deleted_nor_changed_by_an_auditor(hire):
    pk = opened_for_network().client.pk
    auditor = Browser()
    user = hire("idriss", Role.AUDITOR)
    auditor.force_login(user)
    confirm(auditor)

    assert auditor.get(page("change", pk)).status_code == 200
    assert auditor.post(page("revoke", pk)).status_code == 403
    assert auditor.post(page("delete", pk)).status_code == 403
    assert Client.objects.get().revoked_at is None


def test_nobody_acts_on_a_client_without_confirming_who_she_is(hire):
    pk = opened_for_network().client.pk
    browser, user = Browser(), hire("nadia", Role.ADMINISTRATOR)
    browser.force_login(user)

    asked = browser.post(page("revoke", pk))

    assert asked.status_code == 302
    assert Client.objects.get().revoked_at is None


def test_a_client_is_opened_from_the_shell(capsys):
    call_command("create_api_client", "essai", "--network", "CASHPLUS", "--sandbox")
    key, secret = capsys.readouterr().out.strip().split(":")

    opened = Client.objects.get()
    assert (opened.client_id, opened.sandbox) == (key, True)
    assert ask_token(Opened(opened, secret)).status_code == 200
    call_command("create_api_client", "essai", "--network", "CASHPLUS", "--sandbox")
    assert ask_token(Opened(opened, secret)).status_code == 401
    revoke(client=opened, at=timezone.now())


def test_the_shell_says_what_names_nothing():
    with pytest.raises(CommandError):
        call_command("create_api_client", "essai", "--body", "NOWHERE")
