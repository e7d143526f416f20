"""Signing in by keyboard: first steps, codes on paper, out, in again; and with a key."""

import re

import pytest
from allauth.mfa.models import Authenticator
from django.core.cache import cache
from django.urls import reverse

from cnss_amo.accounts.enums import Role
from cnss_amo.accounts.models import User
from tests.staff import code_of, enrol

PORTAL = re.compile(r"^http://[^/]+/$")
FIRST, OWN = "olivier-ancien-42", "figuier-du-puits-7"


@pytest.fixture
def salma(law, hire):
    user = hire("salma", Role.AGENT)
    user.authenticator_set.all().delete()
    user.set_password(FIRST)
    user.must_change_password = True
    user.save()
    return user


@pytest.fixture
def visitor(chromium, live_server):
    """A browser that nobody signed in to; without script unless asked."""
    contexts = []

    def opened(*, script=False):
        context = chromium.new_context(
            base_url=live_server.url, locale="fr-FR", java_script_enabled=script
        )
        contexts.append(context)
        return context.new_page()

    yield opened
    for context in contexts:
        context.close()


def heading(page, text):
    page.get_by_role("heading", level=1, name=text).wait_for()


def typed(page, *values):
    """Type in the fields of the form, by keyboard only, and press Enter."""
    for place, value in enumerate(values):
        if place:
            page.keyboard.press("Tab")
        page.keyboard.type(value)
    page.keyboard.press("Enter")


def reach(page, name):
    """Press Tab until this link or button has the focus."""
    for _ in range(30):
        page.keyboard.press("Tab")
        focused = page.locator(":focus")
        if focused.count() and name in (focused.inner_text() or ""):
            return
    raise AssertionError(f"{name} is not reached in 30 presses")


def first_field(page):
    page.locator("main input:not([type=hidden])").first.focus()


def test_from_the_first_password_to_the_desk_and_back_by_keyboard(visitor, salma):
    page = visitor()
    page.goto(reverse("backoffice:search"))
    first_field(page)
    typed(page, "salma", FIRST)

    heading(page, "Changer de mot de passe")
    first_field(page)
    typed(page, FIRST, OWN, OWN)

    heading(page, "Enregistrer une application d'authentification")
    secret = page.locator("code.secret").inner_text().replace(" ", "")
    first_field(page)
    typed(page, code_of(secret))

    heading(page, "Vos codes de secours")
    codes = re.findall(r"\d{4} \d{4}", page.locator("main").inner_text())
    assert len(codes) == 10
    reach(page, "J'ai mes codes")
    page.keyboard.press("Enter")
    page.wait_for_url("**" + reverse("backoffice:home"))
    page.goto(reverse("account_logout"))
    reach(page, "Se déconnecter")
    page.keyboard.press("Enter")
    page.wait_for_url(PORTAL)

    cache.clear()
    page.goto(reverse("backoffice:search"))
    first_field(page)
    typed(page, "salma", OWN)
    heading(page, "Code de connexion")
    typed(page, code_of(secret))  # the code's field has the focus
    page.wait_for_url("**" + reverse("backoffice:search"))


def test_a_key_signs_in_instead_of_a_code(visitor, salma):
    User.objects.filter(pk=salma.pk).update(must_change_password=False)
    page = visitor(script=True)
    browser = page.context.new_cdp_session(page)
    browser.send("WebAuthn.enable")
    browser.send(
        "WebAuthn.addVirtualAuthenticator",
        {
            "options": {
                "protocol": "ctap2",
                "transport": "internal",
                "hasUserVerification": True,
                "isUserVerified": True,
                "automaticPresenceSimulation": True,
            }
        },
    )
    page.goto(reverse("account_login"))
    first_field(page)
    typed(page, "salma", FIRST)
    heading(page, "Enregistrer une application d'authentification")
    page.get_by_role("link", name="Enregistrer une clé").click()
    page.get_by_role("button", name="Enregistrer la clé").click()
    heading(page, "Vos codes de secours")
    assert Authenticator.objects.filter(type=Authenticator.Type.WEBAUTHN).count() == 1

    page.goto(reverse("account_logout"))
    page.locator("main").get_by_role("button", name="Se déconnecter").click()
    page.wait_for_url(PORTAL)
    page.goto(reverse("account_login"))
    first_field(page)
    typed(page, "salma", FIRST)
    heading(page, "Code de connexion")
    page.get_by_role("button", name="Utiliser ma clé").click()
    page.wait_for_url("**" + reverse("backoffice:home"))


@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize("language", ["fr", "ar"])
def test_no_page_of_the_account_has_a_barrier(sign_in, violations, salma, language, width):
    pages = {
        "mfa_activate_totp": False,
        "mfa_add_webauthn": False,
        "mfa_index": True,
        "usersessions_list": True,
        "account_change_password": True,
        "mfa_generate_recovery_codes": True,
        "mfa_reauthenticate": True,
    }
    User.objects.filter(pk=salma.pk).update(must_change_password=False)
    page = sign_in(salma, language=language, width=width, script=True)
    for name, enrolled in pages.items():
        if enrolled:
            enrol(salma)
        page.goto(reverse(name))
        assert violations(page) == [], name
        sideways = page.evaluate("document.documentElement.scrollWidth - innerWidth")
        assert sideways <= 0, name
