"""What an administrator does to a colleague's account, and cannot do to her own."""

import re

import pytest
from django.contrib.admin.models import LogEntry
from django.test import Client
from django.urls import reverse

from cnss_amo.accounts.enums import Role
from cnss_amo.accounts.models import User
from tests.staff import code_of, confirm, enrol

pytestmark = pytest.mark.django_db
ROWS = ("role_grants", "role_proposals")
DRAWN = re.compile(r'class="first-password">([a-z2-9-]{19})<')


@pytest.fixture
def nadia(client, hire):
    user = hire("nadia", Role.ADMINISTRATOR)
    client.force_login(user)
    confirm(client)
    return user


@pytest.fixture
def salma(hire):
    return hire("salma", Role.AGENT)


def page(name, *args):
    return reverse(f"admin:accounts_user_{name}", args=args)


def roles(*lines, of="role_proposals", initial=0):
    """The fields of the roles below an account: those proposed, or those held."""
    fields = {f"{rows}-{form}_FORMS": 0 for rows in ROWS for form in ("TOTAL", "INITIAL")}
    fields |= {f"{of}-TOTAL_FORMS": len(lines), f"{of}-INITIAL_FORMS": initial}
    for position, line in enumerate(lines):
        fields |= {f"{of}-{position}-{name}": value for name, value in line.items()}
    return fields


def hiring(matricule, *lines):
    return {"username": matricule, "last_name": "", "first_name": "", "email": ""} | roles(*lines)


def test_a_colleague_is_created_with_a_password_drawn_and_shown_once(client, nadia):
    added = client.post(page("add"), hiring("karim", {"role": Role.AGENT, "body": ""}))

    karim = User.objects.get(username="karim")
    password = DRAWN.search(client.get(added.url).text)[1]
    assert karim.check_password(password)
    assert karim.must_change_password
    assert karim.roles == set()
    assert [proposed.role for proposed in karim.role_proposals.all()] == [Role.AGENT]
    again = client.get(added.url).text
    assert password not in again
    assert "a déjà été montré" in again


def test_the_form_asks_for_no_password(client, nadia):
    assert 'type="password"' not in client.get(page("add")).text


def test_the_password_drawn_lies_nowhere_in_clear(client, nadia):
    added = client.post(page("add"), hiring("karim"))
    kept = str(dict(client.session))

    password = DRAWN.search(client.get(added.url).text)[1]

    assert password not in kept


def test_a_matricule_has_one_account_whatever_its_case(client, nadia, salma):
    refused = client.post(page("add"), hiring("SALMA"))

    assert "Ce matricule a déjà un compte." in refused.text


def test_two_incompatible_roles_are_refused_with_the_reason(client, nadia):
    lines = [{"role": role, "body": ""} for role in (Role.AGENT, Role.AUDITOR)]

    refused = client.post(page("add"), hiring("karim", *lines))

    assert "ne vont pas à la même personne" in refused.text
    assert "Qui contrôle les actes n&#x27;en fait aucun." in refused.text
    assert not User.objects.filter(username="karim").exists()


def test_a_change_of_role_waits_for_a_confirmation(client, nadia, salma):
    client.logout()
    client.force_login(nadia)  # without having typed anything lately

    asked = client.post(page("add"), hiring("karim", {"role": Role.AGENT, "body": ""}))

    assert asked.url.startswith(reverse("account_reauthenticate"))
    assert not User.objects.filter(username="karim").exists()


def test_nobody_changes_her_own_account_or_roles(client, nadia):
    shown = client.get(page("change", nadia.pk)).text
    tried = client.post(
        page("change", nadia.pk),
        hiring("nadia", {"role": Role.LIST_MANAGER, "body": ""}) | {"is_active": "on"},
    )

    assert 'name="_save"' not in shown
    assert tried.status_code == 403
    assert User.objects.get(pk=nadia.pk).roles == {Role.ADMINISTRATOR}
    for act in ("new_password", "forget_second_factor"):
        assert client.post(page(act, nadia.pk)).status_code == 403


def test_a_lost_second_factor_is_forgotten_recorded_and_enrolled_anew(client, nadia, salma):
    hers = Client()
    hers.force_login(salma)
    assert client.get(page("forget_second_factor", salma.pk)).status_code == 200
    assert User.objects.get(pk=salma.pk).has_second_factor

    client.post(page("forget_second_factor", salma.pk))

    assert not User.objects.get(pk=salma.pk).has_second_factor
    assert hers.get(reverse("backoffice:home")).url.startswith(reverse("mfa_activate_totp"))
    entry = LogEntry.objects.get()
    assert (entry.user, entry.object_id) == (nadia, str(salma.pk))
    assert "Second facteur oublié" in entry.get_change_message()


def test_a_lost_password_is_replaced_by_one_drawn_and_recorded(client, nadia, salma):
    drawn = client.post(page("new_password", salma.pk))

    salma.refresh_from_db()
    assert salma.check_password(DRAWN.search(client.get(drawn.url).text)[1])
    assert salma.must_change_password
    assert LogEntry.objects.get().user == nadia


@pytest.mark.parametrize("act", ["new_password", "forget_second_factor", "first_password"])
def test_an_auditor_reads_accounts_and_acts_on_none(client, hire, salma, act):
    idriss = hire("idriss", Role.AUDITOR)
    client.force_login(idriss)
    confirm(client)

    assert client.get(page("change", salma.pk)).status_code == 200
    assert client.post(page(act, salma.pk)).status_code == 403


def test_a_colleague_who_leaves_is_made_inactive_and_never_deleted(client, nadia, salma):
    kept = {"id": salma.role_grants.get().pk, "user": salma.pk}
    fields = {"username": "salma", "last_name": "", "first_name": "", "email": ""}

    client.post(page("change", salma.pk), fields | roles(kept, of="role_grants", initial=1))

    salma.refresh_from_db()
    assert not salma.is_active
    assert salma.role_grants.exists()
    assert client.post(page("delete", salma.pk)).status_code == 403


def test_who_comes_back_finds_no_session_of_before(client, nadia, salma):
    hers, home = Client(), reverse("backoffice:home")
    salma.set_password("olivier-ancien-42")
    salma.save()
    hers.post(reverse("account_login"), {"login": "salma", "password": "olivier-ancien-42"})
    hers.post(reverse("mfa_authenticate"), {"code": code_of()})
    assert hers.get(home).status_code == 200
    confirm(client)
    left, back = hiring("salma"), hiring("salma") | {"is_active": "on"}

    for posted in (left, back):
        client.post(page("change", salma.pk), posted | roles(initial=0))

    assert User.objects.get(pk=salma.pk).is_active
    assert hers.get(home).status_code == 302


def test_the_list_finds_a_colleague_and_says_who_has_no_second_factor(
    client, nadia, salma, django_assert_max_num_queries
):
    for n in range(20):
        enrol(User.objects.create_user(f"agent{n}"))
    User.objects.create_user("sans")

    with django_assert_max_num_queries(12):
        listed = client.get(page("changelist"), {"q": "sa"})

    assert [user.username for user in listed.context["cl"].result_list] == ["salma", "sans"]
    assert [u.has_second_factor for u in listed.context["cl"].result_list] == [True, False]


def test_what_was_done_to_an_account_is_its_history(client, nadia, salma):
    client.post(page("forget_second_factor", salma.pk))

    assert "Second facteur oublié" in client.get(page("history", salma.pk)).text
