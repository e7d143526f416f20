"""Every hostile string in every column of every body's list: read as promised, or told why not."""

import pytest
from django.utils import translation

from liaison import issues
from liaison.enums import ListState
from liaison.models import LiaisonBody
from tests.hostile.columns import COMMON, OWN
from tests.hostile.sheets import Case, cases, file_of, lines_of, rows_read
from tests.hostile.strings import STRINGS
from tests.liaison.lists import send

BODIES = sorted(OWN)
NO_BREAK = "\u00a0"
ARABIC = ("\u0600", "\u06ff")


def test_there_are_enough_strings_and_no_two_are_the_same():
    assert len({string.sent for string in STRINGS}) == len(STRINGS) >= 200


@pytest.mark.django_db
@pytest.mark.parametrize("body", BODIES)
def test_each_cell_is_read_as_promised_or_told_on_its_row_and_column(body):
    LiaisonBody.objects.filter(code=body).update(tolerance=100)
    hostile = cases(body)
    rows = [case.cells(body) for case in hostile]

    received_list = send(body, file_of(body, rows))

    assert (received_list.state, received_list.rows_read) == (ListState.PLANNED, len(rows))
    assert sum(received_list.plan["outcomes"].values()) == len(rows)
    found = list(rows_read(received_list))
    assert [row.line for row, _values in found] == lines_of(body, rows)
    assert [
        difference
        for case, (row, values) in zip(hostile, found, strict=True)
        if (difference := differences(case, body, row, values))
    ][:20] == []


def differences(case: Case, body: str, row, values) -> tuple | None:
    """What is not as promised in a row: its issues, its refusal, or any of its values."""
    expected = case.attributes(body)
    wrong = {name: values[name] for name in expected if values[name] != expected[name]}
    issues_expected = case.issues(body)
    refused = any(severity == "E" for *_issue, severity in issues_expected)
    if (row.issues or []) == issues_expected and row.refused == refused and not wrong:
        return None
    return case.column, ascii(case.string.sent)[:60], row.issues, issues_expected, wrong


@pytest.mark.parametrize("language", ["fr", "ar"])
def test_each_issue_is_told_in_words_on_one_line(language):
    told = {
        (string.sent, *issue): line
        for body in BODIES
        for line, column in enumerate(COMMON | OWN[body], start=2)
        for string in STRINGS
        for issue in Case(1, column, string).issues(body)
    }

    with translation.override(language):
        for (found, code, column, severity), line in told.items():
            text = issues.message(
                code, found=found, column=column, severity=severity, line=line
            ).text
            assert text.replace(NO_BREAK, " ").isprintable(), (code, found)
            assert str(line) in text
            assert column in text
            assert len(text) < 500
            if language == "ar":
                assert any(ARABIC[0] <= letter <= ARABIC[1] for letter in text)
