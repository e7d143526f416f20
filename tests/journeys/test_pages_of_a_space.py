"""A personal space in both languages, on a phone and on a desk: no barrier, no sideways scroll."""

import pytest
from django.urls import reverse
from django.utils import timezone

from cnss_amo.accounts.enums import LookKind
from cnss_amo.accounts.services import record_look
from registration.attestation import services as attestations
from registration.enums import Channel, State
from registration.models import Activity, Person
from tests.liaison.lists import registered
from tests.portal.space.conftest import PAGES, PASSWORD, TOLD, let_in
from tests.registration.completing import complete


@pytest.fixture
def karim(law, amina):
    """Somebody about whom there is something to show on every page."""
    registered("DGI", TOLD)
    karim = Person.objects.get()
    complete(karim, password=PASSWORD, at=timezone.now())
    attestations.issue(person_id=karim.pk, channel=Channel.PORTAL, at=timezone.now())
    record_look(user=amina, kind=LookKind.PERSON, people=[karim.pk])
    let_in(karim, device="Mozilla/5.0 (iPhone) Safari/604.1")
    return Person.objects.get()


@pytest.fixture
def enter(chromium, live_server):
    """Open a browser in which a person is in her space: `enter(karim, language, width)`."""
    contexts = []

    def entered(person, language, width):
        context = chromium.new_context(
            base_url=live_server.url, viewport={"width": width, "height": 800}
        )
        cookies = {"django_language": language}
        cookies |= {name: morsel.value for name, morsel in let_in(person).cookies.items()}
        context.add_cookies(
            [{"name": n, "value": v, "url": live_server.url} for n, v in cookies.items()]
        )
        contexts.append(context)
        return context.new_page()

    yield entered
    for context in contexts:
        context.close()


def assert_no_barrier(page, violations, url, language):
    page.goto(url)
    assert page.url.endswith(url)
    assert violations(page) == [], url
    assert page.locator("html").get_attribute("dir") == {"fr": "ltr", "ar": "rtl"}[language]
    sideways = page.evaluate("document.documentElement.scrollWidth - innerWidth")
    assert sideways <= 0, url


@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize("language", ["fr", "ar"])
def test_no_page_of_a_space_has_a_barrier(karim, enter, violations, language, width):
    page = enter(karim, language, width)
    for name in (*PAGES, "password"):
        assert_no_barrier(page, violations, reverse(f"portal:{name}"), language)

    page.goto(reverse("portal:identity"))
    page.fill("[name=birth_place]", "Sefrou")
    page.locator("main form button").click()
    for name in ("data", "identity"):  # a correction waits
        assert_no_barrier(page, violations, reverse(f"portal:{name}"), language)

    Person.objects.update(state=State.DEREGISTERED)
    Activity.objects.update(ends_on="2026-01-01")
    for name in ("space", "activities", "attestation"):  # nothing can be attested
        assert_no_barrier(page, violations, reverse(f"portal:{name}"), language)
