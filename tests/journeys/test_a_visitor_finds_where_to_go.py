"""A visitor finds where to go, in a real browser, with or without JavaScript."""

from datetime import date, time

import pytest
from django.urls import reverse

from agencies.models import Approval
from tests.agencies.places import make_agency, make_point, make_stop, make_timetable

WHERE = reverse("portal:where")
SEFROU = {"latitude": 33.83, "longitude": -4.83}


@pytest.fixture
def network(law):
    """Agencies, points and a mobile agency around Sefrou, more than a page of them."""
    hours = make_timetable(*((day, time(8, 30), time(16, 30)) for day in range(1, 6)))
    for number in range(7):
        make_agency(
            latitude=33.84 + number / 100, longitude=-4.83, timetable=hours, phone="0535000000"
        )
        point = make_point(latitude=33.8, longitude=-4.9 + number / 100, timetable=hours)
        Approval.objects.create(point=point, service_id="DEPOT", begins_on=date(2022, 1, 1))
    make_stop()


@pytest.fixture
def visit(network, chromium, live_server):
    """Open a browser as anybody does: `visit(language="ar", width=360)`."""
    contexts = []

    def opened(*, language="fr", width=360, script=False, **browser):
        context = chromium.new_context(
            base_url=live_server.url,
            viewport={"width": width, "height": 800},
            java_script_enabled=script,
            locale=language,
            **browser,
        )
        contexts.append(context)
        return context.new_page()

    yield opened
    for context in contexts:
        context.close()


def test_a_visitor_finds_a_place_without_javascript(visit):
    page = visit()
    page.goto("/")
    page.get_by_role("link", name="Où me rendre", exact=True).click()

    page.get_by_label("Ce que vous venez faire").select_option("DEPOT")
    page.get_by_label("Votre commune").fill("séfrou")
    page.get_by_role("button", name="Voir les lieux").click()

    assert page.locator(".places > li").count() == 7
    assert page.get_by_role("img", name="Carte des lieux").is_visible()
    assert page.get_by_text("Sefrou (Sefrou)").is_visible()


def test_a_visitor_goes_from_page_to_page_and_to_one_kind_of_place(visit):
    page = visit()
    page.goto(f"{WHERE}?commune=Sefrou")
    assert page.locator(".places > li").count() == 10

    page.get_by_role("link", name="Page suivante").click()
    assert page.locator(".places > li").count() == 5

    page.get_by_role("link", name="Agences mobiles").click()
    assert page.locator(".places > li").count() == 1
    assert page.get_by_text("Prochain passage").is_visible()


def test_the_language_changes_and_the_question_stays(visit):
    page = visit()
    page.goto(f"{WHERE}?commune=Sefrou&service=DEPOT&lang=fr")

    page.get_by_role("button", name="العربية").click()

    assert page.locator("html").get_attribute("dir") == "rtl"
    assert page.locator(".places > li").count() == 7


def test_a_phone_that_gives_its_position_sorts_the_places_and_no_address_holds_it(visit):
    page = visit(script=True, geolocation=SEFROU, permissions=["geolocation"])
    addresses = []
    page.on("request", lambda request: addresses.append(request.url))
    page.goto(WHERE)

    page.get_by_role("link", name="Utiliser ma position").click()
    page.wait_for_url(f"**{WHERE}")

    assert page.locator(".places > li").count() == 10
    listed = page.locator(".places > li").all_inner_texts()
    assert "commune à 1\u00a0km" in listed[0]
    assert "à 1,1\u00a0km" in listed[1]
    page.get_by_role("button", name="Page suivante").click()
    assert page.locator(".places > li").first.inner_text().startswith("11")
    page.get_by_role("button", name="Points partenaires").click()
    assert page.locator(".places > li").count() == 7
    assert not [address for address in addresses if "33.8" in address or "itude" in address]


@pytest.mark.parametrize("script", [False, True])
def test_a_phone_that_keeps_its_position_is_asked_for_a_commune(visit, script):
    page = visit(script=script)
    page.goto(reverse("portal:position"))

    page.get_by_text("Votre position n'est pas connue.").wait_for()
    page.get_by_role("link", name="Donner ma commune").click()

    assert page.get_by_label("Votre commune").is_visible()


@pytest.mark.parametrize("language", ["fr", "ar"])
def test_a_first_visit_is_a_few_small_answers(visit, language):
    page = visit(language=language, script=True)
    answers = []
    page.on("response", lambda answer: answers.append(answer))

    page.goto(f"{WHERE}?commune=Sefrou", wait_until="networkidle")

    weights = {answer.url: int(answer.headers.get("content-length", 0)) for answer in answers}
    assert sum(weights.values()) <= 100_000, weights
    assert len(weights) <= 6, list(weights)
    assert not [url for url in weights if url.endswith(".js")]


@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize("language", ["fr", "ar"])
def test_no_page_has_a_barrier(visit, violations, language, width):
    page = visit(language=language, width=width, script=True)
    for address in (
        WHERE,
        f"{WHERE}?commune=Sefrou",
        f"{WHERE}?commune=Sefrou&kind=mobile",
        f"{WHERE}?commune=Sefrou&service=ATTESTATION&kind=point",
        f"{WHERE}?commune=Oulad+Aissa",
        f"{WHERE}?commune=zzzz",
        reverse("portal:position"),
    ):
        page.goto(address)
        assert violations(page) == [], address
        assert page.locator("html").get_attribute("dir") == {"fr": "ltr", "ar": "rtl"}[language]
        sideways = page.evaluate("document.documentElement.scrollWidth - innerWidth")
        assert sideways <= 0, address
