from itertools import combinations

import pytest
from django.db import IntegrityError, connection, transaction

from cnss_amo.accounts.enums import Role
from cnss_amo.accounts.models import IncompatibleRoles, RoleGrant, User
from cnss_amo.accounts.separation import pairs_of_the_file, sync_incompatible_roles

pytestmark = pytest.mark.django_db
TOGETHER = {
    frozenset({Role.AGENT, Role.SUPERVISOR}),
    frozenset({Role.AGENT, Role.CALL_CENTRE}),
    frozenset({Role.AGENT, Role.LIST_MANAGER}),
    frozenset({Role.SUPERVISOR, Role.CALL_CENTRE}),
    frozenset({Role.SUPERVISOR, Role.LIST_MANAGER}),
    frozenset({Role.CALL_CENTRE, Role.LIST_MANAGER}),
}


def body_for(role):
    return "DGI" if role == Role.LIST_OFFICER else ""


@pytest.mark.parametrize(("first", "second"), list(combinations(Role, 2)))
def test_each_pair_of_roles_goes_together_or_not_as_the_file_says(first, second):
    user = User.objects.create_user("salma")
    RoleGrant.objects.create(user=user, role=first, body=body_for(first))

    if frozenset({first, second}) in TOGETHER:
        RoleGrant.objects.create(user=user, role=second, body=body_for(second))
    else:
        with pytest.raises(IntegrityError), transaction.atomic():
            RoleGrant.objects.create(user=user, role=second, body=body_for(second))


def test_a_bulk_statement_is_refused_as_well():
    user = User.objects.create_user("salma")
    RoleGrant.objects.create(user=user, role=Role.AGENT)

    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO accounts_rolegrant (user_id, role, body)"
            " SELECT id, 'AUDITOR', '' FROM accounts_user"
        )
    with pytest.raises(IntegrityError), transaction.atomic():
        RoleGrant.objects.bulk_create(
            RoleGrant(user=User.objects.create_user("omar"), role=role)
            for role in (Role.AGENT, Role.ADMINISTRATOR)
        )


def test_a_grant_that_changes_role_is_refused_as_well():
    user = User.objects.create_user("salma")
    for role in (Role.AGENT, Role.SUPERVISOR):
        RoleGrant.objects.create(user=user, role=role)

    with pytest.raises(IntegrityError), transaction.atomic():
        RoleGrant.objects.filter(role=Role.SUPERVISOR).update(role=Role.AUDITOR)


def test_two_people_may_hold_what_one_may_not():
    for name, role in (("salma", Role.AGENT), ("idriss", Role.AUDITOR)):
        RoleGrant.objects.create(user=User.objects.create_user(name), role=role)


def test_the_table_says_what_the_file_says_and_whoever_breaks_a_new_pair_is_named():
    user = User.objects.create_user("salma")
    IncompatibleRoles.objects.all().delete()
    for role in (Role.AGENT, Role.AUDITOR):
        RoleGrant.objects.create(user=user, role=role)

    assert sync_incompatible_roles() == ["salma"]
    assert sync_incompatible_roles() == ["salma"]
    assert IncompatibleRoles.objects.count() == len(pairs_of_the_file()) == 22


def test_each_pair_says_why_in_both_languages():
    for pair in pairs_of_the_file():
        assert pair.first in Role.values
        assert pair.second in Role.values
        assert pair.reason_fr.endswith(".")
        assert pair.reason_ar.endswith(".")
