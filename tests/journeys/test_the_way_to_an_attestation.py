"""From the invitation to the attestation, in a real browser: few pages, light, no barrier."""

import re

import pytest
from django.urls import reverse

from registration.models import CompletedRegistration
from tests.agencies.places import commune, make_agency
from tests.registration.completing import code_sent, make_karim

FIRST_LOAD, EACH_PAGE, PAGES = 100_000, 25_000, 6
PASSWORD = "une phrase à moi"
DIRECTION = {"fr": "ltr", "ar": "rtl"}


def address(name):
    return reverse(f"portal:{name}")


@pytest.fixture
def karim(law):
    for _agency in range(6):
        make_agency()
    return make_karim(
        email="karim@exemple.ma",
        address="17 rue des Orangers",
        commune=commune(),
        last_name_ar="بناني",
        first_name_ar="كريم",
    )


@pytest.fixture
def visit(karim, chromium, live_server):
    """Open the phone of somebody: `visit("ar", width=1280)`."""
    contexts = []

    def opened(language="fr", *, width=360, script=False):
        context = chromium.new_context(
            base_url=live_server.url,
            viewport={"width": width, "height": 640},
            java_script_enabled=script,
            locale=language,
        )
        contexts.append(context)
        return context.new_page()

    yield opened
    for context in contexts:
        context.close()


class Way:
    """The pages of the way, walked by their buttons; what each weighed on the line."""

    def __init__(self, page):
        self.page, self.pages, self.answers = page, [], []
        page.on("response", lambda answer: self.answers.append(answer))

    def goes(self, name):
        """We are on this page: weigh what it took to come here."""
        self.page.wait_for_load_state("networkidle")
        assert self.page.url.split("#")[0].endswith(address(name)), self.page.url
        loaded = {answer.url: weight_of(answer) for answer in self.answers if is_on_line(answer)}
        self.pages.append((name, sum(loaded.values()), loaded))
        self.answers.clear()

    def press(self):
        """Press the one button that leads on."""
        self.page.locator("main .btn-primary").click()

    def fill(self, name, value):
        self.page.locator(f"[name={name}]").fill(value)

    def walk(self):
        """Identify, code, data, check, confirmation, space."""
        yield from self.to_the_code()
        self.fill("code", code_sent())
        self.press()
        yield self.goes("confirm")
        self.page.locator("[name=consent]").check()
        self.press()
        yield self.goes("verify_answers")
        self.fill("password", PASSWORD)
        self.press()
        yield self.goes("done")
        self.press()
        yield self.goes("space")

    def to_the_code(self):
        self.page.goto(address("identify"))
        yield self.goes("identify")
        self.fill("document", "ab 123456")
        self.fill("birth", "12/03/1980")
        self.press()
        yield self.goes("code")


def is_on_line(answer):
    """Whether an answer came by the line, not from what the phone kept."""
    return not answer.from_service_worker and answer.request.timing["responseStart"] >= 0


def weight_of(answer):
    """The bytes of an answer, with its headers, as they were sent."""
    sizes = answer.request.sizes()
    return sizes["responseBodySize"] + sizes["responseHeadersSize"]


def loaded_style(loaded):
    return next(weight for url, weight in loaded.items() if "amo" in url and url.endswith(".css"))


@pytest.mark.parametrize("language", DIRECTION)
def test_from_the_invitation_to_the_attestation_is_six_light_pages(visit, language):
    way = Way(visit(language))
    for _page in way.walk():
        assert way.page.locator("html").get_attribute("dir") == DIRECTION[language]

    assert len(way.pages) <= PAGES
    (_name, first, loaded), *others = way.pages
    assert first <= FIRST_LOAD, loaded
    assert loaded_style(loaded) > 0, "the first load brings the styles: nothing is kept yet"
    for name, weight, loaded in others:
        assert weight <= EACH_PAGE, (name, loaded)
    assert CompletedRegistration.objects.get().language == language


@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize("language", DIRECTION)
def test_no_page_of_the_way_has_a_barrier(visit, violations, language, width):
    way = Way(visit(language, width=width, script=True))
    for _page in way.walk():
        name = way.pages[-1][0]
        assert violations(way.page) == [], name
        sideways = way.page.evaluate("document.documentElement.scrollWidth - innerWidth")
        assert sideways <= 0, name
    for name in ("password", "number", "notice", "home"):
        way.page.goto(address(name))
        assert violations(way.page) == [], name


@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize("language", DIRECTION)
def test_no_refused_page_has_a_barrier(visit, violations, language, width):
    way = Way(visit(language, width=width, script=True))
    page = way.page
    page.goto(address("identify"))
    way.press()
    assert violations(page) == [], "identify"
    page.goto(address("sign_in"))
    way.press()
    assert violations(page) == [], "sign in"
    for _page in way.to_the_code():
        pass
    way.press()
    assert violations(page) == [], "code"
    way.fill("code", code_sent())
    way.press()
    way.fill("phone", "06 12")
    way.press()
    assert violations(page) == [], "confirm"
    assert page.locator(".error-summary").evaluate("one => one === document.activeElement")


def test_everything_can_be_pressed_with_a_thumb(visit):
    way = Way(visit(script=True))
    small = "el => el.getClientRects().length && (el.offsetHeight < 24 || el.offsetWidth < 24)"
    for _page in way.walk():
        for target in way.page.locator("main .btn, main input, main select, main summary").all():
            assert not target.evaluate(small), way.pages[-1][0]


def test_an_identity_is_corrected_without_javascript(visit):
    way = Way(visit())
    for _page in way.to_the_code():
        pass
    way.fill("code", code_sent())
    way.press()

    way.page.locator("summary").click()
    way.fill("birth_place", "Sefrou")
    way.page.locator("[name=consent]").check()
    way.press()

    assert re.search("Lieu de naissance.*Sefrou", way.page.locator(".answers").inner_text(), re.S)
