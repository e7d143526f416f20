from collections.abc import Iterator

import pytest
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from cnss_amo.accounts.enums import Role
from cnss_amo.accounts.groups import align_groups
from cnss_amo.accounts.models import User
from tests.staff import enrol

OPEN_TO_ALL = {
    "messaging:inbox",  # in development, for this machine alone
    "portal:check",
    "portal:check_form",
    "portal:home",
    "portal:health",
    "portal:position",
    "portal:where",
    "portal:where_json",
    "account_login",
    "mfa_authenticate",
    "account_logout",
    "account_inactive",
    "set_language",
    "admin:login",
}


def pages(resolver: URLResolver, namespace: str = "") -> Iterator[tuple[str, URLPattern]]:
    for entry in resolver.url_patterns:
        if isinstance(entry, URLResolver):
            yield from pages(
                entry, f"{namespace}{entry.namespace}:" if entry.namespace else namespace
            )
        else:
            yield f"{namespace}{entry.name}", entry


def test_every_page_asks_to_sign_in_except_those_named_here():
    is_open = {
        name
        for name, page in pages(get_resolver())
        if not getattr(page.callback, "login_required", True)
    }

    assert is_open == OPEN_TO_ALL


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
    user.role_grants.create(role=role, body=body)
    align_groups(enrol(user))
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
