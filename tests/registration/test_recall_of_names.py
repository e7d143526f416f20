"""The gold set among people of the same names: whoever spells a name her own way finds it."""

import pytest
from django.db import transaction

from tests.registration import gold

pytestmark = pytest.mark.django_db
STRANGERS, NEIGHBOURS = 1_500, 2


@pytest.fixture(scope="module")
def register(django_db_setup, django_db_blocker):
    """One register for the whole file, gone after it."""
    with django_db_blocker.unblock(), transaction.atomic():
        gold.make_register(strangers=STRANGERS, neighbours=NEIGHBOURS)
        yield
        transaction.set_rollback(True)


@pytest.mark.parametrize(("kind", "bound"), gold.BOUNDS.items())
def test_who_is_sought_is_among_the_ten_best(register, kind, bound):
    missed = gold.misses(kind)

    share = 1 - len(missed) / len(gold.cases(kind))
    assert share >= bound, "\n".join(map(gold.said, missed))


def test_an_identifier_finds_its_holder_first_and_alone(register):
    assert gold.below_first_rank(range(0, 1_000, 40)) == []


def test_the_gold_set_is_as_large_as_it_says():
    sizes = {kind: len(gold.cases(kind)) for kind in gold.BOUNDS}
    least = {"latin": 300, "arabic": 200, "across": 250, "swapped": 100, "typo": 150}

    assert all(sizes[kind] >= least[kind] for kind in least), sizes
