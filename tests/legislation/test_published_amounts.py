"""The amounts the CNSS publishes come out of the parameters to the centime."""

import tomllib
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path

import pytest

from cnss_amo.legislation import band_of, number_of

CASES = Path(__file__).parent / "cases"


def cases_of(name):
    cases = tomllib.loads((CASES / f"{name}.toml").read_text("utf-8"), parse_float=Decimal)["cases"]
    return [pytest.param(case, id=case["name"]) for case in cases]


def monthly_amount(coefficient, *, on):
    amount = (
        coefficient
        * number_of("minimum_wage/smig_hour", on=on)
        * number_of("minimum_wage/hours_per_month", on=on)
        * number_of("rate/active", on=on)
    )
    return amount.quantize(number_of("contribution/rounding_step", on=on), ROUND_HALF_UP)


@pytest.mark.parametrize("case", cases_of("monthly_amounts"))
def test_a_coefficient_gives_the_published_amount_on_each_day(case):
    amounts = {
        day: monthly_amount(case["coefficient"], on=date.fromisoformat(day))
        for day in case["amounts"]
    }

    assert amounts == case["amounts"]


@pytest.mark.parametrize("case", cases_of("sub_categories"))
def test_a_sub_category_owes_what_was_published(case):
    coefficient = number_of(f"coefficient/{case['sub_category']}", on=case["on"])

    assert monthly_amount(coefficient, on=case["on"]) == case["expected"]


@pytest.mark.parametrize("case", cases_of("droit_complementaire"))
def test_the_tax_of_the_year_gives_the_droit_complementaire(case):
    band = band_of("droit_complementaire", case["annual_tax"], on=case["on"])

    assert (band["quarterly"], band["annual"]) == (case["quarterly"], case["annual"])


def test_four_quarters_make_the_year_on_every_line_of_the_scale():
    day = date(2021, 12, 1)
    for tax in (0, 500, 2000, 3000, 6000, 20000, 30000, 60000):
        band = band_of("droit_complementaire", tax, on=day)

        assert band["quarterly"] * 4 == band["annual"]


@pytest.mark.parametrize(
    ("years", "coefficient"), [(0, 3), (4, 3), (5, 4), (6, 4), (35, 4), (36, 3)]
)
def test_the_coefficient_of_a_dentist_follows_seniority(years, coefficient):
    band = band_of("coefficient/DEN", years, on=date(2021, 12, 1))

    assert band["coefficient"] == coefficient
