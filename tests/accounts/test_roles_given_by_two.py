"""A role is proposed by one, confirmed by another, and gives nothing before."""

import pytest
from django.contrib.admin.models import LogEntry
from django.db import DatabaseError, IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from cnss_amo.accounts.enums import Role
from cnss_amo.accounts.models import RoleGrant, RoleProposal, User
from tests.staff import give, sign_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def nadia(hire):
    return hire("nadia", Role.ADMINISTRATOR)


@pytest.fixture
def hicham(hire):
    return hire("hicham", Role.ADMINISTRATOR)


@pytest.fixture
def karim(db):
    return User.objects.create_user("karim")


@pytest.fixture
def proposal(nadia, karim):
    return RoleProposal.objects.create(user=karim, role=Role.AGENT, proposed_by=nadia)


def decide(user, proposal, verdict):
    """Press the button, in a browser where this person just said who she is."""
    browser = Client()
    sign_in(browser, user)
    return browser.post(page("decide", proposal.pk), {verdict: "1"}, follow=True)


def page(name, *args):
    return reverse(f"admin:accounts_roleproposal_{name}", args=args)


def roles_of(user):
    return User.objects.get(pk=user.pk).roles


def test_a_role_proposed_gives_nothing_until_another_confirms_it(nadia, hicham, karim, proposal):
    assert roles_of(karim) == set()

    shown = decide(hicham, proposal, "confirm")

    assert "Le rôle est attribué." in shown.text
    assert roles_of(karim) == {Role.AGENT}
    grant = RoleGrant.objects.get(user=karim)
    assert (grant.proposed_by, grant.approved_by) == (nadia, hicham)
    assert not RoleProposal.objects.exists()


def test_both_are_kept_in_the_history_and_in_the_audit(nadia, hicham, karim, proposal):
    decide(hicham, proposal, "confirm")

    entry = LogEntry.objects.get()
    assert (entry.user, entry.object_id) == (hicham, str(karim.pk))
    assert "Rôle confirmé : agent d'agence" in entry.get_change_message()
    audit = RoleGrant._meta.get_field("audit").related_model
    [given] = audit.objects.filter(user=karim)
    assert (given.proposed_by, given.approved_by) == (nadia, hicham)


def test_who_proposed_is_not_the_second_person(nadia, karim, proposal):
    shown = decide(nadia, proposal, "confirm")

    assert "se confirme par un autre" in shown.text
    assert 'name="confirm"' not in shown.text
    assert roles_of(karim) == set()


def test_who_would_hold_it_is_not_the_second_person(nadia, hicham):
    hers = RoleProposal.objects.create(user=hicham, role=Role.AGENT, proposed_by=nadia)

    decide(hicham, hers, "confirm")

    assert roles_of(hicham) == {Role.ADMINISTRATOR}


def test_a_proposal_is_dropped_by_either_and_gives_nothing(nadia, karim, proposal):
    shown = decide(nadia, proposal, "refuse")

    assert "aucun rôle" in shown.text
    assert not RoleProposal.objects.exists()
    assert roles_of(karim) == set()


def test_a_second_press_meets_a_calm_message(hicham, karim, proposal):
    decide(hicham, proposal, "confirm")

    again = decide(hicham, proposal, "confirm")

    assert "attend plus" in again.text
    assert RoleGrant.objects.filter(user=karim).count() == 1


def test_the_decision_waits_for_a_confirmation_of_who_decides(client, hicham, karim, proposal):
    client.force_login(hicham)

    asked = client.post(page("decide", proposal.pk), {"confirm": "1"})

    assert asked.url.startswith(reverse("account_reauthenticate"))
    assert roles_of(karim) == set()


def test_an_auditor_reads_what_waits_and_decides_nothing(idriss, proposal):
    browser = Client()
    sign_in(browser, idriss)

    shown = browser.get(page("change", proposal.pk))

    assert "karim" in shown.text
    assert 'name="confirm"' not in shown.text
    assert browser.post(page("decide", proposal.pk), {"confirm": "1"}).status_code == 403


def test_roles_that_became_incompatible_meanwhile_are_refused_with_the_reason(
    hicham, karim, proposal
):
    give(karim, Role.AUDITOR)

    shown = decide(hicham, proposal, "confirm")

    assert "ne vont pas à la même personne" in shown.text
    assert roles_of(karim) == {Role.AUDITOR}


@pytest.mark.parametrize(
    ("proposed_by", "approved_by"),
    [
        (None, None),
        ("nadia", None),
        (None, "nadia"),
        ("nadia", "nadia"),
        ("karim", "nadia"),
        ("nadia", "karim"),
    ],
)
def test_the_database_gives_no_role_without_two_others(nadia, karim, proposed_by, approved_by):
    people = {None: None, "nadia": nadia, "karim": karim}

    with pytest.raises(IntegrityError, match="role_given_by_two_others"), transaction.atomic():
        RoleGrant.objects.create(
            user=karim,
            role=Role.AGENT,
            proposed_by=people[proposed_by],
            approved_by=people[approved_by],
        )


def test_nobody_proposes_a_role_for_herself(nadia):
    with pytest.raises(IntegrityError), transaction.atomic():
        RoleProposal.objects.create(user=nadia, role=Role.AGENT, proposed_by=nadia)


def test_a_role_given_never_becomes_another(karim):
    give(karim, Role.AGENT)

    with pytest.raises(DatabaseError, match="Cannot update"), transaction.atomic():
        RoleGrant.objects.filter(user=karim).update(role=Role.SUPERVISOR)


def test_the_machine_makes_two_administrators_and_no_third(nadia):
    RoleGrant.objects.create(user=User.objects.create_user("un"), role=Role.ADMINISTRATOR)

    with pytest.raises(IntegrityError, match="two administrators are there"), transaction.atomic():
        RoleGrant.objects.create(user=User.objects.create_user("deux"), role=Role.ADMINISTRATOR)
