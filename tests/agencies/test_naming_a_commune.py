"""A commune is found however it is typed, in either script; a doubt is asked about."""

import pytest

from agencies.gazetteer import commune_meant

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("typed", "commune"),
    [
        ("Agadir", "Agadir"),
        ("أكادير", "Agadir"),
        ("اكادير", "Agadir"),
        ("  MARRAKECH ", "Marrakech"),
        ("marakesh", "Marrakech"),
        ("Fez", "Fès"),
        ("fes", "Fès"),
        ("فاس", "Fès"),
        ("bni mellal", "Béni Mellal"),
        ("Warzazat", "Ouarzazate"),
        ("rachidia", "Errachidia"),
        ("khribga", "Khouribga"),
        ("Ifni", "Sidi Ifni"),
        ("Kelaa des Sraghna", "Kelâat Sraghna"),
        ("دار البيضاء", "Casablanca"),
        ("casa", "Casablanca"),
        ("الدار البيضاء", "Casablanca"),
        ("Hay Hassani", "Casablanca"),
        ("tanja", "Tanger"),
        ("chaouen", "Chefchaouen"),
        ("commune de Tata", "Tata"),
        ("Province de Tiznit", "Tiznit"),
        ("06.141.01.0", "Casablanca"),
    ],
)
def test_a_commune_is_known_however_it_is_spelled(typed, commune):
    meant = commune_meant(typed)

    assert meant.commune is not None, [other.name_fr for other in meant.perhaps]
    assert meant.commune.name_fr == commune


@pytest.mark.parametrize("typed", ["Oulad Aissa", "jdida", "Agdal"])
def test_a_name_that_several_bear_is_asked_about(typed):
    meant = commune_meant(typed)

    assert meant.commune is None
    assert len(meant.perhaps) > 1
    assert len({other.code for other in meant.perhaps}) == len(meant.perhaps)


@pytest.mark.parametrize(
    ("typed", "commune"), [("Marrakech Guéliz", "Marrakech"), ("Hay Riad, Rabat", "Rabat")]
)
def test_one_word_that_names_a_commune_is_worth_a_question(typed, commune):
    meant = commune_meant(typed)

    assert meant.commune is None
    assert commune in [other.name_fr for other in meant.perhaps]


@pytest.mark.parametrize(
    "typed", ["", "   ", "zzzz", "12", "99.999.99.9", "\x00", "k" * 5000, "()'"]
)
def test_what_names_no_commune_finds_none(typed):
    assert commune_meant(typed) == (None, [])
