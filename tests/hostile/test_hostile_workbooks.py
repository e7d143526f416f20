"""Workbooks that are wrong in every way we know: refused before they are unpacked, or told."""

import pytest

from tests.hostile.sheet_contents import CONTENTS
from tests.hostile.verdicts import judge
from tests.hostile.workbook_cases import BOMBS, ENTRIES, FAR_CELLS

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("case", BOMBS)
def test_bombs(case):
    judge(case)


@pytest.mark.parametrize("case", FAR_CELLS)
def test_cells_far_apart(case):
    judge(case)


@pytest.mark.parametrize("case", ENTRIES)
def test_entries_of_the_archive(case):
    judge(case)


@pytest.mark.parametrize("case", CONTENTS)
def test_what_the_sheets_hold(case):
    judge(case)
