"""Every URL, every principal, every method: the table says what each meets, and they meet it."""

from collections.abc import Callable
from http.cookies import SimpleCookie
from typing import NamedTuple

import pytest
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from django.db import transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse_lazy

from cnss_amo.accounts.models import Look, User
from tests.authorisation.matrix import (
    ABSENT,
    CLOSED,
    KEY,
    LED_AWAY,
    METHODS,
    OPEN,
    SIGN_IN,
    pages,
    principals,
    table,
)
from tests.authorisation.scene import ROLES, WHOLE, one_of_everything, post
from tests.staff import enrol

SIGN_IN_PAGES = (reverse_lazy("account_login"), reverse_lazy("admin:login"))
# A position is posted so that no address holds it; nothing is written, no session is read.
ONLY_READ = ("portal:where", "portal:where_json")


def test_every_url_is_in_the_table_and_the_table_names_no_other():
    assert sorted(set(pages()) ^ set(table())) == []


@pytest.mark.django_db
@pytest.mark.parametrize("principal", principals())
def test_each_principal_meets_what_the_table_says(principal, hire):
    scene = one_of_everything()
    client = visit_as(principal, hire)

    wrong = [
        f"{method} {name}: {met}, not one of {sorted(expected)}"
        for name, rule in table().items()
        for method in METHODS
        for expected in [rule.meets(principal, method)]
        for met in [ask(client, method, scene.url(name)).sign]
        if met not in expected
    ]

    assert not wrong, "\n".join(wrong)


@pytest.mark.django_db
@pytest.mark.parametrize("principal", principals())
def test_a_page_that_shows_people_writes_its_looks_and_tells_nothing_whole(principal, hire):
    scene = one_of_everything()
    client = visit_as(principal, hire)

    wrong = []
    for name, rule in table().items():
        if OPEN not in rule.meets(principal, "GET"):
            continue
        met = ask(client, "GET", scene.url(name))
        if met.status == 200 and met.looks != rule.looks:
            wrong.append(f"{name}: {met.looks} looks where the table says {rule.looks}")
        told = [word for word in WHOLE if word in met.text]
        if told and rule.tells != "clear":
            wrong.append(f"{name} tells {told}")

    assert not wrong, "\n".join(wrong)


@pytest.mark.django_db
@pytest.mark.parametrize("principal", principals())
def test_nothing_unsafe_is_done_without_the_token_of_the_page(principal, hire):
    scene = one_of_everything()
    client = visit_as(principal, hire, enforce_csrf_checks=True)

    accepted = [
        f"{method} {name}"
        for name, rule in table().items()
        for method in ("POST", "PUT", "PATCH", "DELETE")
        if name not in ONLY_READ
        and method in rule.methods
        and ask(client, method, scene.url(name)).status < 300
    ]

    assert not accepted, "\n".join(accepted)


def visit_as(principal: str, hire: Callable[..., User], **options: bool) -> Client:
    """A browser in which this principal is signed in."""
    client = Client(raise_request_exception=False, **options)
    if principal == "anonymous":
        return client
    if principal == "nobody":
        user = enrol(User.objects.create_user("nobody", password="olivier-ancien-42"))
    else:
        role, body = ROLES[principal]
        user = hire(principal, role, body)
        post(user)
    RecoveryCodes.activate(user)
    client.force_login(User.objects.get(pk=user.pk))
    return client


class Met(NamedTuple):
    """What somebody met at a URL."""

    sign: str
    status: int
    text: str
    looks: int


def ask(client: Client, method: str, url: str) -> Met:
    """Ask, then undo whatever it did: each question meets the same scene."""
    cookies = SimpleCookie(client.cookies.output(header="", sep=";"))
    with transaction.atomic():
        before = Look.objects.count()
        response = client.generic(method, url)
        content = b"".join(response) if response.streaming else response.content
        looks = Look.objects.count() - before
        transaction.set_rollback(True)
    client.cookies = cookies
    return Met(_sign(response), response.status_code, content.decode(errors="ignore"), looks)


def _sign(response: HttpResponse) -> str:
    status = response.status_code
    if status == 302:
        return SIGN_IN if response["Location"].split("?")[0] in SIGN_IN_PAGES else LED_AWAY
    if status == 405 or status >= 500:
        return str(status)
    return {401: KEY, 403: CLOSED, 404: ABSENT}.get(status, OPEN)
