"""Who is covered from which day, and who may list them."""

import re
from datetime import date, timedelta
from itertools import pairwise

import pytest

from cnss_amo.legislation import Base, bodies, categories, mandates, parameters, unknown_parameters
from cnss_amo.legislation.bodies import mandates_over
from cnss_amo.legislation.categories import CategoryLaw, Liaison

ARABIC = re.compile(r"[\u0600-\u06ff]")
FIRST_WAVE = date(2021, 12, 1)
CATEGORIES = {category.code: category for category in categories()}
SUB_CATEGORIES = [sub for category in categories() for sub in category.sub_categories]


def codes_under(category):
    return [sub.code for sub in CATEGORIES[category].sub_categories]


def may_list(body, category, day):
    return any(
        mandate.in_force_from <= day and (mandate.until is None or day < mandate.until)
        for mandate in mandates()
        if (mandate.body, mandate.category) == (body, category)
    )


def test_every_category_of_the_decrees_is_there():
    first_wave = {"CPU", "CAC", "AE", "MED", "PHA", "DEN", "NOT", "PAR"}
    opened_later = {"AGR", "ARTI", "RAMED", "TAX", "CON", "PEC", "VET", "TOP"}
    of_march_2022 = {"GER", "JOU", "SPO", "TSO"}
    opened_before = {"ADO", "GUI", "COP", "TRA"}
    not_open = {"HUI", "ART", "ARC", "REL", "AVO"}

    assert set(CATEGORIES) == (first_wave | opened_later | of_march_2022 | opened_before | not_open)


def test_codes_are_unique():
    sub_codes = [sub.code for sub in SUB_CATEGORIES]
    body_codes = [body.code for body in bodies()]

    assert len(CATEGORIES) == len(categories())
    assert len(set(sub_codes)) == len(sub_codes)
    assert len(set(body_codes)) == len(body_codes)


@pytest.mark.parametrize(
    ("category", "expected"),
    [
        ("CPU", ["CPU"]),
        ("CAC", ["CAC-S", "CAC-1", "CAC-2"]),
        ("AE", ["AE"]),
        ("MED", ["MED-G", "MED-S"]),
        ("PHA", ["PHA-O", "PHA-B"]),
        ("DEN", ["DEN"]),
        ("NOT", ["NOT"]),
        ("PAR", ["PAR"]),
        ("AGR", [f"AGR-{n}" for n in range(10)]),
        ("ARTI", ["ARTI"]),
        ("RAMED", ["RAMED"]),
        ("COP", ["COP-1", "COP-2"]),
        ("TAX", ["TAX-1", "TAX-2"]),
    ],
)
def test_a_category_has_its_sub_categories_and_never_none(category, expected):
    assert codes_under(category) == expected


@pytest.mark.parametrize("named", [*categories(), *SUB_CATEGORIES, *bodies()], ids=lambda n: n.code)
def test_everything_has_a_french_and_an_arabic_name(named):
    assert named.name_fr
    assert not ARABIC.search(named.name_fr)
    assert ARABIC.search(named.name_ar)


@pytest.mark.parametrize("code", ["CPU", "CAC", "AE", "MED", "PHA", "DEN", "NOT", "PAR"])
def test_the_first_wave_opened_on_the_first_of_december_2021(code):
    assert CATEGORIES[code].opened_on == FIRST_WAVE
    assert CATEGORIES[code].liaison_body in {"DGI", "BAM", "MSPS", "ONN"}


@pytest.mark.parametrize(
    ("code", "day"),
    [
        ("RAMED", date(2022, 12, 1)),
        ("AGR", date(2021, 12, 23)),
        ("ARTI", date(2021, 12, 23)),
        ("VET", date(2021, 12, 9)),
        ("CON", date(2022, 3, 10)),
        ("GER", date(2022, 3, 17)),
        ("PEC", date(2022, 5, 26)),
    ],
)
def test_a_later_category_opened_on_the_day_of_its_text(code, day):
    assert CATEGORIES[code].opened_on == day


