"""What every test stands on: the embedded servers, the law in the tables, the cast."""

import os

import pytest

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cnss_amo.settings")
os.environ.setdefault(
    "DJANGO_ALLOW_ASYNC_UNSAFE", "1"
)  # Playwright's loop runs in the test's thread


def pytest_configure() -> None:
    from cnss_amo.kernel.db import start_embedded_servers

    start_embedded_servers()


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    """Every test database knows the law, the bodies, the communes and the groups."""
    from agencies.services import sync_reference, sync_territory
    from cnss_amo.accounts.groups import sync_groups
    from cnss_amo.accounts.separation import sync_incompatible_roles
    from cnss_amo.accounts.services import sync_caps
    from liaison.services.mandates import sync_mandates
    from registration.services import sync_legislation

    with django_db_blocker.unblock():
        sync_legislation()
        sync_territory()
        sync_reference()
        sync_mandates()
        sync_groups()
        sync_caps()
        sync_incompatible_roles()
        let_tests_empty_tables()


def let_tests_empty_tables() -> None:
    """Tests that commit empty every table behind them: the guards against it are down."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT format('ALTER TABLE %s DISABLE TRIGGER %I', tgrelid::regclass, tgname)"
            " FROM pg_trigger WHERE tgname LIKE 'pgtrigger_never_emptied_%'"
        )
        for (statement,) in cursor.fetchall():
            cursor.execute(statement)


@pytest.fixture(autouse=True)
def in_french():
    """Each test begins in French, whatever language the one before left behind."""
    from django.utils import translation

    translation.activate("fr")
    yield
    translation.activate("fr")


@pytest.fixture
def law(django_db_setup, transactional_db):
    """The reference data again, where tests that commit empty the tables behind them."""
    from django.core.management import call_command
    from django.db import connection

    from liaison.models import ReceivedList
    from liaison.rows import drop_rows

    with connection.cursor() as cursor:  # tables that such tests made and nobody empties
        cursor.execute(
            "SELECT substring(relname FROM '[0-9]+$')::bigint FROM pg_class"
            " WHERE relkind = 'r' AND relname ~ '^liaison_row_[0-9]+$'"
        )
        made = {list_id for (list_id,) in cursor.fetchall()}
    for list_id in made - set(ReceivedList.objects.values_list("pk", flat=True)):
        drop_rows(list_id)
    call_command("prepare", verbosity=0)


@pytest.fixture
def confirmed():
    """Make a client's person one who just confirmed who she is: `confirmed(client)`."""
    from tests.staff import confirm

    return confirm


@pytest.fixture
def hire(db):
    """Give somebody a role: `hire("amina", Role.AGENT)`."""
    from cnss_amo.accounts.models import User
    from tests.staff import enrol, give

    def hired(username, role, body=""):
        user, _created = User.objects.get_or_create(username=username)
        give(user, role, body)
        enrol(user)
        return User.objects.get(pk=user.pk)

    return hired


@pytest.fixture
def amina(hire):
    """Agent in Casablanca."""
    from cnss_amo.accounts.enums import Role

    return hire("amina", Role.AGENT)


@pytest.fixture
def hind(hire):
    """List manager at the CNSS."""
    from cnss_amo.accounts.enums import Role

    return hire("hind", Role.LIST_MANAGER)


@pytest.fixture
def omar(hire):
    """List officer of the tax office."""
    from cnss_amo.accounts.enums import Role

    return hire("omar", Role.LIST_OFFICER, "DGI")


@pytest.fixture
def salma(hire):
    """List officer of the order of notaries."""
    from cnss_amo.accounts.enums import Role

    return hire("salma", Role.LIST_OFFICER, "ONN")


@pytest.fixture
def idriss(hire):
    """Auditor."""
    from cnss_amo.accounts.enums import Role

    return hire("idriss", Role.AUDITOR)


@pytest.fixture
def nadia(hire):
    """Administrator."""
    from cnss_amo.accounts.enums import Role

    return hire("nadia", Role.ADMINISTRATOR)
