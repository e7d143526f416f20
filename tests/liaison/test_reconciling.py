"""Each invariant, broken on purpose behind the constraints' back, is named; a sound world is not.

One world with a bit of everything is made for all these tests; each breaks it and gives it back.
"""

import re
from datetime import timedelta
from io import StringIO
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from django.test import override_settings
from django.urls import reverse
from django.utils import timezone

from cnss_amo.accounts.enums import Role
from cnss_amo.accounts.models import User
from cnss_amo.accounts.services import SYSTEM_APPROVER, system_user
from liaison import tasks
from liaison.enums import Verdict
from liaison.invariants import INVARIANTS
from liaison.models import Reconciliation, RowOutcome
from liaison.services import approve, corrections, register, retention, rulings
from liaison.services.reconcile import reconcile
from liaison.services.undo import undo
from tests.liaison.lists import NOON, csv_of, registered, send
from tests.liaison.populated import pass_every_outcome, populate, somebody
from tests.staff import enrol, give

pytestmark = pytest.mark.django_db

STRANGER = {"PRENOM": "Salma", "DATE_NAISSANCE": "01/01/1990", "REGIME": "RNR", "TELEPHONE": ""}
BROKEN = Path(__file__).with_name("broken_invariants.sql")
NO_RECEIPT = "DELETE FROM liaison_receipt WHERE received_list_id = :list"
WRITTEN_BY = "(SELECT {what} FROM liaison_rowoutcome WHERE list_id = :list AND outcome = '{how}'\
 ORDER BY line LIMIT 1)"
FOUND = {  # somebody whom the list registered, her activity, and one that it ended
    "somebody": WRITTEN_BY.format(what="person_id", how="REGISTERED"),
    "her_activity": WRITTEN_BY.format(what="activity_id", how="REGISTERED"),
    "ended_activity": WRITTEN_BY.format(what="activity_id", how="ENDED"),
}
REFERENCE = re.compile(r"([A-Z]+-\d{6}|#\d+)(/\d+)?")


def make_world() -> SimpleNamespace:
    """Lists in every state, corrected, ruled on, undone, dropped; a register that met them all."""
    hind = system_user(SYSTEM_APPROVER)
    populate()
    with override_settings(LIST_ROWS_KEPT_DAYS=5):
        dropped = retention.drop_old_rows(at=NOON - timedelta(days=2))[0].received_list
    whole = pass_every_outcome()
    refused = RowOutcome.objects.filter(list_id=whole.pk, outcome="REFUSED").latest("line")
    correction = corrections.correct(
        list_id=whole.pk,
        line=refused.line,
        cells={"DATE_NAISSANCE": "28/02/1970"},
        by=hind,
        at=NOON,
    )
    ruled = registered(
        "DGI", somebody(1, NOM="Un", **STRANGER), somebody(2, NOM="Deux", **STRANGER), at=NOON
    )
    rulings.rule(list_id=ruled.pk, line=2, verdict=Verdict.SAME, by=hind, at=NOON)
    rulings.rule(list_id=ruled.pk, line=3, verdict=Verdict.DIFFERENT, by=hind, at=NOON)
    undone = registered("ARTISANAT", somebody(0, CIN="ZZ1"), somebody(1, CIN="ZZ2"))
    registered("MAPMDREF", somebody(1, CIN="ZZ2"), at=NOON + timedelta(minutes=1))
    undo(list_id=undone.pk, by=hind, at=NOON + timedelta(minutes=2))
    send("ONN", csv_of("ONN", {"CIN": "ZZ3"}))
    registering = send("ONN", csv_of("ONN", {"CIN": "ZZ4"}))
    approve.approve(list_id=registering.pk, by=hind, at=timezone.now())
    register.begin(list_id=registering.pk, at=timezone.now())
    return SimpleNamespace(
        dropped=dropped.pk,
        list=whole.pk,
        correction=correction.pk,
        ruled=ruled.pk,
        undone=undone.pk,
        registering=registering.pk,
    )


