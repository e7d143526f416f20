"""A real browser, where there is one: Debian's Chromium, with or without JavaScript."""

import shutil

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.test import Client
from playwright.sync_api import sync_playwright

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--disable-quic",
]
CHROMIUM = next(
    filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None
)


@pytest.fixture(scope="session")
def chromium():
    """The browser; without one the journeys are skipped, in so many words."""
    if CHROMIUM is None:
        pytest.skip("no Chromium on this machine: the browser journeys are skipped")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def sign_in(law, chromium, live_server):
    """Open a browser of a given language and width in which somebody is signed in."""
    contexts = []

    def signed_in(user, *, language="fr", width=1280, script=False):
        client = Client()
        client.force_login(user)
        context = chromium.new_context(
            base_url=live_server.url,
            viewport={"width": width, "height": 800},
            java_script_enabled=script,
        )
        cookies = {"django_language": language}
        cookies |= {name: morsel.value for name, morsel in client.cookies.items()}
        context.add_cookies(
            [{"name": n, "value": v, "url": live_server.url} for n, v in cookies.items()]
        )
        contexts.append(context)
        return context.new_page()

    yield signed_in
    for context in contexts:
        context.close()


@pytest.fixture
def violations():
    """The accessibility rules that a page breaks."""
    axe = Axe()

    def found(page):
        return [f"{v['id']}: {v['help']}" for v in axe.run(page).response["violations"]]

    return found
