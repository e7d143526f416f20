"""Text files that are wrong in every way we know: refused in words, or told line by line."""

import pytest

from tests.hostile.encodings import ENCODINGS
from tests.hostile.shapes import SHAPES
from tests.hostile.spreadsheets import SPREADSHEETS
from tests.hostile.verdicts import judge

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("case", ENCODINGS)
def test_letters(case):
    judge(case)


@pytest.mark.parametrize("case", SHAPES)
def test_lines_and_columns(case):
    judge(case)


@pytest.mark.parametrize("case", SPREADSHEETS)
def test_what_spreadsheets_and_senders_do(case):
    judge(case)
