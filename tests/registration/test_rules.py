from datetime import date

import pytest

from registration.rules import Birth, births_agree


@pytest.mark.parametrize(
    ("birth", "other", "agree"),
    [
        (Birth(date(1950, 3, 12)), Birth(date(1950, 3, 12)), True),
        (Birth(date(1950, 3, 12)), Birth(date(1950, 3, 13)), False),
        (Birth(date(1950, 3, 12)), Birth(date(1950, 3, 1), "M"), True),
        (Birth(date(1950, 4, 12)), Birth(date(1950, 3, 1), "M"), False),
        (Birth(date(1950, 3, 1), "M"), Birth(date(1950, 1, 1), "Y"), True),
        (Birth(date(1950, 12, 31)), Birth(date(1950, 1, 1), "Y"), True),
        (Birth(date(1951, 1, 1)), Birth(date(1950, 1, 1), "Y"), False),
    ],
)
def test_birth_dates_agree_when_equal_at_the_coarser_precision(birth, other, agree):
    assert births_agree(birth, other) is agree
    assert births_agree(other, birth) is agree


@pytest.mark.parametrize(
    ("known_to", "written"), [("D", "12/03/1950"), ("M", "03/1950"), ("Y", "1950")]
)
def test_a_birth_date_is_written_as_far_as_it_is_known(known_to, written):
    assert str(Birth(date(1950, 3, 12), known_to)) == written
