"""What the law says on a day, the day before and the day after."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from cnss_amo import legislation
from cnss_amo.legislation import (
    NoSuchParameter,
    NotInForce,
    Unknown,
    band_of,
    count_of,
    number_of,
    parameters,
    unknown_parameters,
    value_of,
)

FOLDER = Path(legislation.__file__).parent / "parameters"
FIRST_WAVE = date(2021, 12, 1)


def test_every_file_is_a_parameter_or_a_register():
    files = {path.relative_to(FOLDER).with_suffix("").as_posix() for path in FOLDER.rglob("*")}
    folders = {path.relative_to(FOLDER).as_posix() for path in FOLDER.rglob("*") if path.is_dir()}
    names = {parameter.name for parameter in parameters()}

    assert files - folders == names | {"categories", "bodies"}


def test_every_parameter_says_what_it_is_in_which_unit_and_from_which_text():
    for parameter in parameters():
        assert parameter.description
        assert parameter.unit
        assert parameter.values
        assert all(entry.reference for entry in parameter.values), parameter.name


@pytest.mark.parametrize(
    ("name", "day", "expected"),
    [
        ("minimum_wage/smig_hour", date(2022, 8, 31), "14.81"),
        ("minimum_wage/smig_hour", date(2022, 9, 1), "15.55"),
        ("minimum_wage/smig_hour", date(2022, 9, 2), "15.55"),
        ("minimum_wage/smig_hour", date(2024, 12, 31), "16.29"),
        ("minimum_wage/smig_hour", date(2025, 1, 1), "17.10"),
        ("minimum_wage/smig_hour", date(2025, 1, 2), "17.10"),
        ("minimum_wage/smag_day", date(2025, 3, 31), "88.58"),
        ("minimum_wage/smag_day", date(2025, 4, 1), "93.00"),
        ("minimum_wage/smag_day", date(2025, 4, 2), "93.00"),
        ("family/student_age", date(2027, 1, 31), "26"),
        ("family/student_age", date(2027, 2, 1), "30"),
        ("family/student_age", date(2027, 2, 2), "30"),
        ("coefficient/CAC-income_not_declared", date(2022, 5, 25), "3.2"),
        ("coefficient/CAC-income_not_declared", date(2022, 5, 26), "6"),
        ("coefficient/CAC-income_not_declared", date(2022, 5, 27), "6"),
    ],
)
def test_a_value_holds_from_its_first_day_until_the_next(name, day, expected):
    assert number_of(name, on=day) == Decimal(expected)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("rate/active", "0.0637"),
        ("rate/pensioner", "0.0452"),
        ("minimum_wage/hours_per_month", "191"),
        ("minimum_wage/days_per_month", "26"),
        ("registration/formal_notice_delay", "30"),
        ("registration/change_declaration_delay", "30"),
        ("registration/base_change_notice", "60"),
        ("family/child_age", "21"),
        ("waiting_period/general", "3"),
        ("waiting_period/earlier_decree", "1"),
        ("waiting_period/first_wave", "1"),
        ("threshold/CAC_profit", "100000"),
    ],
)
def test_the_first_wave_found_these_values(name, expected):
    assert value_of(name, on=FIRST_WAVE) == Decimal(expected)


def test_monthly_minimum_wages_are_the_published_ones():
    day = date(2026, 4, 1)
    smig = number_of("minimum_wage/smig_hour", on=day)
    smag = number_of("minimum_wage/smag_day", on=day)

    assert smig * number_of("minimum_wage/hours_per_month", on=day) == Decimal("3422.72")
    assert smag * number_of("minimum_wage/days_per_month", on=day) == Decimal("2533.44")


@pytest.mark.parametrize(
    ("day", "open_"),
    [
        (date(2023, 2, 20), False),
        (date(2023, 2, 21), True),
        (date(2023, 2, 22), True),
        (date(2023, 6, 29), True),
        (date(2023, 6, 30), True),
        (date(2023, 7, 1), False),
    ],
)
def test_an_amnesty_is_in_force_only_in_its_window(day, open_):
    try:
        value_of("amnesty/surcharges_2023", on=day)
    except NotInForce:
        assert not open_
    else:
        assert open_


def test_an_attestation_of_regularity_has_no_fixed_validity_once_it_is_repealed():
    assert count_of("attestation/regularity_validity", on=date(2024, 3, 20)) == 12
    with pytest.raises(NotInForce, match="n'a pas de valeur en vigueur le 21/03/2024"):
        value_of("attestation/regularity_validity", on=date(2024, 3, 21))


def test_nothing_is_in_force_before_the_first_text():
    with pytest.raises(NotInForce, match="coefficient/MED-G"):
        value_of("coefficient/MED-G", on=date(2021, 11, 30))


def test_an_unknown_value_is_refused_and_the_message_says_which_text_is_missing():
    with pytest.raises(Unknown, match=r"contribution/due_day.*Il manque : la date d'exigibilité"):
        value_of("contribution/due_day", on=FIRST_WAVE)


def test_what_cannot_be_answered_is_exactly_what_is_listed():
    listed = {(u.name, u.in_force_from) for u in unknown_parameters() if not u.is_stated}
    for parameter in parameters():
        for entry in parameter.values:
            is_listed = (parameter.name, entry.in_force_from) in listed

            assert is_listed == (not entry.is_stated and not entry.repealed), parameter.name
            if is_listed:
                with pytest.raises(Unknown):
                    value_of(parameter.name, on=entry.in_force_from)


@pytest.mark.parametrize(
    "name",
    [
        "contribution/due_day",
        "surcharge/first_month",
        "rights/arrears_before_suspension",
        "claims/filing_deadline",
        "coefficient/TAX-2",
        "coefficient/AGR-5",
        "coefficient/ARC",
        "bodies/DGI/update_period",
        "categories/AVO",
    ],
)
def test_what_nobody_knows_is_listed(name):
    found = {unknown.name: unknown for unknown in unknown_parameters()}

    assert found[name].missing
    assert not found[name].is_stated


def test_a_provisional_value_answers_and_is_listed_to_be_confirmed():
    assert number_of("coefficient/ART", on=FIRST_WAVE) == Decimal("1.5")
    assert any(u.name == "coefficient/ART" and u.is_stated for u in unknown_parameters())


def test_a_parameter_that_no_file_describes_is_refused():
    with pytest.raises(NoSuchParameter, match="coefficient/XYZ"):
        value_of("coefficient/XYZ", on=FIRST_WAVE)


def test_a_scale_and_a_value_are_not_asked_for_in_the_same_way():
    with pytest.raises(TypeError, match="band_of"):
        value_of("droit_complementaire", on=FIRST_WAVE)
    with pytest.raises(TypeError, match="value_of"):
        band_of("rate/active", 1, on=FIRST_WAVE)
    with pytest.raises(TypeError, match="whole number"):
        count_of("rate/active", on=FIRST_WAVE)
