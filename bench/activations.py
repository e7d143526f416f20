"""After a campaign (L-6): people who ask for a code and type it, then people who sign in.

Fifteen activations a second for five minutes: who she is, the page of the code, the code that was
written to her, each from an address of her own, while a worker sends the messages. Then a password
for each of so many sign-ins: argon2id is most of what one costs.
"""

import json
import secrets
import time
from collections.abc import Iterator
from functools import partial
from typing import TYPE_CHECKING

from django.db import connection
from django.urls import reverse
from django.utils import timezone

from bench import ground
from bench.desk import PORT, served
from bench.load import Answer, Asked, Sender, paced
from bench.report import Figure, NotMeasured, at_most, say
from bench.search import percentile, register_of
from bench.workers import Workers

if TYPE_CHECKING:
    from bench.scene import Scene
    from registration.models import Person

PEOPLE = 20_000
A_SECOND, SECONDS, WARMING_SECONDS = 15, 300, 5
SIGN_INS_A_SECOND, SIGN_IN_SECONDS = 10, 60
SLOWEST_SIGN_IN = 11_700  # milliseconds, 90 in 100: what a public rival published, to be beaten
PASSWORD = "olivier-ancien-42"
WRITTEN_BEFORE = (
    *("accounts_onetimecode", "accounts_codetry", "accounts_failure", "messaging_message"),
    "registration_accountsession",
)


def measure(_scene: "Scene") -> list[Figure]:
    """Let people activate at a steady pace, then sign in."""
    with register_of(PEOPLE):
        ground.empty(*WRITTEN_BEFORE)
        people = _people(A_SECOND * (SECONDS + WARMING_SECONDS))
        with served(), Workers(1):
            activations = _activate(people)
            sign_ins = _sign_in(people[: SIGN_INS_A_SECOND * SIGN_IN_SECONDS])
    return [*_of_activations(activations), *_of_sign_ins(sign_ins)]


def _people(count: int) -> list["Person"]:
    """People of a full birth date, who have a phone."""
    from registration.models import Person

    known = Person.objects.filter(birth_precision="D", phone_sealed__isnull=False).order_by("pk")
    people = list(known[:count])
    if len(people) < count:
        raise NotMeasured(f"{len(people)} people may activate, {count} are needed")
    return people


# Activations.


def _activate(people: list["Person"]) -> list[list[Answer]]:
    sender, warming = Sender(PORT), A_SECOND * WARMING_SECONDS
    acts = [
        partial(_activation, sender, person, address=_address(place))
        for place, person in enumerate(people)
    ]
    say(f"  warming for {WARMING_SECONDS} s")
    paced(acts[:warming], a_second=A_SECOND)
    say(f"  {A_SECOND} activations a second for {SECONDS} s")
    return paced(acts[warming:], a_second=A_SECOND)


def _activation(sender: Sender, person: "Person", due: float, *, address: str) -> list[Answer]:
    """Say who she is, open the page of the code, type it; one after the other."""
    from cnss_amo.kernel.db import keyring

    token, browser = secrets.token_hex(16), secrets.token_urlsafe(32)
    cookies = f"csrf={token}; browser={browser}"
    asks = partial(Asked, cookies=cookies, address=address)
    who = {
        "document_kind": person.document_kind,
        "document": keyring().unseal_text(person.document_sealed, "document"),
        "birth": f"{person.birth_date:%d/%m/%Y}",
        "csrfmiddlewaretoken": token,
    }
    identified = sender.send(asks("who she is", reverse("portal:identify"), who), due)
    page = sender.send(asks("the page of the code", reverse("portal:code")), time.perf_counter())
    typed = {"code": _code_of(person.pk), "csrfmiddlewaretoken": token}
    code = asks("the code", reverse("portal:code"), typed)
    return [identified, page, sender.send(code, time.perf_counter())]


def _code_of(person_id: int) -> str:
    """The code of the last message written to somebody; none when no message left."""
    from cnss_amo.kernel.db import keyring
    from cnss_amo.messaging.models import Message

    message = Message.objects.filter(about_person=person_id).order_by("-pk").first()
    connection.close()  # this thread's own: PostgreSQL keeps its connections for the pages
    values = message and keyring().unseal_text(message.values_sealed, "message")
    return json.loads(values)["code"] if values else "000000"


def _address(place: int) -> str:
    return f"10.{place >> 16 & 255}.{place >> 8 & 255}.{place & 255}"


def _of_activations(given: list[list[Answer]]) -> Iterator[Figure]:
    led_on = [302, 200, 302]
    failed = sum([answer.status for answer in answers] != led_on for answers in given)
    yield Figure("activations asked a second", A_SECOND)
    yield Figure("activations asked", len(given))
    yield at_most("activations that failed", failed, 0)
    for answers in zip(*given, strict=True):
        times = [answer.milliseconds for answer in answers]
        yield Figure(f"{answers[0].kind}, half of them", percentile(times, 50), "ms")
        yield Figure(f"{answers[0].kind}, 95 in 100", percentile(times, 95), "ms")


# Sign-ins.


def _sign_in(people: list["Person"]) -> list[Answer]:
    open_spaces(people)
    sender = Sender(PORT)
    asked = [_asked(person, _address(place)) for place, person in enumerate(people)]
    say(f"  {SIGN_INS_A_SECOND} sign-ins a second for {SIGN_IN_SECONDS} s")
    return paced([partial(sender.send, one) for one in asked], a_second=SIGN_INS_A_SECOND)


def open_spaces(people: list["Person"]) -> None:
    """Give people a space, all with the same password."""
    from django.contrib.auth.hashers import make_password

    from registration.enums import Channel, Language
    from registration.models import Account

    password = make_password(PASSWORD)
    Account.objects.bulk_create(
        [
            Account(
                person=person,
                password=password,
                language=Language.FRENCH,
                opened_at=timezone.now(),
                opened_through=Channel.PORTAL,
            )
            for person in people
        ],
        ignore_conflicts=True,
    )


def _asked(person: "Person", address: str) -> Asked:
    token = secrets.token_hex(16)
    form = {"number": str(person.number), "password": PASSWORD, "csrfmiddlewaretoken": token}
    cookies = f"csrf={token}"
    return Asked("a sign-in", reverse("portal:sign_in"), form, cookies, address=address)


def _of_sign_ins(given: list[Answer]) -> Iterator[Figure]:
    times = [answer.milliseconds for answer in given]
    yield Figure("sign-ins asked a second", SIGN_INS_A_SECOND)
    yield at_most("sign-ins that failed", sum(answer.status != 302 for answer in given), 0)
    yield Figure("a sign-in, half of them", percentile(times, 50), "ms")
    yield at_most("a sign-in, 90 in 100", percentile(times, 90), SLOWEST_SIGN_IN, "ms")
