"""Partners' programs that ask fifty times a second whether somebody is registered.

Half of the questions are about people of the register, half about nobody; the programs are several,
each with its token. The pages are served by gunicorn as in production, on the register of the desk.
"""

import json
from collections.abc import Iterator
from random import Random
from typing import TYPE_CHECKING

from bench.desk import A_SECOND, EMPTY, PORT, SECONDS, WARMING_SECONDS, served
from bench.load import Answer, Asked, steady
from bench.report import Figure, at_most, say
from bench.search import percentile, register_of

if TYPE_CHECKING:
    from bench.scene import Scene

SLOWEST = 500  # milliseconds, 99 in 100
PROGRAMS = 8
SEED = 8
KNOWN, NOBODY = "somebody known", "nobody"


def measure(scene: "Scene") -> list[Figure]:
    """Load the interface, and say what each kind of question took."""
    people = 2 * scene.rows
    with register_of(people):
        asked = _questions(people, _tokens())
        with served():
            say(f"  warming for {WARMING_SECONDS} s")
            steady(asked[: A_SECOND * WARMING_SECONDS], port=PORT, a_second=A_SECOND)
            say(f"  asking {A_SECOND} times a second for {SECONDS} s")
            answers = steady(asked, port=PORT, a_second=A_SECOND)
    return list(_figures(people, answers))


def _figures(people: int, answers: list[Answer]) -> Iterator[Figure]:
    kinds: dict[str, list[float]] = {}
    for answer in answers:
        kinds.setdefault(answer.kind, []).append(answer.milliseconds)
    empty = percentile(kinds.pop(EMPTY), 95)
    yield Figure("people in the register", people)
    yield Figure("questions a second", A_SECOND)
    yield at_most("answers that failed", sum(answer.status != 200 for answer in answers), 0)
    yield Figure(f"{EMPTY}, 95 in 100", empty, "ms")
    for kind, given in kinds.items():
        yield Figure(f"about {kind}, {len(given)} asked, half of them", percentile(given, 50), "ms")
        yield Figure(f"about {kind}, 95 in 100", percentile(given, 95), "ms")
        yield at_most(f"about {kind}, 99 in 100", percentile(given, 99), SLOWEST, "ms")


def _questions(people: int, tokens: list[str]) -> list[Asked]:
    """Known and unknown people in the order of chance, with empty pages among them."""
    from django.urls import reverse

    from bench.questions import identities

    random, known = Random(SEED), identities(people)
    status, health = reverse("api:status"), reverse("portal:health")

    def about(kind: str) -> Asked:
        if kind == EMPTY:
            return Asked(EMPTY, health)
        document, typed = random.choice(known)
        said = {"document": document, "birth": f"{typed[4:]}-{typed[2:4]}-{typed[:2]}"}
        if kind == NOBODY:
            said["document"] = f"ZZ{random.randrange(10**6):06d}"
        return Asked(kind, status, json=json.dumps(said), bearer=random.choice(tokens))

    kinds = random.choices((KNOWN, NOBODY, EMPTY), (46, 46, 8), k=A_SECOND * SECONDS)
    return [about(kind) for kind in kinds]


def _tokens() -> list[str]:
    """A token for each of a few programs, of a point each."""
    return [_token(place) for place in range(PROGRAMS)]


def _token(place: int) -> str:
    import secrets
    from datetime import date, timedelta

    from django.utils import timezone
    from oauth2_provider.models import get_access_token_model, set_token_value

    from agencies.models import Commune, PartnerNetwork, Point
    from cnss_amo.api.enums import Scope
    from cnss_amo.api.services import open_client

    point, _made = Point.objects.get_or_create(
        code=f"BENCH-{place}",
        defaults={
            "network": PartnerNetwork.objects.order_by("code").first(),
            "name_fr": f"Banc {place}",
            "name_ar": f"Banc {place}",
            "commune": Commune.objects.order_by("code").first(),
            "opened_on": date(2022, 1, 1),
            "fictitious": True,
        },
    )
    now = timezone.now()
    opened = open_client(name="bench", owner=point, scopes=[Scope.STATUS], at=now)
    token = secrets.token_urlsafe()
    kept = get_access_token_model()(
        application=opened.client, scope=Scope.STATUS, expires=now + timedelta(hours=1)
    )
    set_token_value(kept, token)
    kept.save()
    return token
