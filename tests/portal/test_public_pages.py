import re

import pytest
from django.contrib.staticfiles import finders
from django.test import Client
from django.urls import reverse

from tests.liaison.lists import registered

HOME_BUDGET = 100_000


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("browser", "language", "direction", "title"),
    [
        ("fr-MA,fr;q=0.9", "fr", "ltr", "L&#x27;assurance maladie des travailleurs indépendants"),
        ("ar-MA,ar;q=0.9", "ar", "rtl", "التأمين عن المرض للعمال المستقلين"),
        ("en", "fr", "ltr", "L&#x27;assurance maladie"),
    ],
)
def test_the_home_page_speaks_the_browsers_language(client, browser, language, direction, title):
    response = client.get("/", headers={"accept-language": browser})

    assert f'<html lang="{language}" dir="{direction}">' in response.text
    assert title.replace("&#x27;", "'") in response.text


@pytest.mark.django_db
def test_the_language_chosen_is_kept_and_so_is_the_page(client):
    chosen = client.post(
        reverse("set_language"), {"language": "ar", "next": "/connexion/?next=/listes/"}
    )

    assert chosen.url == "/connexion/?next=/listes/"
    assert 'dir="rtl"' in client.get(chosen.url, headers={"accept-language": "fr"}).text


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/", "/ou-me-rendre/", "/ou-me-rendre/ma-position/"])
def test_a_public_page_sets_no_cookie_and_changes_its_language_all_the_same(path):
    visitor = Client(enforce_csrf_checks=True)
    assert visitor.get(path).cookies == {}

    visitor.post(reverse("set_language"), {"language": "ar", "next": path})

    assert 'dir="rtl"' in visitor.get(path).text


@pytest.mark.django_db
def test_the_home_page_needs_no_script_and_weighs_little(client):
    page = client.get("/").text
    files = re.findall(r'(?:href|src)="/static/([^"]+)"', page)
    weight = len(page.encode()) + sum(size_of(name) for name in {*files, *FONTS})

    assert "<script" not in page
    assert "style=" not in page
    assert len(page.encode()) <= 14_000
    assert weight <= HOME_BUDGET, f"{weight} bytes before compression"


FONTS = ("fonts/amo-arabic-regular.woff2", "fonts/amo-arabic-semibold.woff2")


def size_of(name):
    with open(finders.find(name), "rb") as file:
        return len(file.read())


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/", "/connexion/", "/nulle-part/"])
def test_every_page_has_one_title_one_main_and_help_in_the_same_place(client, path):
    page = client.get(path).text

    assert page.count("<h1>") == 1
    assert page.count("<main") == 1
    assert page.index('class="skip-link"') < page.index("<header")
    assert 'href="tel:3939"' in page[page.index("<footer") :]


@pytest.mark.django_db
def test_health_says_ok_without_signing_in(client):
    response = client.get("/health/")

    assert (response.status_code, response.text) == (200, "ok")


@pytest.mark.django_db
def test_the_home_page_tells_the_figures_once_there_are_some(client):
    assert 'id="chiffres"' not in client.get("/").text
    people = [{"CIN": f"AB1{n:05d}", "NOM": f"Bennani {chr(65 + n)}"} for n in range(6)]
    registered("DGI", *people, {"CIN": "??"})

    page = client.get("/")

    [figures] = page.context["figures"]
    assert figures.category.code == "CPU"
    assert [step.count for step in figures.steps] == [7, 6, None, 6, None]
    assert figures.steps[1].length == round(1000 * 6 / 7)
    assert page.text.count("moins de 5") == 2


@pytest.mark.django_db
def test_the_home_page_hides_a_category_of_a_few(client):
    registered("DGI", {}, {"CIN": "AB2", "NOM": "Filali"})

    assert 'id="chiffres"' not in client.get("/").text
