"""Look-ups by telephone in a peak hour: "am I registered?", fifty a second, half of them strangers.

Each call is brought to its last key beforehand; what is timed is the step that asks the register
and writes the SMS, by `POST /api/v1/voice/…`, served by gunicorn as in production. Known people and
strangers are compared: the time must not tell them apart.
"""

import json
from random import Random
from typing import TYPE_CHECKING
from uuid import uuid4

from django.utils import timezone

from bench.desk import PORT, served
from bench.enumeration import CLOSEST, LIKELIEST, probability_of_chance
from bench.load import Answer, Asked, steady
from bench.report import Figure, at_most, say
from bench.search import percentile, register_of

if TYPE_CHECKING:
    from bench.scene import Scene

A_SECOND, SECONDS, WARMING_SECONDS = 50, 30, 5
SLOWEST = 500  # milliseconds, 99 in 100
SEED = 13
KEY = "a-key-of-the-bench"
KNOWN, STRANGER, STEP = "somebody known", "a stranger", "a menu"
Step = tuple[str, str, int]


def measure(scene: "Scene") -> list[Figure]:
    """Load the door, and say what each kind of step took."""
    people = 2 * scene.rows
    with register_of(people), served(VOICE_KEYS=KEY):
        say("  bringing the calls to their last key")
        asked = _asked(people, A_SECOND * (SECONDS + WARMING_SECONDS))
        warming = A_SECOND * WARMING_SECONDS
        steady(asked[:warming], port=PORT, a_second=A_SECOND)
        say(f"  asking {A_SECOND} times a second for {SECONDS} s")
        answers = steady(asked[warming:], port=PORT, a_second=A_SECOND)
    return _figures(people, answers)


def _figures(people: int, answers: list[Answer]) -> list[Figure]:
    times = {
        kind: [one.milliseconds for one in answers if one.kind == kind]
        for kind in (KNOWN, STRANGER)
    }
    every = [*times[KNOWN], *times[STRANGER]]
    apart = abs(percentile(times[KNOWN], 50) - percentile(times[STRANGER], 50))
    chance = probability_of_chance(times[KNOWN], times[STRANGER])
    bound, holds = f"< {CLOSEST:g}, or p > {LIKELIEST:g}", apart < CLOSEST or chance > LIKELIEST
    return [
        Figure("people in the register", people),
        Figure("look-ups a second", A_SECOND),
        at_most("answers that failed", sum(one.status != 200 for one in answers), 0),
        Figure("a look-up, half of them", percentile(every, 50), "ms"),
        Figure("a look-up, 95 in 100", percentile(every, 95), "ms"),
        at_most("a look-up, 99 in 100", percentile(every, 99), SLOWEST, "ms"),
        Figure("known and strangers, between the medians", apart, "ms", bound, holds),
        Figure("probability that chance alone parts them so", chance),
    ]


def _asked(people: int, number: int) -> list[Asked]:
    """So many last keys, in the order of chance: each of a call of its own."""
    from bench.questions import identities

    random = Random(SEED)
    known = identities(people)
    asked = []
    for _place in range(number):
        card, birth = random.choice(known)
        stranger = random.random() < 0.5
        pressed = _pressed(card, f"3112{random.randrange(2010, 2020)}" if stranger else birth)
        asked.append(_last_key(STRANGER if stranger else KNOWN, pressed))
    return asked


def _pressed(card: str, birth: str) -> tuple[str, ...]:
    from cnss_amo.ivr.keypad import keys_of

    digits = card.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
    return "2", "1", keys_of(card[: len(card) - len(digits)]), digits, birth


def _last_key(kind: str, pressed: tuple[str, ...]) -> Asked:
    from django.urls import reverse

    from cnss_amo.ivr import services
    from cnss_amo.ivr.views import PLATFORM

    at = timezone.now()
    answer = services.begin(platform=PLATFORM, session=str(uuid4()), at=at)
    for typed in pressed:
        answer = services.answer(
            platform=PLATFORM, key=answer.call, step=answer.step, typed=typed, at=at
        )
    body = json.dumps({"step": answer.step, "typed": "1"})
    return Asked(kind, reverse("ivr:answer", args=[answer.call]), json=body, bearer=KEY)
