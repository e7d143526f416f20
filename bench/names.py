"""`python -m bench.names`: how many of the gold set of names the search finds among its ten best.

The people sought hide among STRANGERS that the synthesis draws and NEIGHBOURS of the same family
names and first names. Everything happens in a transaction that is undone. Misses are printed.
"""

import os
import sys

STRANGERS, NEIGHBOURS = 20_000, 10
IDENTIFIED = range(0, 1_000, 5)  # places of the people asked for by each of their identifiers


def main() -> None:
    """Measure on the bench's own servers, print."""
    _start()
    for name, figure in measure().items():
        print(f"{name:<58} {figure:>12,}")  # noqa: T201


def measure() -> dict[str, float]:
    """Return the share found of each kind, and how many identifiers were not first and alone."""
    from django.db import connection, transaction

    from tests.registration import gold

    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("TRUNCATE registration_person CASCADE")
        gold.make_register(strangers=STRANGERS, neighbours=NEIGHBOURS)
        figures = _recall()
        figures["identifiers not first and alone"] = len(gold.below_first_rank(IDENTIFIED))
        transaction.set_rollback(True)
    return figures


def _recall() -> dict[str, float]:
    from registration.models import Person
    from tests.registration import gold

    figures: dict[str, float] = {"people in the register": Person.objects.count()}
    for kind, bound in gold.BOUNDS.items():
        missed, asked = gold.misses(kind), len(gold.cases(kind))
        for case in missed:
            print(f"missed, {kind}: {gold.said(case)}", file=sys.stderr)  # noqa: T201
        name = f"recall@{gold.BEST}, {kind}, of {asked} (bound {bound:.0%})"
        figures[name] = round(1 - len(missed) / asked, 4)
    return figures


def _start() -> None:
    os.environ["VAR_DIR"] = os.path.join(os.path.abspath(os.environ.get("VAR_DIR", "var")), "bench")
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cnss_amo.settings")
    import django

    django.setup()
    from django.core.management import call_command

    from cnss_amo.kernel.db import start_embedded_servers

    start_embedded_servers()
    call_command("prepare", verbosity=0)


if __name__ == "__main__":
    main()
