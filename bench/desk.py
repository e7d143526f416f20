"""The desk in a peak hour: agents who search, read and write, fifty requests a second.

On a register of twice as many people as the lists have rows, served by gunicorn as in production.
An empty page of Django is asked in the same run: the others are told as multiples of it.
"""

import os
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from random import Random
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import connection

from bench import ground
from bench.load import Answer, Asked, steady
from bench.report import Figure, NotMeasured, at_most, say
from bench.search import percentile, register_of

if TYPE_CHECKING:
    from bench.scene import Scene

A_SECOND, SECONDS, WARMING_SECONDS = 50, 60, 5
SLOWEST_PAGE = 200  # milliseconds, 95 in 100
PORT = 8799
AGENTS = 16
SEED = 5
EMPTY = "an empty page"


def measure(scene: "Scene") -> list[Figure]:
    """Load the desk, and say what each kind of page took."""
    people = 2 * scene.rows
    with register_of(people):
        agents = _agents()
        with served():
            asked = _questions(people, agents)
            say(f"  warming for {WARMING_SECONDS} s")
            steady(asked[: A_SECOND * WARMING_SECONDS], port=PORT, a_second=A_SECOND)
            say(f"  asking {A_SECOND} times a second for {SECONDS} s")
            answers = steady(asked[: A_SECOND * SECONDS], port=PORT, a_second=A_SECOND)
    return list(_figures(people, answers))


def _figures(people: int, answers: list[Answer]) -> Iterator[Figure]:
    kinds: dict[str, list[float]] = {}
    for answer in answers:
        kinds.setdefault(answer.kind, []).append(answer.milliseconds)
    empty = percentile(kinds.pop(EMPTY), 95)
    yield Figure("people in the register", people)
    yield Figure("requests a second", A_SECOND)
    yield at_most("answers that failed", sum(not 200 <= a.status < 400 for a in answers), 0)
    yield Figure(f"{EMPTY}, 95 in 100", empty, "ms")
    for kind, given in kinds.items():
        slow = percentile(given, 95)
        yield Figure(f"{kind}, {len(given)} asked, half of them", percentile(given, 50), "ms")
        yield at_most(f"{kind}, 95 in 100", slow, SLOWEST_PAGE, "ms")
        yield Figure(f"{kind}, 95 in 100, against {EMPTY}", slow / empty, "×")


# Who asks, and what.


class Agent:
    """A colleague signed in: the cookies of her browser, and the token of its forms."""

    def __init__(self, username: str, role: str = "AGENT", body: str = "") -> None:
        from allauth.mfa.models import Authenticator
        from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
        from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
        from django.contrib.sessions.backends.db import SessionStore
        from django.middleware.csrf import _get_new_csrf_string

        from cnss_amo.accounts.models import User
        from tests.staff import give

        user, _made = User.objects.get_or_create(username=username)
        give(user, role, body)
        if not Authenticator.objects.filter(user=user).exists():
            TOTP.activate(user, generate_totp_secret())
        session = SessionStore()
        session[SESSION_KEY] = str(user.pk)
        session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[-1]
        session[HASH_SESSION_KEY] = user.get_session_auth_hash()
        session.save()
        self.token = _get_new_csrf_string()
        self.cookies = f"session={session.session_key}; csrf={self.token}"

    def reads(self, kind: str, path: str) -> Asked:
        """A page opened."""
        return Asked(kind, path, cookies=self.cookies)

    def sends(self, kind: str, path: str, **form: str) -> Asked:
        """A form sent."""
        return Asked(kind, path, {**form, "csrfmiddlewaretoken": self.token}, self.cookies)


def _agents() -> list[Agent]:
    return [Agent(f"bench-{place}") for place in range(AGENTS)]


def _questions(people: int, agents: list[Agent]) -> list[Asked]:
    """A working day in the order of chance: nobody follows anybody."""
    from django.urls import reverse

    from bench.questions import questions

    random = Random(SEED)
    typed = questions(people)
    search, home, health = (
        reverse(name) for name in ("backoffice:search", "backoffice:home", "portal:health")
    )

    def one() -> Asked:
        agent = random.choice(agents)
        kind = random.choices(list(SHARES), list(SHARES.values()))[0]
        if kind in typed:
            return agent.sends(f"search, {kind}", search, q=random.choice(typed[kind]))
        if kind == "home":
            return agent.reads("home", home)
        if kind == EMPTY:
            return Asked(EMPTY, health)
        person = random.randrange(1, people + 1)
        return agent.reads(kind, reverse(f"backoffice:{PAGES[kind]}", args=[person]))

    return [one() for _time in range(A_SECOND * SECONDS)]


PAGES = {"a person's file": "person"}
# Of a hundred requests, how many are of each kind.
SHARES = {
    "identity card": 14,
    "insured number": 8,
    "Latin name": 8,
    "Arabic name": 6,
    "name and birth year": 4,
    "a person's file": 34,
    "home": 6,
    EMPTY: 8,
}


# What answers.


@contextmanager
def served(**more: str) -> Iterator[None]:
    """Serve the register the connection stands on, as production does."""
    environment = os.environ | _environment() | more
    collect = (sys.executable, "manage.py", "collectstatic", "--noinput", "--verbosity", "0")
    subprocess.run(collect, cwd=ground.ROOT, env=environment, check=True)
    log = settings.VAR_DIR / "desk.log"
    with log.open("w") as written:
        served = subprocess.Popen(
            [
                *(sys.executable, "-m", "gunicorn", "cnss_amo.wsgi", "-b", f"127.0.0.1:{PORT}"),
                *("-w", "2", "--threads", "4", "--log-level", "warning"),
            ],
            stdout=written,
            stderr=written,
            cwd=ground.ROOT,
            env=environment,
        )
    try:
        _wait_for_an_answer(served)
        yield
    finally:
        served.terminate()
        served.wait()


def _environment() -> dict[str, Any]:
    database, server = connection.settings_dict["NAME"], settings.EMBEDDED_POSTGRES
    return {
        "DATABASE_URL": f"postgres://{server.user}@/{database}?host={server.host}",
        "REDIS_URL": settings.REDIS_URL,
        "DATA_KEYS_FILE": str(settings.DATA_KEYS_FILE),
        "SECRET_KEY": settings.SECRET_KEY,
        "ALLOWED_HOSTS": "127.0.0.1",
        "SECURE_CONNECTION": "off",
        "STATIC_ROOT": str(settings.VAR_DIR / "static"),
    }


def _wait_for_an_answer(served: subprocess.Popen[bytes]) -> None:
    for _attempt in range(100):
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{PORT}/health/", timeout=2).close()
            return
        except OSError:
            if served.poll() is not None:
                break
            time.sleep(0.2)
    raise NotMeasured(f"the pages are not served: see {settings.VAR_DIR / 'desk.log'}")
