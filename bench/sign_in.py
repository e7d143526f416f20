"""Does the time of a refused sign-in tell whether the matricule exists? (E-3)

Wrong passwords for people who exist and for nobody, in turn, each from an address of its own so
that no limit answers. Everything happens in a transaction that is undone.
"""

import logging
import time
from math import erfc, sqrt
from statistics import median

from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.test import Client, override_settings
from django.urls import reverse

from bench import ground
from bench.report import Figure, at_most
from bench.scene import Scene
from cnss_amo.accounts.models import User

PEOPLE = 200
WARM_UP = 10
NOT_THE_PASSWORD = "figuier-du-puits-7"


def measure(_scene: Scene) -> list[Figure]:
    """Measure both kinds of refusal, and how many answers differ in status or length."""
    ground.ready()
    logging.getLogger("axes").setLevel(logging.ERROR)
    with transaction.atomic(), override_settings(SPRAY_FAILURES=10**9):
        password = make_password("olivier-ancien-42")
        User.objects.bulk_create(
            User(username=f"k{n:06d}", password=password) for n in range(PEOPLE)
        )
        took: dict[str, list[float]] = {"k": [], "u": []}
        shapes = set()
        for n in range(PEOPLE):
            for kind, times in took.items():
                seconds, shape = _refusal(f"{kind}{n:06d}", place=2 * n + (kind == "u"))
                shapes.add(shape)
                times.append(seconds)
        transaction.set_rollback(True)
    known, unknown = (times[WARM_UP:] for times in took.values())
    apart = 1000 * abs(median(known) - median(unknown))
    chance = _by_chance(known, unknown)
    return [
        Figure("refused sign-in of somebody who exists, median", 1000 * median(known), "ms"),
        Figure("the same of nobody, median", 1000 * median(unknown), "ms"),
        Figure(
            "probability that the times differ by chance (Mann-Whitney)",
            chance,
            "",
            "> 0.01, or medians < 5 ms apart",
            chance > 0.01 or apart < 5,
        ),
        at_most("answers of another status or length", len(shapes) - 1, 0),
    ]


def _by_chance(some: list[float], others: list[float]) -> float:
    """The two-sided p of the Mann-Whitney test, by its normal approximation."""
    n, m = len(some), len(others)
    above = sum((a > b) + (a == b) / 2 for a in some for b in others)
    return erfc(abs(above - n * m / 2) / sqrt(n * m * (n + m + 1) / 12) / sqrt(2))


def _refusal(matricule: str, *, place: int) -> tuple[float, tuple[int, int]]:
    client = Client(SERVER_NAME="localhost", REMOTE_ADDR=f"10.9.{place // 250}.{place % 250}")
    fields = {"login": matricule, "password": NOT_THE_PASSWORD}
    began = time.perf_counter()
    answer = client.post(reverse("account_login"), fields)
    return time.perf_counter() - began, (answer.status_code, len(answer.content))
