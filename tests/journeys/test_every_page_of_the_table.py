"""Every page of the authorisation table but Django's own, as whoever may open it meets it.

The pages come from Django's test client and the browser only lays them out: no server, and each
question meets the same scene.
"""

import pytest
from django.contrib.staticfiles import finders

from tests.authorisation.matrix import OPEN, principals, table
from tests.authorisation.scene import one_of_everything
from tests.authorisation.test_who_meets_what import ask, visit_as

SITE = "http://amo.test"
STATIC = "/static/"
WIDTHS = (360, 1280)


@pytest.mark.pages
@pytest.mark.parametrize("language", ["fr", "ar"])
def test_no_page_of_the_table_has_a_barrier(law, chromium, violations, hire, language):
    pages = pages_in(language, hire)
    context = chromium.new_context()
    context.route(f"{SITE}/**", lambda route: serve(route, pages))
    page = context.new_page()

    barriers = []
    for address, (name, _text) in pages.items():
        page.goto(SITE + address)
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 800})
            barriers += [f"{name} at {width}: {found}" for found in met(page, violations)]
    context.close()

    assert len(pages) > 60
    assert not barriers, "\n".join(barriers)


def met(page, violations):
    """What stands in the way on a page."""
    found = violations(page)
    sideways = page.evaluate("document.documentElement.scrollWidth - innerWidth")
    if sideways > 0:
        found.append(f"scrolls sideways by {sideways}")
    return found


def pages_in(language, hire):
    """Each page that somebody may open, by its address: its name, and what it shows."""
    scene, pages = one_of_everything(), {}
    for principal in principals():
        names = [name for name in table() if principal == reader_of(name)]
        client = visit_as(principal, hire) if names else None
        for name in names:
            client.cookies["django_language"] = language
            shown = ask(client, "GET", scene.url(name))
            if shown.status == 200 and "<html" in shown.text:
                pages[scene.url(name)] = (name, shown.text)
    return pages


def reader_of(name):
    """Whoever a page is shown to here: the first who may open it."""
    readers = [one for one in principals() if OPEN in table()[name].meets(one, "GET")]
    return readers[0] if readers and not name.startswith("admin:") else None


def serve(route, pages):
    """Answer the browser: a page, or a file that a page asks for."""
    address = route.request.url.removeprefix(SITE)
    if address in pages:
        route.fulfill(body=pages[address][1], content_type="text/html; charset=utf-8")
    elif address.startswith(STATIC) and (file := finders.find(address.removeprefix(STATIC))):
        route.fulfill(path=file)
    else:
        route.fulfill(status=404, body="")
