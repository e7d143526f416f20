"""An agent who finds somebody by an Arabic name, corrects a phone and prints, without a mouse."""

import re

import pytest
from django.urls import reverse

from registration.queries import person_file
from tests.registration.factories import make_activity, make_person

MOST_TABS = 12
MOST_LOADS = 4
FOCUSED = """() => {
    const style = getComputedStyle(document.activeElement);
    const box = document.activeElement.getBoundingClientRect();
    const seen = document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2);
    return style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2
        && document.activeElement.contains(seen);
}"""

SLASH_WITH_ARABIC_LETTERS = """() => document.body.dispatchEvent(
    new KeyboardEvent("keydown", {key: "ظ", code: "Slash", bubbles: true, cancelable: true}))"""


@pytest.fixture
def karim(law):
    person = make_person(
        first_name="Karim",
        last_name="Bennani",
        first_name_ar="كريم",
        last_name_ar="بناني",
        phone="+212612345678",
    )
    make_activity(person)
    make_person(first_name="Karima", last_name="Bennani")
    return person


def counting_loads(page):
    """The pages that the browser asked for, redirections left aside."""
    loads = []
    page.on(
        "response",
        lambda answer: (
            answer.request.is_navigation_request() and answer.status == 200 and loads.append(answer)
        ),
    )
    return loads


def press_enter(page):
    """Go where Enter leads, and wait until the page has put the focus where work begins."""
    with page.expect_navigation():
        page.keyboard.press("Enter")
    page.locator(":focus").wait_for(state="attached")


def tab_to(page, wanted):
    """Press Tab until the wanted control has the focus; each one on the way is seen."""
    for _press in range(MOST_TABS):
        if wanted.evaluate("element => element === document.activeElement"):
            return
        page.keyboard.press("Tab")
        assert page.evaluate(FOCUSED), page.evaluate("document.activeElement.outerHTML")
    assert wanted.evaluate("element => element === document.activeElement"), wanted


@pytest.mark.parametrize("script", [True, False])
@pytest.mark.parametrize("language", ["fr", "ar"])
def test_find_change_and_print_without_a_mouse(sign_in, amina, karim, language, script):
    page = sign_in(amina, language=language, script=script)
    page.goto(reverse("backoffice:keyboard"))
    loads = counting_loads(page)

    if script:
        page.keyboard.press("/")
    box = page.locator("#search-people")
    tab_to(page, box)
    page.keyboard.type("بناني كريم")
    press_enter(page)
    tab_to(page, page.locator("main tbody a").first)
    press_enter(page)
    tab_to(page, page.locator(f"a[href='{reverse('backoffice:contact', args=[karim.pk])}']"))
    press_enter(page)
    tab_to(page, page.locator("[name=phone]"))
    page.keyboard.type("06 61 00 00 00")
    tab_to(page, page.locator("[name=paper]").first)
    page.keyboard.press("Space")
    tab_to(page, page.locator("main form button"))
    press_enter(page)

    assert page.url.endswith(reverse("backoffice:person", args=[karim.pk]))
    assert person_file(karim.pk).phone == "+212661000000"
    assert len(loads) <= MOST_LOADS

    tab_to(page, page.locator(f"a[href='{reverse('backoffice:print', args=[karim.pk])}']"))
    page.keyboard.press("Enter")
    page.locator(".sheet").wait_for()
    assert "661000000" not in page.content()


def test_an_exact_identifier_is_one_enter_away_from_home(sign_in, amina, karim):
    page = sign_in(amina)
    page.goto(reverse("backoffice:home"))
    page.locator("[name=q]:focus").wait_for()

    page.keyboard.type(karim.formatted_number)
    press_enter(page)

    assert page.url.endswith(reverse("backoffice:person", args=[karim.pk]))


def test_the_slash_writes_where_one_types_and_rests_where_it_was_turned_off(sign_in, amina, karim):
    page = sign_in(amina, script=True)
    page.goto(reverse("backoffice:contact", args=[karim.pk]))
    page.locator("[name=phone]:focus").wait_for()
    page.keyboard.type("12/3")
    assert page.locator("[name=phone]").input_value() == "12/3"

    page.goto(reverse("backoffice:keyboard"))
    page.keyboard.press("/")
    assert page.locator("#search-people").evaluate("box => box === document.activeElement")

    page.reload()
    page.evaluate(SLASH_WITH_ARABIC_LETTERS)
    assert page.locator("#search-people").evaluate("box => box === document.activeElement")

    page.get_by_role("button", name="Désactiver la touche").click()
    page.get_by_role("button", name="Utiliser la touche").wait_for()
    page.keyboard.press("/")
    assert page.locator("#search-people").evaluate("box => box !== document.activeElement")


@pytest.mark.parametrize("language", ["fr", "ar"])
def test_a_file_prints_on_one_page(sign_in, amina, karim, language):
    for sub_category in ("NOT", "AE", "MED-G", "PAR", "ARTI", "AGR-3"):
        make_activity(karim, sub_category)
    page = sign_in(amina, language=language, script=True)
    page.goto(reverse("backoffice:print", args=[karim.pk]))

    paper = page.pdf(format="A4", prefer_css_page_size=True)

    assert len(re.findall(rb"/Type\s*/Page\b", paper)) == 1
    page.emulate_media(media="print")
    assert not page.locator("header .search").is_visible()
    assert page.locator(".sheet-stamp").is_visible()
