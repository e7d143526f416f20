"""Whether the time of an answer tells who is known (E-3): at each door that anybody may push.

Half of the questions are about somebody known, half about nobody, in the order of chance. Two
series that come from one distribution give a large probability (Mann and Whitney's test).
"""

import logging
import time
from collections.abc import Callable, Iterator
from math import erfc, sqrt
from random import Random
from statistics import median
from typing import TYPE_CHECKING

from django.conf import settings

from bench import ground
from bench.report import Figure, NotMeasured, say
from bench.search import register_of

if TYPE_CHECKING:
    from django.http import HttpResponse

    from bench.scene import Scene

PEOPLE, OF_EACH = 20_000, 200
WARMING = 20
CLOSEST, LIKELIEST = 5.0, 0.01  # milliseconds between the medians; or the probability of chance
SEED = 11
Ask = Callable[[str], None]


def measure(_scene: "Scene") -> list[Figure]:
    """Ask each door about people known and unknown."""
    figures = []
    for told in ("django.request", "axes"):  # each closed door is a warning
        logging.getLogger(told).setLevel(logging.ERROR)
    with register_of(PEOPLE):
        settings.SPRAY_FAILURES = 10 * OF_EACH  # so many wrong passwords would close the door
        for door, ask, known, unknown in (found() for found in DOORS):
            say(f"  asking {2 * OF_EACH} times at the {door}")
            figures += _compared(door, _times(ask, known, unknown))
    return figures


def _times(ask: Ask, known: list[str], unknown: list[str]) -> tuple[list[float], list[float]]:
    """The milliseconds of each answer: about the known, about the unknown."""
    questions = [(0, one) for one in known] + [(1, one) for one in unknown]
    Random(SEED).shuffle(questions)
    times: tuple[list[float], list[float]] = ([], [])
    for place, (which, question) in enumerate(questions):
        began = time.perf_counter()
        ask(question)
        if place >= WARMING:
            times[which].append(1000 * (time.perf_counter() - began))
    return times


def _compared(door: str, times: tuple[list[float], list[float]]) -> list[Figure]:
    apart = abs(median(times[0]) - median(times[1]))
    chance = probability_of_chance(*times)
    bound = f"< {CLOSEST:g}, or p > {LIKELIEST:g}"
    holds = apart < CLOSEST or chance > LIKELIEST
    return [
        Figure(f"{door}, somebody known, half of them", median(times[0]), "ms"),
        Figure(f"{door}, known and unknown, between the medians", apart, "ms", bound, holds),
        Figure(f"{door}, probability that chance alone parts them so", chance),
    ]


def probability_of_chance(one: list[float], other: list[float]) -> float:
    """Mann and Whitney's two-sided test, by the normal law: fair from twenty values on."""
    ranked = sorted([(value, 0) for value in one] + [(value, 1) for value in other])
    ranks = sum(rank for rank, (_value, which) in enumerate(ranked, start=1) if which == 0)
    n, m = len(one), len(other)
    distance = abs(ranks - n * (n + 1) / 2 - n * m / 2)
    return erfc(distance / sqrt(n * m * (n + m + 1) / 12) / sqrt(2))


# The doors.


def _sign_in() -> tuple[str, Ask, list[str], list[str]]:
    """A wrong password, for matricules that exist and for others; each from its own address."""
    from django.test import Client
    from django.urls import reverse

    from cnss_amo.accounts.models import User

    known = [f"bench-known-{place}" for place in range(OF_EACH)]
    password = User(username="bench")
    password.set_password("olivier-ancien-42")
    User.objects.bulk_create(
        [User(username=name, password=password.password) for name in known], ignore_conflicts=True
    )
    client, url = Client(SERVER_NAME="127.0.0.1"), reverse("account_login")
    addresses = _addresses()

    def ask(matricule: str) -> None:
        form = {"login": matricule, "password": "un-mot-de-passe-faux"}
        _expect(200, client.post(url, form, REMOTE_ADDR=next(addresses)))

    return "sign-in", ask, known, [f"bench-nobody-{place}" for place in range(OF_EACH)]


def _closed_search() -> tuple[str, Ask, list[str], list[str]]:
    """A search by a list officer, to whom it is closed, for cards that exist and for others."""
    from django.test import Client
    from django.urls import reverse

    from bench.desk import Agent
    from bench.questions import questions
    from cnss_amo.accounts.enums import Role

    officer = Agent("bench-officer", Role.LIST_OFFICER, "DGI")
    client, url = Client(SERVER_NAME="127.0.0.1"), reverse("backoffice:search")
    client.cookies.load(officer.cookies)

    def ask(card: str) -> None:
        _expect(403, client.post(url, {"q": card}))

    known = questions(PEOPLE)["identity card"]
    return "closed search", ask, known, [f"ZZ{place:06d}" for place in range(OF_EACH)]


def _who_am_i() -> tuple[str, Ask, list[str], list[str]]:
    """Who somebody says she is, for identity cards of the register and for others."""
    from django.test import Client
    from django.urls import reverse

    from cnss_amo.kernel.db import keyring
    from registration.models import Person

    ground.empty("accounts_onetimecode", "messaging_message")
    people = Person.objects.filter(birth_precision="D", phone_sealed__isnull=False)
    unseal = keyring().unseal_text
    known = [
        f"{unseal(person.document_sealed, 'document')} {person.birth_date:%d/%m/%Y}"
        for person in people.order_by("pk")[:OF_EACH]
    ]
    url, addresses = reverse("portal:identify"), _addresses()

    def ask(said: str) -> None:
        document, birth = said.split()
        form = {"document_kind": "CIN", "document": document, "birth": birth}
        _expect(302, Client(SERVER_NAME="127.0.0.1").post(url, form, REMOTE_ADDR=next(addresses)))

    return "who am I", ask, known, [f"ZZ{place:06d} 12/03/1980" for place in range(OF_EACH)]


def _personal_space() -> tuple[str, Ask, list[str], list[str]]:
    """A wrong password, for the numbers of people who have a space and for others."""
    from django.test import Client
    from django.urls import reverse

    from bench.activations import open_spaces
    from cnss_amo.kernel.identifiers import number_from_sequence
    from registration.models import Person

    people = list(Person.objects.order_by("pk")[:OF_EACH])
    open_spaces(people)
    client, url, addresses = (
        Client(SERVER_NAME="127.0.0.1"),
        reverse("portal:sign_in"),
        _addresses(),
    )

    def ask(number: str) -> None:
        form = {"number": number, "password": "un-mot-de-passe-faux"}
        _expect(200, client.post(url, form, REMOTE_ADDR=next(addresses)))

    unknown = [str(number_from_sequence(9_000_000 + place)) for place in range(OF_EACH)]
    return "personal space", ask, [str(person.number) for person in people], unknown


def _addresses() -> Iterator[str]:
    return iter(f"10.0.{place // 250}.{place % 250 + 1}" for place in range(2 * OF_EACH))


DOORS = (_sign_in, _closed_search, _who_am_i, _personal_space)


def _expect(status: int, response: "HttpResponse") -> None:
    if response.status_code != status:
        raise NotMeasured(f"answered {response.status_code} instead of {status}")
