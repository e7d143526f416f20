"""People who ask for a code and complete, for the tests: a test says only what matters to it."""

import json
from datetime import UTC, date, datetime, timedelta

from cnss_amo.kernel.db import keyring
from cnss_amo.messaging.models import Message
from registration.enums import Channel, DocumentKind
from registration.rules import Birth
from registration.services import activation
from registration.services.completion import Completion, complete_registration
from tests.registration.factories import make_activity, make_person

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
CIN = "AB123456"
PHONE = "+212612345678"
BORN = Birth(date(1980, 3, 12))
AGREED = {"consent": "2026-01", "language": "fr"}


def make_karim(sub_category="CPU", **fields):
    """Somebody whom a list of the tax office registered."""
    person = make_person(**{"cin": CIN, "phone": PHONE, "birth_date": BORN.day} | fields)
    make_activity(person, sub_category)
    return person


def ask(*, at=NOON, **said):
    """Ask for a code, as Karim does unless told otherwise."""
    asked = {
        "document_kind": DocumentKind.CIN,
        "document": CIN,
        "birth": BORN,
        "channel": Channel.PORTAL,
        "session": "browser",
    } | said
    return activation.request_code(**asked, at=at)


def sent(text="ACTIVATION_CODE"):
    """What was written to people in this text, in order."""
    messages = Message.objects.filter(text=text).order_by("pk")
    return [json.loads(keyring().unseal(m.values_sealed, "message")) for m in messages]


def code_sent():
    """The latest code written to somebody."""
    return sent()[-1]["code"]


def complete(
    person, *, channel=Channel.PORTAL, at=NOON, by=None, principal="", password="", **said
):
    """Complete a registration with what is said, the notice read."""
    return complete_registration(
        person_id=person.pk,
        completion=Completion(**AGREED | said),
        channel=channel,
        by=by,
        principal=principal,
        password=password,
        at=at,
    )


def later(**delay):
    return NOON + timedelta(**delay)
