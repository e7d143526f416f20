"""Who was given which right, by whom and why, whatever wrote it."""

import pytest
from django.db import connection

from cnss_amo.accounts.acting import acting
from cnss_amo.accounts.enums import Role
from cnss_amo.accounts.models import RoleGrant, User
from liaison.models import LiaisonBody, Mandate
from tests.staff import give

pytestmark = pytest.mark.django_db


def events_of(model, pk):
    audit = model._meta.get_field("audit").related_model
    return list(audit.objects.filter(pgh_obj_id=pk).order_by("pgh_id"))


def test_a_role_given_then_taken_leaves_both_with_who_and_why(amina, nadia):
    with acting(reason="remplace Samira", by=nadia):
        grant = give(amina, Role.CALL_CENTRE)
    pk = grant.pk
    with acting(reason="retour de Samira", by=nadia), connection.cursor() as cursor:
        cursor.execute("DELETE FROM accounts_rolegrant WHERE id = %s", [pk])

    told = [
        (event.pgh_label, event.role, event.pgh_context.metadata["reason"])
        for event in events_of(RoleGrant, pk)
    ]

    assert told == [
        ("insert", Role.CALL_CENTRE, "remplace Samira"),
        ("delete", Role.CALL_CENTRE, "retour de Samira"),
    ]
    assert events_of(RoleGrant, pk)[0].pgh_context.metadata["user"] == nadia.pk


def test_closing_an_account_keeps_that_it_was_open(amina):
    User.objects.filter(pk=amina.pk).update(is_active=False)

    assert [(one.pgh_label, one.is_active) for one in events_of(User, amina.pk)] == [
        ("insert", True),
        ("update", True),
    ]


def test_signing_in_or_changing_a_password_writes_nothing_there(amina):
    amina.set_password("olivier-ancien-42")
    amina.save(update_fields=["password"])

    assert [one.pgh_label for one in events_of(User, amina.pk)] == ["insert"]
    assert not hasattr(events_of(User, amina.pk)[0], "password")


def test_a_tolerance_and_a_mandate_keep_what_they_were():
    mandate = Mandate.objects.first()
    was = mandate.reference
    LiaisonBody.objects.filter(pk="DGI").update(tolerance=7)
    LiaisonBody.objects.filter(pk="DGI").update(tolerance=8)
    Mandate.objects.filter(pk=mandate.pk).update(reference="autre texte")

    assert [one.tolerance for one in events_of(LiaisonBody, "DGI")][-1] == 7
    assert events_of(Mandate, mandate.pk)[-1].reference == was


def test_what_is_only_ever_added_is_never_emptied_either():
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT tgrelid::regclass::text, array_agg(tgname::text) FROM pg_trigger"
            " WHERE tgname LIKE 'pgtrigger_append_only_%'"
            " OR tgname LIKE 'pgtrigger_never_emptied_%'"
            " GROUP BY tgrelid"
        )
        guards = dict(cursor.fetchall())

    emptied = {table for table, names in guards.items() if "never_emptied" not in str(names)}
    assert emptied == set()
