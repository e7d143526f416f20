"""The five doors through which somebody completes, each by its own pages or keys."""

import json
from uuid import uuid4

from django.test import Client
from django.urls import reverse

from registration.enums import Channel
from registration.models import Person
from tests.points.counter import visit
from tests.registration.completing import code_sent

VOICE_KEY = "key-of-the-telephone-platform"
KEYS = {
    letter: "22233344455566677778889999"[ord(letter) - 65] for letter in map(chr, range(65, 91))
}


def on_the_portal(who, _staff):
    """Herself: identify, code, confirm, check."""
    browser = Client()
    asked = {"document_kind": "CIN", "document": who.cin, "birth": who.birth}
    browser.post(reverse("portal:identify"), asked)
    browser.post(reverse("portal:code"), {"code": code_sent()})
    confirm = reverse("portal:confirm")
    held = browser.get(confirm).context["form"]
    typed = {name: field.initial or "" for name, field in held.fields.items() if name != "consent"}
    browser.post(confirm, typed | {"language": who.language, "consent": "on"})
    return browser.post(reverse("portal:verify_answers"), {"password": ""}, follow=True)


def on_the_telephone(who, _staff):
    """With twelve keys."""
    client = Client(headers={"authorization": f"Bearer {VOICE_KEY}"})
    session = {"session": str(uuid4()), "caller": who.phone}
    answer = _said(client, reverse("ivr:start"), session)
    letters = "".join(KEYS[one] for one in who.cin if one.isalpha())
    digits = "".join(one for one in who.cin if one.isdecimal())
    language = {"ar": "1", "fr": "2"}[who.language]
    born = who.birth.replace("/", "")
    for typed in (language, "2", letters, digits, born, "1", "1", None, "1", "1", "1", "2"):
        where = reverse("ivr:answer", args=[answer["call"]])
        keys = code_sent() if typed is None else typed
        answer = _said(client, where, {"step": answer["step"], "typed": keys})
    return answer


def at_the_counter(who, staff):
    """With an agent who found her by her card."""
    client = staff(Channel.AGENCY)
    found = client.post(reverse("backoffice:search"), {"q": who.cin})
    person = Person.objects.get(pk=who.pk)
    assert found.url == reverse("backoffice:person", args=[person.pk])
    said = {"language": who.language, "paper": "CIN", "consent": "on"}
    return client.post(reverse("backoffice:complete", args=[person.pk]), said, follow=True)


def with_an_adviser(who, staff):
    """By telephone, three questions answered."""
    client = staff(Channel.CALL_CENTRE)
    verify = reverse("backoffice:verify", args=[who.pk])
    form = client.get(verify).context["form"]
    known = {
        "document": who.cin[-4:],
        "birth": who.birth,
        "phone": who.phone[-4:],
        "commune": who.commune,
        "birth_place": who.birth_place,
    }
    client.post(verify, {name: known[name] for name in form.fields})
    said = {"language": who.language, "consent": "on"}
    return client.post(reverse("backoffice:complete", args=[who.pk]), said, follow=True)


def at_a_point(who, staff):
    """With an operator who typed what her card says."""
    client = staff(Channel.POINT)
    key = visit(client, document=who.cin, birth=who.birth)
    said = {"language": who.language, "consent": "on"}
    return client.post(reverse("points:complete", args=[key]), said, follow=True)


DOORS = {
    Channel.PORTAL: on_the_portal,
    Channel.AGENCY: at_the_counter,
    Channel.CALL_CENTRE: with_an_adviser,
    Channel.VOICE: on_the_telephone,
    Channel.POINT: at_a_point,
}


def _said(client, where, body):
    response = client.post(where, json.dumps(body), content_type="application/json")
    assert response.status_code == 200, response.text
    return response.json()
