"""P-2: walk every page that each role reaches, and meet no identity in clear outside of reveal."""

import re
from collections import Counter, deque
from html import unescape

import pytest
from django.urls import Resolver404, resolve, reverse

from cnss_amo.accounts.enums import Role
from registration.models import Person
from tests.authorisation.scene import post
from tests.liaison.lists import registered

pytestmark = pytest.mark.django_db

SECRETS = {
    "CIN": "BE887766",
    "TELEPHONE": "0655443322",
    "EMAIL": "nawal.berrada@exemple.ma",
    "ADRESSE": "27 rue des Orangers",
}
TOLD = re.compile(r"BE\W?887766|55\W?44\W?33\W?22|nawal\.berrada|rue des Orangers", re.IGNORECASE)
LINK = re.compile(r'href="(/[^"#]*)')
PAGES_OF_A_KIND = 3
REACHED_AT_LEAST = {
    Role.AGENT: {"home", "person", "print", "contact"},
    Role.SUPERVISOR: {"home", "person", "team", "alerts", "lifts"},
    Role.LIST_MANAGER: {"home", "person", "lists", "list", "row"},
    Role.LIST_OFFICER: {"home", "lists", "list", "row"},
    Role.AUDITOR: {
        "home",
        "person",
        "lists",
        "control",
        "who_looked",
        "registration_person_change",
    },
    Role.ADMINISTRATOR: {"home", "registration_person_change"},
}


@pytest.fixture
def nawal():
    """Somebody with everything that is masked, whom two lists spoke of, one of them wrongly."""
    registered("DGI", SECRETS, {"CIN": "BE887767", "TELEPHONE": "12"})
    return Person.objects.exclude(phone_key=None).get()


def entrances(person):
    """Where a walk begins: what links lead to only after a search, too."""
    yield reverse("backoffice:home")
    yield reverse("backoffice:person", args=[person.pk])
    for tab in ("activites", "coordonnees", "pieces", "historique", "liens"):
        yield reverse("backoffice:person", args=[person.pk]) + f"?onglet={tab}"
    yield reverse("admin:registration_person_change", args=[person.pk])
    yield reverse("backoffice:control")


def pages_reached(client, person):
    """Yield each page that links lead to, with the name of its address; a few of each kind."""
    waiting, met, kinds = deque(entrances(person)), set(), Counter()
    while waiting:
        address = waiting.popleft()
        name = kind_of(address)
        if (
            address in met
            or name is None
            or kinds[name] == PAGES_OF_A_KIND + 5 * (name == "person")
        ):
            continue
        met.add(address)
        response = client.get(address)
        if response.status_code == 302:
            waiting.append(response.url)
        if response.status_code == 200 and "text/html" in response.headers["Content-Type"]:
            kinds[name] += 1
            text = response.text
            yield name, address, text
            waiting.extend(unescape(link) for link in LINK.findall(text))


def kind_of(address):
    try:
        return resolve(address.partition("?")[0]).url_name
    except Resolver404:
        return None


@pytest.mark.parametrize("role", Role)
def test_no_page_of_a_role_tells_what_is_masked(client, hire, nawal, role):
    user = hire("yasmine", role, "DGI" if role == Role.LIST_OFFICER else "")
    post(user)
    client.force_login(user)

    reached = {}
    for name, address, text in pages_reached(client, nawal):
        reached[name] = address
        assert not TOLD.search(text), address

    assert REACHED_AT_LEAST.get(role, {"home"}) <= set(reached)


@pytest.mark.parametrize("role", [Role.AGENT, Role.SUPERVISOR, Role.LIST_MANAGER, Role.AUDITOR])
def test_a_search_by_name_tells_nothing_masked(client, hire, nawal, role):
    client.force_login(hire("yasmine", role))

    page = client.post(reverse("backoffice:search"), {"q": nawal.last_name})

    assert nawal.last_name in page.text
    assert not TOLD.search(page.text)


def test_what_the_walk_looks_for_is_what_reveal_shows(client, amina, nawal):
    client.force_login(amina)
    asked = {"what": ["document", "phone", "email", "address"], "reason": "CALL_BACK", "words": ""}

    page = client.post(reverse("backoffice:reveal", args=[nawal.pk]), asked).text

    assert len(set(TOLD.findall(page))) == len(asked["what"])