@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker):
    """The world, made once; nothing of it outlives the module."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield make_world()
        transaction.set_rollback(True)


def statements():
    """Each invariant's code with each statement that breaks it."""
    for part in re.split(r"^-- ", BROKEN.read_text("utf-8"), flags=re.MULTILINE)[1:]:
        code, _end, several = part.partition("\n")
        for one in several.split(";\n"):
            if one.strip():
                yield code, one


def execute(world, statement):
    """Change what the constraints and triggers would never let through."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET LOCAL session_replication_role = replica")
        for name, value in (FOUND | vars(world)).items():
            statement = statement.replace(f":{name}", str(value))
        cursor.execute(statement.replace("%", "%%"))
        changed = cursor.rowcount
        cursor.execute("SET LOCAL session_replication_role = origin")
    assert changed != 0, "this statement broke nothing"


def test_a_sound_world_has_nothing_to_tell(world):
    assert reconcile() == []


def test_each_invariant_is_broken_in_a_test():
    assert {code for code, _one in statements()} == {invariant.code for invariant in INVARIANTS}


@pytest.mark.parametrize(("code", "statement"), list(statements()))
def test_a_broken_invariant_is_named(world, code, statement):
    execute(world, statement)

    found = {breach.invariant.code: breach for breach in reconcile()}

    assert code in found
    assert found[code].count >= 1
    assert all(REFERENCE.fullmatch(example) for example in found[code].examples)


def test_the_first_references_tell_where_to_look(world):
    execute(world, "DELETE FROM liaison_rowoutcome WHERE list_id = :list AND line IN (2, 4)")

    found = {breach.invariant.code: breach for breach in reconcile()}

    reference = f"DGI-{world.list:06d}"
    assert found["OUTCOMES_DO_NOT_ADD_UP"].examples == [reference]
    assert found["ROWS_AND_OUTCOMES_DIFFER"].examples == [f"{reference}/2", f"{reference}/4"]


def test_the_command_prints_each_check_and_fails_when_one_is_broken(world):
    told = StringIO()
    call_command("reconcile", stdout=told)
    assert len(told.getvalue().splitlines()) == len(INVARIANTS) + 1
    assert "Tout concorde." in told.getvalue()

    execute(world, NO_RECEIPT)
    with pytest.raises(CommandError):
        call_command("reconcile", stdout=told)
    assert f"[WITHOUT_RECEIPT]  DGI-{world.list:06d}" in told.getvalue()


@pytest.fixture
def administrator(client):
    nadia = User.objects.create_user("nadia", password="olivier-ancien-42")
    give(nadia, Role.ADMINISTRATOR)
    enrol(nadia)
    client.force_login(nadia)
    return client


def test_the_administrator_reads_what_the_night_found(world, administrator):
    home = reverse("backoffice:home")
    assert "Aucun contrôle depuis" in administrator.get(home).text

    tasks.reconcile()
    text = administrator.get(home).text
    assert "tout concorde" in text
    assert "Aucun contrôle depuis" not in text

    execute(world, NO_RECEIPT)
    tasks.reconcile()
    listed = administrator.get(reverse("admin:liaison_reconciliation_changelist")).text
    for text in (administrator.get(home).text, listed):
        assert "aucun reçu n'est gardé".replace("'", "&#x27;") in text
        assert f"DGI-{world.list:06d}" in text


def test_a_check_that_is_late_is_told(world, administrator):
    Reconciliation.objects.create(seconds=1, checks=1, at=timezone.now() - timedelta(hours=37))

    assert "Aucun contrôle depuis" in administrator.get(reverse("backoffice:home")).text


def test_the_administrator_is_told_that_no_retention_delay_is_set(administrator, settings):
    home = reverse("backoffice:home")
    assert "aucun délai de conservation" in administrator.get(home).text

    settings.LIST_ROWS_KEPT_DAYS = 400
    assert "gardés 400 jours" in administrator.get(home).text
