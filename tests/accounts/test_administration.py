import pytest
from django.db import connection
from django.urls import reverse

from cnss_amo.accounts.enums import LookKind, Role
from cnss_amo.accounts.groups import sync_groups
from cnss_amo.accounts.models import DailyCap, User
from cnss_amo.accounts.services import SYSTEM_SENDER, record_look, system_user
from tests.staff import confirm, enrol, give

pytestmark = pytest.mark.django_db
PASSWORD = "olivier-ancien-42"


@pytest.fixture(autouse=True)
def _groups():
    sync_groups()


def colleague(matricule, *roles):
    user = User.objects.create_user(matricule, password=PASSWORD)
    for role in roles:
        give(user, role)
    return User.objects.get(pk=enrol(user).pk)


@pytest.fixture
def administrator(client):
    user = colleague("chef", Role.ADMINISTRATOR)
    client.force_login(user)
    confirm(client)
    return user


def test_the_administration_sends_strangers_to_our_sign_in(client):
    response = client.get(reverse("admin:index"), follow=True)

    assert response.redirect_chain[-1][0].startswith(reverse("account_login"))


@pytest.mark.parametrize(
    ("language", "direction", "word"), [("fr", "ltr", "Utilisateurs"), ("ar", "rtl", "المستخدمون")]
)
def test_the_administration_opens_in_both_languages(
    client, administrator, language, direction, word
):
    response = client.get(reverse("admin:index"), headers={"accept-language": language})

    assert f'<html lang="{language}" dir="{direction}">' in response.text
    assert word.lower() in response.text.lower()


@pytest.mark.parametrize("role", [Role.AGENT, Role.SUPERVISOR, Role.LIST_MANAGER])
def test_the_administration_is_closed_to_other_roles(client, role):
    client.force_login(colleague("agent", role))

    assert client.get(reverse("admin:login")).status_code == 403
    assert client.get(reverse("admin:index"), follow=True).status_code == 403


def test_a_role_opens_what_it_opens_and_taken_by_whatever_way_closes_it(client):
    nadia = colleague("nadia", Role.AUDITOR)
    client.force_login(nadia)
    assert nadia.is_staff
    assert nadia.has_perm("accounts.view_look")
    assert not nadia.has_perm("accounts.change_user")
    assert client.get(reverse("admin:accounts_look_changelist")).status_code == 200

    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM accounts_rolegrant WHERE user_id = %s", [nadia.pk])

    assert client.get(reverse("admin:accounts_look_changelist")).status_code == 302
    nadia = User.objects.get(pk=nadia.pk)
    assert not nadia.is_staff
    assert not nadia.has_perm("accounts.view_look")


def test_nobody_can_be_made_superuser_on_the_screen(client, administrator):
    page = client.get(reverse("admin:accounts_user_change", args=[administrator.pk])).text

    assert "is_superuser" not in page
    assert "user_permissions" not in page


def test_an_administrator_changes_colleagues_and_reads_the_register():
    user = colleague("chef", Role.ADMINISTRATOR)

    assert user.has_perms(
        ["accounts.add_user", "accounts.change_user", "accounts.delete_rolegrant"]
    )
    assert user.has_perms(["registration.view_person", "liaison.view_receivedlist"])
    assert user.has_perms(["liaison.change_mandate"])
    assert not user.has_perm("registration.change_person")
    assert not user.has_perm("accounts.delete_user")


def test_an_auditor_reads_everything_and_changes_nothing():
    codenames = {
        name.split(".")[1] for name in colleague("oeil", Role.AUDITOR).get_all_permissions()
    }

    assert codenames
    assert all(name.startswith("view_") for name in codenames)


def test_the_systems_own_actors_are_nobodys_to_change(client, administrator):
    actor = system_user(SYSTEM_SENDER)

    listed = client.get(reverse("admin:accounts_user_changelist"))
    opened = client.get(reverse("admin:accounts_user_change", args=[actor.pk]), follow=True)

    assert SYSTEM_SENDER not in listed.text
    assert "accounts/user/add" not in opened.request["PATH_INFO"]
    assert 'name="username"' not in opened.text


def test_looks_are_read_and_never_written(client, administrator):
    look = record_look(user=administrator, kind=LookKind.SEARCH, people=[1, 2], query="amrani")

    listed = client.get(reverse("admin:accounts_look_changelist"))
    opened = client.get(reverse("admin:accounts_look_change", args=[look.pk]))

    assert "chef" in listed.text
    assert opened.status_code == 200
    assert 'name="_save"' not in opened.text
    assert client.get(reverse("admin:accounts_look_add")).status_code == 403
    assert client.post(reverse("admin:accounts_look_delete", args=[look.pk])).status_code == 403


def test_the_list_of_looks_asks_few_questions(client, administrator, django_assert_max_num_queries):
    for _ in range(20):
        record_look(user=administrator, kind=LookKind.SEARCH, people=[])

    with django_assert_max_num_queries(12):
        client.get(reverse("admin:accounts_look_changelist"))


def test_an_administrator_changes_a_daily_cap(client, administrator):
    cap = DailyCap.objects.get(role=Role.AGENT)
    page = reverse("admin:accounts_dailycap_change", args=[cap.pk])

    changed = client.post(page, {"warn": 200, "stop": 400})
    refused = client.post(page, {"warn": 500, "stop": 400})
    cap.refresh_from_db()

    assert changed.status_code == 302
    assert refused.status_code == 200
    assert (cap.warn, cap.stop) == (200, 400)


@pytest.mark.parametrize("model", ["dailycap", "canaryperson", "lookseal"])
def test_an_auditor_reads_what_keeps_looks_within_bounds_and_changes_nothing(client, model):
    client.force_login(colleague("idriss", Role.AUDITOR))

    assert client.get(reverse(f"admin:accounts_{model}_changelist")).status_code == 200
    assert client.get(reverse(f"admin:accounts_{model}_add")).status_code == 403


def test_an_administrator_is_not_told_who_the_canaries_are(client, administrator):
    assert client.get(reverse("admin:accounts_canaryperson_changelist")).status_code == 403
