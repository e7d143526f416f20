"""The log of looks when it is long (L-9): what writing one adds to a page, who saw somebody."""

import time
from random import Random
from typing import TYPE_CHECKING

from django.db import connection, transaction

from bench import ground
from bench.report import Figure, at_most, say
from bench.search import go_to, percentile

if TYPE_CHECKING:
    from bench.scene import Scene

LOOKS = 10_000_000
PEOPLE = 2_000_000
WRITTEN, ASKED = 1_000, 300
ADDED, ANSWERED = 3, 200  # milliseconds, 95 in 100
DATABASE = "looks_kept"
SEED, STRIDE = 3, 500_000
# A year of looks: one in three is a search that showed twenty people, the others open a file.
FILL = """
INSERT INTO accounts_look (at, user_id, kind, door, people, about, reason, scope, roles, place)
SELECT timestamptz '2025-01-01' + n * interval '3.15 s', NULL,
       CASE WHEN n % 3 = 0 THEN 'SEARCH' ELSE 'PERSON' END, 'PAGE',
       CASE WHEN n % 3 = 0
            THEN ARRAY(SELECT 1 + (hashint8(n * 20 + k) & 2147483647) % {people}
                         FROM generate_series(1, 20) k)::bigint[]
            ELSE ARRAY[1 + (hashint8(n) & 2147483647) % {people}]::bigint[] END,
       '', '', '{{}}', '{{AGENT}}', ''
  FROM generate_series({first}, {last}) n
"""


def measure(scene: "Scene") -> list[Figure]:
    """Write looks, and ask who saw somebody, in a log of ten looks for each row of the lists."""
    looks = min(LOOKS, 10 * scene.rows)
    usual = connection.settings_dict["NAME"]
    _stand_on_a_log_of(looks)
    try:
        say(f"  writing {WRITTEN:,} looks, and as many transactions without")
        written, empty = _written()
        say(f"  asking {ASKED} times who saw somebody")
        asked = _asked()
    finally:
        go_to(usual)
    added = percentile(written, 95) - percentile(empty, 95)
    return [
        Figure("looks in the log", looks),
        Figure("a transaction that writes nothing, 95 in 100", percentile(empty, 95), "ms"),
        at_most("a look adds to it, 95 in 100", added, ADDED, "ms"),
        Figure("who saw a person, half of them", percentile(asked, 50), "ms"),
        at_most("who saw a person, 95 in 100", percentile(asked, 95), ANSWERED, "ms"),
    ]


def _stand_on_a_log_of(looks: int) -> None:
    """Have the log of that length: the one kept, or one made now."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT FROM pg_database WHERE datname = %s", [DATABASE])
        if not cursor.rowcount:
            cursor.execute(f"CREATE DATABASE {DATABASE}")
    go_to(DATABASE)
    ground.ready()
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM accounts_look")
        (held,) = cursor.fetchone()
        if held >= looks:
            return
        say(f"  writing a log of {looks:,} looks")
        for first in range(held + 1, looks + 1, STRIDE):
            last = min(first + STRIDE - 1, looks)
            cursor.execute(FILL.format(people=PEOPLE, first=first, last=last))
        cursor.execute("VACUUM (ANALYZE) accounts_look")


def _written() -> tuple[list[float], list[float]]:
    """The milliseconds of transactions that write a look, and of others that write nothing."""
    from cnss_amo.accounts.enums import LookKind, Role
    from cnss_amo.accounts.models import User
    from cnss_amo.accounts.services import record_look
    from tests.staff import give

    random = Random(SEED)
    users = [User.objects.get_or_create(username=f"bench-{place}")[0] for place in range(16)]
    for user in users:
        give(user, Role.AGENT)
    written, empty = [], []
    for place in range(2 * WRITTEN):
        user = random.choice(users)
        began = time.perf_counter()
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SELECT 1")
            if place % 2:
                person = random.randrange(1, PEOPLE)
                record_look(user=user, kind=LookKind.SEARCH, people=[person])
        (written if place % 2 else empty).append(1000 * (time.perf_counter() - began))
    return written, empty


def _asked() -> list[float]:
    from cnss_amo.accounts.queries import looks_at

    random = Random(SEED)
    times = []
    for _time in range(ASKED):
        person = random.randrange(1, PEOPLE)
        began = time.perf_counter()
        list(looks_at(person))
        times.append(1000 * (time.perf_counter() - began))
    return times
