"""Attestations: what one costs on one core, and five a second through gunicorn.

A page is laid out and sealed one at a time in this process; then agents ask for attestations at a
steady pace, of people who completed their registration, each issued, laid out, sealed and logged.
"""

import os
import time
from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING

from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from bench import ground
from bench.desk import PORT, Agent, served
from bench.load import Answer, Asked, steady
from bench.report import Figure, at_most, say
from bench.search import percentile

if TYPE_CHECKING:
    from bench.scene import Scene

PAGES, WARM_UP = 100, 5
A_SECOND, SECONDS, WARMING_SECONDS = 5, 30, 4
PEOPLE = A_SECOND * (SECONDS + WARMING_SECONDS)
LONGEST, SLOWEST, HEAVIEST = 50, 1_000, 200  # milliseconds, milliseconds, kB
AGENTS = 8


def measure(_scene: "Scene") -> list[Figure]:
    """Measure one page, then a steady demand."""
    ground.begin_again()
    _take_a_seal()
    people = _people()
    figures = list(_one_page(people[0]))
    agents = [Agent(f"attest-{place}") for place in range(AGENTS)]
    asked = [_asked(agents[place % AGENTS], one) for place, one in enumerate(people)]
    with served():
        warming = A_SECOND * WARMING_SECONDS
        steady(asked[:warming], port=PORT, a_second=A_SECOND)
        say(f"  asking {A_SECOND} times a second for {SECONDS} s")
        answers = steady(asked[warming:], port=PORT, a_second=A_SECOND)
    ground.begin_again()
    return [*figures, *_demand(answers)]


def _take_a_seal() -> None:
    """A seal of its own: the pages are served as in production, which refuses that of trials."""
    from registration.attestation.trial_seal import make_trial_seal

    folder = settings.VAR_DIR / "bench-seal"
    make_trial_seal(folder, unit="BANC DE MESURE")
    os.environ["SEAL_KEY_FILE"] = str(folder / "key.pem")
    os.environ["SEAL_CERTIFICATE_FILE"] = str(folder / "certificates.pem")


def _people() -> list[int]:
    from cnss_amo.kernel.identifiers import number_from_sequence
    from registration.enums import OriginKind, State
    from registration.models import Activity, Person

    since = date(2022, 1, 1)
    people = Person.objects.bulk_create(
        Person(
            number=number_from_sequence(place + 1),
            state=State.COMPLETED,
            registered_on=since,
            last_name="Bennani",
            first_name="Karim",
            last_name_ar="بناني",
            first_name_ar="كريم",
            search_tokens=[],
            birth_date=date(1980, 3, 12),
        )
        for place in range(PEOPLE)
    )
    Activity.objects.bulk_create(
        Activity(
            person=person,
            category_id="NOT",
            sub_category_id="NOT",
            body="ONN",
            started_on=since,
            begins_on=since,
            subject_from=since,
            origin_kind=OriginKind.LIST,
        )
        for person in people
    )
    return [person.pk for person in people]


def _one_page(person_id: int) -> Iterator[Figure]:
    from registration.attestation import services
    from registration.enums import Channel

    attestation = services.issue(person_id=person_id, channel=Channel.PORTAL, at=timezone.now())
    took = []
    for _page in range(WARM_UP + PAGES):
        began = time.perf_counter()
        document = services.render(attestation)
        took.append(1000 * (time.perf_counter() - began))
    warm = took[WARM_UP:]
    yield Figure("the first page of a process", took[0], "ms")
    yield at_most("a page laid out and sealed, mean", sum(warm) / len(warm), LONGEST, "ms")
    yield Figure("the same, 95 in 100", percentile(warm, 95), "ms")
    yield at_most("its weight", len(document) / 1000, HEAVIEST, "kB")


def _asked(agent: Agent, person_id: int) -> Asked:
    page = reverse("backoffice:attestation", args=[person_id])
    return agent.sends("attestation", page, ink="")


def _demand(answers: list[Answer]) -> Iterator[Figure]:
    given = [answer.milliseconds for answer in answers]
    yield Figure("attestations asked a second", A_SECOND)
    yield at_most("answers that failed", sum(answer.status != 200 for answer in answers), 0)
    yield Figure("an attestation from the desk, half of them", percentile(given, 50), "ms")
    yield at_most("an attestation from the desk, 95 in 100", percentile(given, 95), SLOWEST, "ms")
