"""Files that did not arrive whole: refused as such, and nobody of them is registered."""

import pytest

from tests.hostile import cut_files
from tests.hostile.verdicts import Refused, assert_refused, csv, in_time
from tests.liaison.lists import send

pytestmark = pytest.mark.django_db


def sent(content: bytes, **said):
    with in_time():
        return send("DGI", content, **said)


def refused(received_list, *codes: str) -> None:
    assert received_list.reason_code in codes, received_list.state
    assert_refused(received_list, Refused(received_list.reason_code))


@pytest.mark.parametrize("place", cut_files.before_the_last_cell(cut_files.announced()))
def test_a_list_whose_rows_were_announced(place):
    received_list = sent(cut_files.announced()[:place], declared_rows=cut_files.PEOPLE)

    refused(received_list, "TRUNCATED", "CUT_FILE", "EMPTY_LIST", "MISSING_COLUMNS", "NO_HEADER")


@pytest.mark.parametrize("place", cut_files.places(cut_files.compressed()))
def test_a_compressed_list(place):
    refused(sent(cut_files.compressed()[:place]), "TRUNCATED_GZIP", "UNKNOWN_ENCODING", "NO_HEADER")


@pytest.mark.parametrize("place", cut_files.places(cut_files.in_a_workbook()))
def test_a_workbook(place):
    refused(sent(cut_files.in_a_workbook()[:place]), "TRUNCATED_XLSX", "NO_HEADER")


@pytest.mark.parametrize("place", cut_files.inside_the_control_line())
def test_a_control_line(place):
    refused(sent(cut_files.controlled()[:place]), "CUT_FILE", "BAD_CONTROL_LINE", "TRUNCATED")


@pytest.mark.parametrize("place", cut_files.inside_lines(cut_files.controlled()))
def test_the_middle_of_a_line(place):
    received_list = sent(cut_files.controlled()[:place])

    refused(received_list, "CUT_FILE")
    line = cut_files.controlled()[:place].count(b"\n") + 1
    assert received_list.reason_details == {"line": line}


@pytest.mark.parametrize("place", cut_files.ends_of_lines(cut_files.controlled())[:-1])
def test_a_control_line_that_outlives_the_lines_above_it(place):
    whole = cut_files.controlled()

    refused(sent(whole[:place] + whole[whole.rindex(b"FIN") :]), "TRUNCATED", "EMPTY_LIST")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_the_middle_of_a_letter(encoding):
    whole = csv(*cut_files.LINES[:3], "AB1;Bennani;العلوي", encoding=encoding)

    received_list = sent(whole[: len(whole) - (2 if encoding == "utf-8" else 3)])

    refused(received_list, "CUT_FILE")
    assert received_list.reason_details == {"line": 5}


def test_what_only_the_announced_number_can_tell():
    whole = cut_files.controlled()
    cut = whole[: cut_files.ends_of_lines(whole)[4]]

    assert sent(cut).rows_read == 4
    refused(sent(cut + b"\n", declared_rows=cut_files.PEOPLE), "TRUNCATED")
