"""The pages of a partner's point, and its receipts on the paper of a till."""

import io

import pypdf
import pytest
from django.urls import reverse

from agencies.models import Approval, Posting
from cnss_amo.accounts.enums import Role
from tests.agencies.places import make_point
from tests.points.counter import ALL_SERVICES
from tests.registration.completing import CIN, make_karim

MILLIMETRE = 72 / 25.4
HOME = reverse("points:home")
SIDEWAYS = "document.documentElement.scrollWidth - innerWidth"
LARGE = """Array.from(document.querySelectorAll(".slip dd.large"),
                      word => parseFloat(getComputedStyle(word).fontSize))"""


@pytest.fixture
def said(law, hire):
    """The operator of a point that does everything."""
    point = make_point()
    for service in ALL_SERVICES:
        Approval.objects.create(point=point, service_id=service, begins_on=point.opened_on)
    said = hire("said", Role.POINT_OPERATOR)
    Posting.objects.create(user=said, point=point, begins_on=point.opened_on)
    return said


def visit(page, document=CIN):
    page.goto(HOME)
    page.check('input[name="document_kind"][value="CIN"]')
    page.fill('input[name="document"]', document)
    page.fill('input[name="birth"]', "12/03/1980")
    page.click(".btn-primary")


def complete(page):
    page.click('a[href$="/completer/"]')
    page.check('input[name="language"][value="ar"]')
    page.check('input[name="consent"]')
    page.click(".btn-primary")


@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize("language", ["fr", "ar"])
def test_no_page_of_a_point_has_a_barrier(sign_in, violations, said, language, width):
    make_karim()
    page = sign_in(said, language=language, width=width, script=True)
    seen = []

    def look():
        seen.append(page.url)
        assert violations(page) == [], page.url
        assert page.evaluate(SIDEWAYS) <= 0, page.url

    page.goto(HOME)
    look()
    visit(page)
    look()
    base = page.url
    for end in ("completer/", "code/", "attestation/"):
        page.goto(base + end)
        look()
    page.goto(base)
    complete(page)
    look()
    visit(page, "ZZ999999")
    look()
    base = page.url
    page.goto(base + "demande/")
    look()
    page.fill('input[name="last_name"]', "Idrissi")
    page.fill('input[name="first_name"]', "Salma")
    page.click(".btn-primary")
    look()
    page.select_option('select[name="sub_category"]', "CPU")
    page.fill('input[name="started_on"]', "2021")
    page.click(".btn-primary")
    look()
    assert len(set(seen)) >= 9


@pytest.mark.parametrize("width", [58, 80])
def test_receipts_fit_the_paper_of_the_till_without_script(sign_in, said, width):
    make_karim()
    page = sign_in(said, width=360)
    page.goto(HOME)
    page.click(f'button[name="width"][value="{width}"]')
    visit(page)
    complete(page)

    [sheet] = pypdf.PdfReader(io.BytesIO(page.pdf(prefer_css_page_size=True))).pages

    assert float(sheet.mediabox.width) / MILLIMETRE == pytest.approx(width, abs=0.5)
    page.emulate_media(media="print")
    page.set_viewport_size({"width": round((width - 10) / 25.4 * 96), "height": 800})
    assert page.evaluate(SIDEWAYS) <= 0
    assert not page.locator(".tools").is_visible()
    words = sheet.extract_text()
    assert "3939" in words
    assert CIN not in words
    assert min(page.evaluate(LARGE)) >= 15 / 72 * 96
