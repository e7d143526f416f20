"""The headers of every answer: our pages, the administration, faults, files."""

import json
import os
import subprocess
import sys

import pytest
from django.conf import settings
from django.urls import reverse

pytestmark = pytest.mark.django_db
EVERYWHERE = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
}


def policy(response):
    told = response.headers["Content-Security-Policy"].split(";")
    return {name: values for name, *values in map(str.split, told)}


@pytest.fixture
def answers(client, idriss, nadia, amina):
    """One answer of each kind, as somebody signed in or as a stranger."""
    open_to_all = [reverse("account_login"), reverse("portal:home"), "/nulle-part/"]
    found = {url: client.get(url) for url in open_to_all}
    behind = {
        amina: [reverse("backoffice:home"), reverse("mfa_index"), reverse("usersessions_list")],
        nadia: [reverse("admin:index"), reverse("admin:accounts_user_changelist")],
    }
    signed_in = {}
    for user, urls in behind.items():
        client.force_login(user)
        signed_in |= {url: client.get(url) for url in urls}
        signed_in["refused"] = client.get(reverse("liaison:lists"))
    return found, signed_in


def test_every_answer_says_how_it_may_be_used(answers):
    found, signed_in = answers

    for url, answer in (found | signed_in).items():
        for header, value in EVERYWHERE.items():
            assert answer.headers.get(header) == value, (url, header)
        assert "camera=()" in answer.headers["Permissions-Policy"], url
        assert "geolocation=(self)" in answer.headers["Permissions-Policy"], url


def test_no_page_runs_a_script_or_a_style_written_in_it_nor_lets_itself_be_framed(answers):
    found, signed_in = answers

    for url, answer in (found | signed_in).items():
        told = policy(answer)
        assert told["default-src"] == ["'self'"], url
        assert told["frame-ancestors"] == ["'none'"], url
        assert told["object-src"] == ["'none'"], url
        assert told["base-uri"] == ["'self'"], url
        assert told["form-action"] == ["'self'"], url
        assert "unsafe" not in answer.headers["Content-Security-Policy"], url
        assert " style=" not in answer.text, url
        assert "<style" not in answer.text, url


def test_what_is_behind_the_sign_in_is_kept_by_no_cache(answers):
    _found, signed_in = answers

    for url, answer in signed_in.items():
        assert "no-store" in answer.headers["Cache-Control"], url


def test_the_last_page_before_signing_out_is_kept_by_no_cache(client, amina):
    client.force_login(amina)

    assert "no-store" in client.post(reverse("account_logout")).headers["Cache-Control"]


def test_production_speaks_https_and_keeps_its_cookies_to_itself(tmp_path):
    wanted = (
        "SECURE_SSL_REDIRECT SECURE_HSTS_SECONDS SECURE_HSTS_INCLUDE_SUBDOMAINS"
        " SESSION_COOKIE_NAME SESSION_COOKIE_SECURE SESSION_COOKIE_HTTPONLY SESSION_COOKIE_SAMESITE"
        " SESSION_COOKIE_DOMAIN SESSION_COOKIE_PATH CSRF_COOKIE_NAME CSRF_COOKIE_SECURE DEBUG"
        " MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN ALLAUTH_TRUSTED_PROXY_COUNT"
    )
    program = (
        "import json\nfrom django.conf import settings\n"
        f"print(json.dumps({{n: getattr(settings, n) for n in {wanted.split()!r}}}))"
    )
    env = os.environ | {
        "DATABASE_URL": "postgres://amo@database/amo",
        "REDIS_URL": "redis://broker/0",
        "SECRET_KEY": "k" * 60,
        "DJANGO_SETTINGS_MODULE": "cnss_amo.settings",
        "VAR_DIR": str(tmp_path),
    }
    told = subprocess.run(
        [sys.executable, "-c", program],
        env=env,
        cwd=settings.BASE_DIR,
        capture_output=True,
        text=True,
        check=True,
    ).stdout

    assert json.loads(told) == {
        "SECURE_SSL_REDIRECT": True,
        "SECURE_HSTS_SECONDS": 31_536_000,
        "SECURE_HSTS_INCLUDE_SUBDOMAINS": True,
        "SESSION_COOKIE_NAME": "__Host-session",
        "SESSION_COOKIE_SECURE": True,
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SAMESITE": "Lax",
        "SESSION_COOKIE_DOMAIN": None,
        "SESSION_COOKIE_PATH": "/",
        "CSRF_COOKIE_NAME": "__Host-csrf",
        "CSRF_COOKIE_SECURE": True,
        "DEBUG": False,
        "MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN": False,
        "ALLAUTH_TRUSTED_PROXY_COUNT": 1,
    }
