"""Karim, whom a list registered, and the browsers that people come with."""

import secrets

import pytest
from django.test import Client

from tests.agencies.places import commune, make_agency
from tests.portal.way.walking import prove
from tests.registration.completing import make_karim


def somewhere():
    """An address of the network that nobody used yet: failures are counted by address."""
    return f"2001:db8::{secrets.token_hex(2)}:{secrets.token_hex(2)}"


@pytest.fixture
def visit():
    """Open a browser of somebody: `visit()`."""

    def opened(**options):
        return Client(REMOTE_ADDR=somewhere(), **options)

    return opened


@pytest.fixture
def browser(visit):
    return visit()


@pytest.fixture
def karim():
    return make_karim(email="karim@exemple.ma", address="17 rue des Orangers", commune=commune())


@pytest.fixture
def agencies():
    """Two agencies in Sefrou, one in Rabat."""
    near = [make_agency(name_fr=f"Agence Sefrou {place}") for place in ("1", "2")]
    return [*near, make_agency(commune=commune("Rabat"), name_fr="Agence Rabat")]


@pytest.fixture
def inside(browser, karim, agencies):
    """Karim, who entered his code."""
    prove(browser)
    return browser
