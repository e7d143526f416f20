from datetime import UTC, date, datetime

import pytest
from django.utils import translation

from cnss_amo.localisation.dates import in_words


@pytest.mark.parametrize(
    ("day", "form", "written"),
    [
        (date(2026, 12, 1), "DATE_FORMAT", "1er décembre 2026"),
        (date(2026, 8, 1), "l j F", "samedi 1er août"),
        (date(2026, 12, 11), "DATE_FORMAT", "11 décembre 2026"),
        (datetime(2026, 12, 1, 1, 5, tzinfo=UTC), "DATETIME_FORMAT", "1er décembre 2026 à 01:05"),
    ],
)
def test_the_first_of_a_month_is_said_as_people_say_it(day, form, written):
    assert in_words(day, form) == written


def test_arabic_has_its_own_way():
    with translation.override("ar"):
        assert in_words(date(2026, 12, 1)).startswith("1 ")
