from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from cnss_amo.accounts.enums import Role
from cnss_amo.accounts.models import User

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def password(monkeypatch):
    monkeypatch.setenv("AMO_ADMIN_PASSWORD", "olivier-ancien-42")


def create(matricule):
    said = StringIO()
    call_command("create_administrator", matricule, stdout=said)
    return said.getvalue()


def test_the_first_administrator_holds_the_role_and_no_superuser_exists():
    assert "a1 peut se connecter" in create("a1")

    user = User.objects.get(username="a1")
    assert user.check_password("olivier-ancien-42")
    assert user.roles == {Role.ADMINISTRATOR}
    assert user.is_staff
    assert user.has_perm("accounts.add_roleproposal")
    assert not User.objects.filter(is_superuser=True).exists()


def test_a_matricule_has_one_account_whatever_its_case():
    create("a1")

    with pytest.raises(CommandError, match="a déjà un compte"):
        create("A1")


def test_a_weak_password_makes_no_account(monkeypatch):
    monkeypatch.setenv("AMO_ADMIN_PASSWORD", "court")

    with pytest.raises(CommandError, match="12"):
        create("a1")
    assert not User.objects.filter(username="a1").exists()


def test_a_password_typed_twice_differently_makes_no_account(monkeypatch):
    monkeypatch.delenv("AMO_ADMIN_PASSWORD")
    typed = iter(["olivier-ancien-42", "olivier-ancien-43"])
    monkeypatch.setattr(
        "cnss_amo.accounts.management.commands.create_administrator.getpass",
        lambda _prompt: next(typed),
    )

    with pytest.raises(CommandError, match="diffèrent"):
        create("a1")
    assert not User.objects.filter(username="a1").exists()


def test_a_matricule_with_a_space_is_refused():
    with pytest.raises(CommandError):
        create("a 1")


def test_two_administrators_suffice_and_one_who_left_is_replaced():
    create("a1")
    create("a2")

    with pytest.raises(CommandError, match="Deux administrateurs sont en place"):
        create("a3")
    assert not User.objects.filter(username="a3").exists()
    User.objects.filter(username="a1").update(is_active=False)
    create("a3")
