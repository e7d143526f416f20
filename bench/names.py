"""How many of the gold set of names the search finds among its ten best.

The people sought hide among STRANGERS that the synthesis draws and NEIGHBOURS of the same family
names and first names. Everything happens in a transaction that is undone. Misses are printed.
"""

from django.db import transaction

from bench import ground
from bench.report import Figure, at_least, at_most, say
from bench.scene import Scene
from registration.models import Person
from tests.registration import gold

STRANGERS, NEIGHBOURS = 20_000, 10
IDENTIFIED = range(0, 1_000, 5)  # places of the people asked for by each of their identifiers


def measure(_scene: Scene) -> list[Figure]:
    """Measure the share found of each kind, and how many identifiers were not first and alone."""
    ground.ready()
    with transaction.atomic():
        ground.empty("registration_person")
        gold.make_register(strangers=STRANGERS, neighbours=NEIGHBOURS)
        people = Figure("people in the register", Person.objects.count())
        recalls = [_recall(kind, bound) for kind, bound in gold.BOUNDS.items()]
        below = len(gold.below_first_rank(IDENTIFIED))
        transaction.set_rollback(True)
    return [people, *recalls, at_most("identifiers not first and alone", below, 0)]


def _recall(kind: str, bound: float) -> Figure:
    missed, asked = gold.misses(kind), len(gold.cases(kind))
    for case in missed:
        say(f"  missed, {kind}: {gold.said(case)}")
    named = f"recall@{gold.BEST} of names, {kind}, {asked} asked"
    return at_least(named, 100 * (1 - len(missed) / asked), 100 * bound, "%")
