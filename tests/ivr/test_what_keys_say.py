from datetime import date

import pytest

from cnss_amo.ivr.keypad import birth_of, cards_of, keys_of
from registration.rules import Birth


def test_one_press_a_letter_means_each_letter_of_the_key():
    assert cards_of("2", "77") == ["A77", "B77", "C77"]
    assert "AB123456" in cards_of("22", "123456")
    assert len(cards_of("22", "1")) == 9
    assert len(cards_of("79", "1")) == 16


@pytest.mark.parametrize(
    ("typed", "birth"),
    [
        ("12031980", Birth(date(1980, 3, 12))),
        ("00031980", Birth(date(1980, 3, 1), "M")),
        ("00001950", Birth(date(1950, 1, 1), "Y")),
        ("29022024", Birth(date(2024, 2, 29))),
    ],
)
def test_a_birth_date_is_typed_as_far_as_it_is_known(typed, birth):
    assert birth_of(typed) == birth


@pytest.mark.parametrize(
    "typed", ["", "1980", "31021980", "12131980", "12001980", "12031899", "1203198*", "120319801"]
)
def test_what_is_no_date_is_asked_again(typed):
    assert birth_of(typed) is None


def test_a_reference_is_typed_with_the_keys_that_bear_its_letters():
    assert keys_of("7K3F9-Q2MXB") == "7533972692"
