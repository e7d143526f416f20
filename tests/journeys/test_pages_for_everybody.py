"""Every page, in both languages, on a phone and on a desk: no barrier, no sideways scroll."""

import pytest
from django.urls import reverse

from cnss_amo.backoffice.desk import TABS
from registration.models import Person
from tests.liaison.lists import csv_of, registered, send

SIZES = (360, 1280)


@pytest.fixture
def shown(law):
    """A closed list with a conflict and a refused row, and one that waits for approval."""
    closed = registered("DGI", {}, {"CIN": "CD2", "DATE_NAISSANCE": "31/02/1980"})
    registered("MAPMDREF", {"NOM": "Tazi", "PRENOM": "Salma", "DATE_NAISSANCE": "01/01/1990"})
    waiting = send("DGI", csv_of("DGI", {"CIN": "EF3", "NOM": "Alaoui"}))
    return closed, waiting


def pages_of_the_file(person):
    """The tabs of a person's file, and the acts of the desk on it."""
    file = reverse("backoffice:person", args=[person.pk])
    acts = [reverse(f"backoffice:{act}", args=[person.pk]) for act in ("contact", "print")]
    return [*(f"{file}?onglet={tab.slug}" for tab in TABS), *acts, reverse("backoffice:keyboard")]


@pytest.mark.parametrize("width", SIZES)
@pytest.mark.parametrize("language", ["fr", "ar"])
def test_no_page_has_a_barrier(sign_in, violations, shown, hind, amina, omar, language, width):
    closed, waiting = shown
    pages = {
        hind: [
            reverse("backoffice:home"),
            reverse("backoffice:queues"),
            reverse("liaison:lists"),
            reverse("liaison:list", args=[waiting.pk]),
            reverse("liaison:approve", args=[waiting.pk]),
            reverse("liaison:conflicts"),
        ],
        omar: [
            reverse("backoffice:home"),
            reverse("liaison:send"),
            reverse("liaison:list", args=[closed.pk]),
            reverse("liaison:correct_row", args=[closed.pk, 3]),
        ],
        amina: [reverse("backoffice:search"), *pages_of_the_file(Person.objects.first())],
    }
    for user, urls in pages.items():
        page = sign_in(user, language=language, width=width, script=True)
        for url in urls:
            page.goto(url)
            assert violations(page) == [], url
            assert page.locator("html").get_attribute("dir") == {"fr": "ltr", "ar": "rtl"}[language]
            sideways = page.evaluate("document.documentElement.scrollWidth - innerWidth")
            assert sideways <= 0, url
