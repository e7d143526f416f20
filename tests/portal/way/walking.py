"""Walk the way to one's space as a browser does, for the tests: a test says only what matters."""

import re

from django.urls import reverse

from cnss_amo.messaging.models import Asking, Message
from tests.registration.completing import code_sent, sent

IDENTITY = {"document_kind": "CIN", "document": "ab 123.456", "birth": "12/03/1980"}
PASSWORD = "une phrase à moi"


def address(name):
    return reverse(f"portal:{name}")


def ask(client, act="", **said):
    """Say who one is; a code leaves if the CNSS knows it."""
    return client.post(address("identify"), IDENTITY | {"act": act} | said)


def enter(client, code=None, **options):
    """Type the code that was sent, unless told otherwise."""
    return client.post(address("code"), {"code": code or code_sent()}, **options)


def prove(client):
    """Say who one is and type the code."""
    ask(client)
    return enter(client)


def held(page):
    """What the form of a page holds, as its browser would send it back."""
    form = page.context["form"]
    return {field.html_name: field.value() or "" for field in form} | {"consent": "on"}


def answer(client, **said):
    """Confirm what the page shows, but for what is said."""
    return client.post(address("confirm"), held(client.get(address("confirm"))) | said)


def finish(client, password=PASSWORD, **options):
    """Send the answers."""
    return client.post(address("verify_answers"), {"password": password}, **options)


def walk(client, password=PASSWORD, **said):
    """The whole way, to the confirmation page."""
    prove(client)
    answer(client, **said)
    return finish(client, password, follow=True)


def pause():
    """Time passes: another SMS may leave."""
    Asking.objects.all().delete()


def sms():
    """How many SMS were written, of those that anybody can ask for."""
    return len(sent()) + Message.objects.filter(text="NUMBER").count()


def words(page):
    """What a person reads on a page, without the token that each page draws anew."""
    return re.sub(r'name="csrfmiddlewaretoken" value="[^"]+"', "", page.text)