def test_an_opening_that_is_the_date_of_a_council_is_listed_to_be_confirmed():
    listed = {unknown.name for unknown in unknown_parameters()}

    assert {f"categories/{code}" for code in ("AGR", "ARTI", "VET", "CON", "PEC")} <= listed
    assert "categories/RAMED" not in listed


@pytest.mark.parametrize("code", ["AVO", "HUI", "ART", "ARC", "REL"])
def test_a_category_without_a_decree_is_not_open_and_nobody_may_list_it(code):
    assert CATEGORIES[code].opened_on is None
    assert CATEGORIES[code].missing
    assert not [mandate for mandate in mandates() if mandate.category == code]


def test_only_ramed_has_nothing_to_complete_and_nothing_to_pay():
    assert [code for code, law in CATEGORIES.items() if not law.completion_required] == ["RAMED"]
    assert [sub.code for sub in SUB_CATEGORIES if sub.base is Base.NONE] == ["RAMED"]


def test_every_base_is_found_in_a_parameter_that_speaks_from_the_opening_day():
    named = {parameter.name: parameter for parameter in parameters()}
    for category in categories():
        for sub_category in category.sub_categories:
            if sub_category.base_parameter is not None:
                earliest = named[sub_category.base_parameter].values[0]

                assert category.opened_on is None or earliest.in_force_from <= category.opened_on


def test_every_text_that_opens_a_category_or_a_sub_category_is_cited():
    assert all(category.opening_reference for category in categories())
    assert all(sub_category.reference for sub_category in SUB_CATEGORIES)


@pytest.mark.parametrize(
    ("body", "listed"),
    [
        ("DGI", {"CPU", "CAC"}),
        ("MSPS", {"MED", "PHA", "DEN", "PAR"}),
        ("ONN", {"NOT"}),
        ("BAM", {"AE"}),
        ("MAPMDREF", {"AGR"}),
        ("ARTISANAT", {"ARTI"}),
        ("ANAM", {"RAMED"}),
    ],
)
def test_a_body_may_list_its_categories_from_the_day_they_open(body, listed):
    assert {mandate.category for mandate in mandates() if mandate.body == body} == listed
    for code in listed:
        opened_on = CATEGORIES[code].opened_on

        assert not may_list(body, code, opened_on - timedelta(days=1))
        assert may_list(body, code, opened_on)
        assert may_list(body, code, opened_on + timedelta(days=1))


def test_the_seven_bodies_have_their_own_format_and_the_others_the_generic_one():
    formats = {body.code: body.format for body in bodies()}
    own = ["DGI", "MSPS", "ONN", "BAM", "MAPMDREF", "ARTISANAT", "ANAM"]

    assert [code for code in formats if formats[code] != "GENERIC"] == own
    assert all(formats[code] == code for code in own)


def test_liaisons_name_known_bodies_in_the_order_of_their_days():
    known = {body.code for body in bodies()}
    for category in categories():
        days = [liaison.in_force_from for liaison in category.liaisons]

        assert {liaison.body for liaison in category.liaisons} <= known
        assert all(earlier < later for earlier, later in pairwise(days))


def test_a_mandate_ends_on_the_day_the_next_body_begins():
    category = CategoryLaw(
        code="FIC",
        name_fr="Catégorie fictive",
        name_ar="صنف وهمي",
        opened_on=FIRST_WAVE,
        opening_reference="Texte fictif",
        contributes_from=None,
        completion_required=True,
        base=Base.UNKNOWN,
        sub_categories=(),
        liaisons=(
            Liaison("AAA", "Texte fictif", FIRST_WAVE, ""),
            Liaison("BBB", "Texte fictif suivant", date(2024, 1, 1), ""),
        ),
        missing="",
    )

    assert [(m.body, m.in_force_from, m.until) for m in mandates_over(category)] == [
        ("AAA", FIRST_WAVE, date(2024, 1, 1)),
        ("BBB", date(2024, 1, 1), None),
    ]
    assert category.liaison_body == "BBB"
