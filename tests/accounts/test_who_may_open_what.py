"""What the header offers, and where a stranger is led; what each role meets is in the table."""

import pytest
from django.urls import reverse

from cnss_amo.accounts.enums import Role
from cnss_amo.accounts.models import User
from tests.staff import enrol, give


@pytest.mark.django_db
@pytest.mark.parametrize(
    "name", ["backoffice:home", "backoffice:search", "liaison:lists", "liaison:conflicts"]
)
def test_a_stranger_is_sent_to_sign_in_and_then_back(client, name):
    response = client.get(reverse(name))

    assert response.status_code == 302
    assert response.url == f"{reverse('account_login')}?next={reverse(name)}"


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("role", "body", "links", "searches"),
    [
        (Role.AGENT, "", ["Accueil"], True),
        (Role.SUPERVISOR, "", ["Accueil"], True),
        (Role.LIST_MANAGER, "", ["Accueil", "Listes", "Conflits"], True),
        (Role.LIST_OFFICER, "ONN", ["Accueil", "Listes"], False),
        (Role.AUDITOR, "", ["Accueil", "Listes", "Conflits", "Administration"], True),
        (Role.ADMINISTRATOR, "", ["Accueil", "Administration"], False),
    ],
)
def test_the_header_shows_what_the_role_may_reach(client, role, body, links, searches):
    user = User.objects.create_user("salma", password="olivier-ancien-42")
    give(user, role, body)
    enrol(user)
    client.force_login(user)

    page = client.get(reverse("account_change_password")).text

    shown = [
        label
        for label in ("Accueil", "Listes", "Conflits", "Administration")
        if f">{label}</a>" in page
    ]
    assert shown == links
    assert ('role="search"' in page) == searches
    assert "Se déconnecter" in page
