"""The search is measured on names borne unequally, as in life, and on the same questions."""

import pytest

from bench.people import BODY, SEED, known_at
from bench.questions import OF_EACH, questions
from liaison.synthesis.people import window

PEOPLE = 50_000


@pytest.fixture(scope="module")
def people():
    [known] = map(known_at, window(BODY, PEOPLE, seed=SEED))
    return known


@pytest.mark.parametrize(("name", "least", "most"), [("PRENOM", 0.03, 0.08), ("NOM", 0.008, 0.02)])
def test_a_few_names_are_borne_by_very_many(people, name, least, most):
    times = people[name].value_counts(sort=True)["count"]

    assert least <= times[0] / PEOPLE <= most
    assert times[0] > 10 * times[len(times) // 2]


def test_a_quarter_of_the_people_is_known_in_latin_letters_alone(people):
    assert 0.7 < people["has_arabic"].mean() < 0.8


def test_each_kind_of_question_is_asked_often_and_always_of_the_same_people():
    asked = questions(PEOPLE)

    assert {len(queries) for queries in asked.values()} == {OF_EACH}
    assert len(asked) >= 12
    assert asked == questions(PEOPLE)
