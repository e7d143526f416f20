from contextlib import contextmanager
from itertools import combinations

import pytest
from django.db import IntegrityError, connection, transaction

from cnss_amo.accounts.enums import Role
from cnss_amo.accounts.models import IncompatibleRoles, RoleGrant, User
from cnss_amo.accounts.separation import pairs_of_the_file, sync_incompatible_roles
from tests.staff import give

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


@contextmanager
def refused():
    with pytest.raises(IntegrityError, match="incompatible"), transaction.atomic():
        yield


@pytest.mark.parametrize(("first", "second"), list(combinations(Role, 2)))
def test_each_pair_of_roles_goes_together_or_not_as_the_file_says(first, second):
    user = User.objects.create_user("salma")
    give(user, first, body_for(first))

    if frozenset({first, second}) in TOGETHER:
        give(user, second, body_for(second))
    else:
        with refused():
            give(user, second, body_for(second))


def test_a_bulk_statement_is_refused_as_well():
    given = give(User.objects.create_user("salma"), Role.AGENT)
    two = {"proposed_by": given.proposed_by, "approved_by": given.approved_by}
    omar = User.objects.create_user("omar")
    both = [RoleGrant(user=omar, role=role, **two) for role in (Role.AGENT, Role.AUDITOR)]

    with refused(), connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO accounts_rolegrant (user_id, role, body, proposed_by_id, approved_by_id)"
            " SELECT user_id, 'AUDITOR', '', proposed_by_id, approved_by_id FROM accounts_rolegrant"
        )
    with refused():
        RoleGrant.objects.bulk_create(both)


def test_two_people_may_hold_what_one_may_not():
    for name, role in (("salma", Role.AGENT), ("idriss", Role.AUDITOR)):
        give(User.objects.create_user(name), role)


def test_the_table_says_what_the_file_says_and_whoever_breaks_a_new_pair_is_named():
    user = User.objects.create_user("salma")
    IncompatibleRoles.objects.all().delete()
    for role in (Role.AGENT, Role.AUDITOR):
        give(user, role)

    assert sync_incompatible_roles() == ["salma"]
    assert sync_incompatible_roles() == ["salma"]
    assert IncompatibleRoles.objects.count() == len(pairs_of_the_file()) == 22


def test_each_pair_says_why_in_both_languages():
    for pair in pairs_of_the_file():
        assert pair.first in Role.values
        assert pair.second in Role.values
        assert pair.reason_fr.endswith(".")
        assert pair.reason_ar.endswith(".")
