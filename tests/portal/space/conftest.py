"""Somebody whom a list registered, who completed, and who is in her space."""

from html import unescape

import pytest
from django.test import Client
from django.utils import timezone

from registration.models import Person
from registration.services.account import begin_session
from tests.liaison.lists import registered
from tests.registration.completing import complete

PASSWORD = "une phrase à moi"
TOLD = {
    "CIN": "AB734512",
    "NOM_AR": "بناني",
    "PRENOM_AR": "كريم",
    "TELEPHONE": "0661873245",
    "EMAIL": "karim.b@exemple.ma",
    "ADRESSE": "17 rue des Orangers",
}
PAGES = (
    *("space", "data", "in_clear", "contact", "identity", "activities", "messages"),
    *("looks", "history", "sessions", "language", "attestation"),
)
PHONE = "Mozilla/5.0 (Linux; Android 6.0) AppleWebKit/537.36 Chrome/60.0 Mobile Safari/537.36"


def let_in(person, client=None, *, device=PHONE, at=None):
    """A browser in which this person is in her space."""
    client = client or Client()
    session = begin_session(account=person.account, device=device, at=at or timezone.now())
    browser = client.session
    browser["insured"] = str(session.key)
    browser.save()
    return client


def words_of(page):
    """What a page says, as a browser would read it."""
    return " ".join(unescape(page.text).split())


@pytest.fixture
def karim(db):
    """A trader whom the tax office listed, and who completed his registration."""
    registered("DGI", TOLD)
    person = Person.objects.get()
    complete(person, password=PASSWORD, at=timezone.now())
    return Person.objects.get()


@pytest.fixture
def inside(karim):
    """Karim's browser, in his space."""
    return let_in(karim)
