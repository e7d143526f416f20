"""A file of the law that is incomplete, out of order or not understood is refused."""

import re

import pytest

from cnss_amo.legislation.categories import category_in
from cnss_amo.legislation.files import BadLawFile
from cnss_amo.legislation.parameter import read_parameter

HEAD = 'description = "Un taux fictif"\nunit = "/1"\n'
SCALE = HEAD + 'bound_unit = "DH"\n'
VALUE = '[[values]]\nfrom = 2021-12-01\nvalue = 0.06\nreference = "Texte fictif"\n'


def bands(*lines):
    return (
        SCALE
        + '[[values]]\nfrom = 2021-12-01\nreference = "Texte fictif"\nbands = ['
        + ", ".join(f"{{ {line} }}" for line in lines)
        + "]\n"
    )


@pytest.fixture
def read_text(tmp_path):
    def read(text):
        path = tmp_path / "fictif.toml"
        path.write_text(text, encoding="utf-8")
        return read_parameter(path, name="fictif")

    return read


def test_a_complete_file_is_read_with_its_exact_decimals(read_text):
    parameter = read_text(HEAD + VALUE)

    assert str(parameter.values[0].value) == "0.06"


def test_a_scale_is_read_line_by_line(read_text):
    (entry,) = read_text(bands("below = 5, due = 1", "up_to = 9, due = 2", "due = 3")).values

    assert [band["due"] for band in entry.bands] == [1, 2, 3]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('unit = "/1"\n' + VALUE, "il manque « description »"),
        ('description = "Un taux"\n' + VALUE, "il manque « unit »"),
        ('description = "Un taux"\nunit = " "\n' + VALUE, "« unit » : un texte non vide"),
        (HEAD, "il manque « values »"),
        (HEAD + "values = []\n", "au moins une valeur"),
        (HEAD + 'units = "DH"\n' + VALUE, "clé inconnue « units »"),
        (HEAD + VALUE + 'note = "?"\n', "clé inconnue « note »"),
        (HEAD + "[[values]]\nfrom = 2021-12-01\nvalue = 1\n", "il manque « reference »"),
        (HEAD + '[[values]]\nvalue = 1\nreference = "T"\n', "il manque « from »"),
        (HEAD + '[[values]]\nfrom = 2021-12-01\nreference = "T"\n', "il manque « value »"),
        (HEAD + VALUE.replace("2021-12-01", '"2021"'), "une date est attendue"),
        (HEAD + VALUE.replace("2021-12-01", "2021-12-01T00:00:00"), "une date est attendue"),
        (HEAD + VALUE.replace("0.06", "true"), "la valeur est un nombre, un texte ou une date"),
        (HEAD + VALUE + VALUE, "les dates doivent être croissantes"),
        (HEAD + VALUE + VALUE.replace("2021", "2020"), "les dates doivent être croissantes"),
        (HEAD + VALUE + "confirm = true\n", "« confirm = true » et « missing » vont ensemble"),
        (HEAD + VALUE + 'missing = "le décret"\n', "vont ensemble"),
        (HEAD + VALUE.replace("Texte fictif", "à confirmer"), "référence des valeurs inconnues"),
        (
            HEAD + '[[values]]\nfrom = 2021-12-01\nreference = "T"\nmissing = "le décret"\n',
            "référence des valeurs inconnues",
        ),
        (SCALE + VALUE, "« bound_unit » accompagne les barèmes"),
        (bands("due = 1").replace('bound_unit = "DH"\n', ""), "« bound_unit » accompagne"),
        (bands(), "la dernière ligne du barème"),
        (bands("up_to = 5, due = 1"), "la dernière ligne du barème"),
        (bands("due = 1", "due = 2"), "la dernière ligne du barème"),
        (bands("up_to = 9, due = 1", "up_to = 5, due = 2", "due = 3"), "bornes du barème"),
        (bands("up_to = 9, due = 1", "owed = 2"), "les mêmes colonnes"),
        (bands("up_to = 9, below = 9, due = 1", "due = 2"), "un des deux"),
        (bands("up_to = 9", "due = 2"), "au moins un chiffre"),
        (bands('due = "1"'), "que des nombres"),
        ("description = ", "TOML illisible"),
    ],
)
def test_a_faulty_file_is_refused_and_the_message_says_why(read_text, text, message):
    with pytest.raises(BadLawFile, match=re.escape(message)):
        read_text(text)


CATEGORY = {
    "code": "FIC",
    "name_fr": "Catégorie fictive",
    "name_ar": "صنف وهمي",
    "opening_reference": "à confirmer",
    "base": "unknown",
    "missing": "le décret",
}


def test_a_category_without_sub_categories_is_its_own_only_one():
    category = category_in(CATEGORY)

    assert [(sub.code, sub.name_fr) for sub in category.sub_categories] == [
        ("FIC", "Catégorie fictive")
    ]


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"opened": True}, "FIC : clé inconnue « opened »"),
        ({"name_ar": ""}, "FIC, « name_ar » : un texte non vide"),
        ({"base": "percentage"}, "FIC, « base » : coefficient, class_table"),
        ({"completion_required": "no"}, "FIC, « completion_required » : true ou false"),
        ({"liaison": [{"from": "2021"}]}, "il manque « body »"),
        ({"sub_categories": [{"code": "FIC-1"}]}, "FIC-1 : il manque « name_ar », « name_fr »"),
    ],
)
def test_a_faulty_category_is_refused_and_the_message_says_why(change, message):
    with pytest.raises(BadLawFile, match=re.escape(message)):
        category_in(CATEGORY | change)


def test_a_category_that_is_not_open_must_say_which_text_is_missing():
    with pytest.raises(BadLawFile, match="quel texte manque"):
        category_in({key: value for key, value in CATEGORY.items() if key != "missing"})
