import pytest

from cnss_amo.kernel.names import similarity

PEOPLE = [
    ("El Amrani", "Mohamed", "العمراني", "محمد"),
    ("Lamrani", "Mohammed", "العمراني", "محمد"),
    ("El Amrani", "Mohamed Amine", "العمراني", "محمد أمين"),
    ("El Amrani", "M'hamed", "العمراني", "امحمد"),
    ("Alaoui", "Mohamed", "العلوي", "محمد"),
    ("Benali", "Karima", None, None),
    ("Benali", "Karim", None, None),
    ("Ali", "Karim", None, None),
]


def ranked(query):
    return sorted(PEOPLE, key=lambda person: similarity(query, *person), reverse=True)


@pytest.mark.parametrize(
    ("query", "best"),
    [
        ("Mohamed El Amrani", [0]),
        ("el amrani mohamed", [0]),
        ("Mohammed Lamrani", [1, 0]),
        ("Mohamed Amine El Amrani", [2, 0]),
        ("محمد العمراني", [0, 1]),
        ("أمين العمراني", [2]),
        ("M'hamed Amrani", [3]),
        ("Mohamed Alaoui", [4]),
        ("Karim Benali", [6, 5]),
        ("Karim Ben Ali", [6, 5]),
        ("كريمة بنعلي", [5]),
        ("Karim Ali", [7, 6]),
    ],
)
def test_the_person_asked_for_comes_first(query, best):
    assert ranked(query)[: len(best)] == [PEOPLE[place] for place in best]


@pytest.mark.parametrize(
    "query", ["Mohamed El Amrani", "EL AMRANI Mohamed", "amrani mohamed", "محمد العمراني"]
)
def test_a_name_as_it_is_written_is_worth_one(query):
    assert similarity(query, *PEOPLE[0]) == 1.0


def test_missing_words_cost_a_little():
    whole = similarity("Mohamed Amine El Amrani", *PEOPLE[2])
    part = similarity("Mohamed El Amrani", *PEOPLE[2])

    assert 0.9 < part < whole == 1.0


def test_another_spelling_is_worth_more_than_another_name():
    spelled = similarity("Mohammed Lamrani", "El Amrani", "Mohamed")
    other = similarity("Mahmoud Lamrani", "El Amrani", "Mohamed")

    assert 0.9 < spelled < 1
    assert other < spelled


def test_a_person_known_in_one_script_is_ranked_in_the_other():
    assert similarity("كريم بنعلي", "Benali", "Karim") > 0.8
    assert similarity("Karim Benali", None, None, "بنعلي", "كريم") > 0.8
    assert similarity("Karim Benali", None, None, "التازي", "يوسف") < 0.5


@pytest.mark.parametrize("query", ["", "  ", "123"])
def test_nothing_is_like_nothing(query):
    assert similarity(query, *PEOPLE[0]) == 0.0
    assert similarity("Mohamed", None, None) == 0.0
