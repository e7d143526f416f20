"""Files that would kill, stop or mislead a reader: refused in words, quickly, nothing kept."""

import gzip
import io

import pytest
import xlsxwriter

from liaison.enums import ChunkState, ListState
from liaison.models import ReceivedList, Row
from liaison.services import approve
from liaison.services.advance import advance_to_rest
from liaison.services.cut import MOST_ATTEMPTS
from tests.liaison.lists import NOON, csv_of, issues_of, send

pytestmark = pytest.mark.django_db

HEADER = "CIN;NOM;PRENOM;DATE_NAISSANCE;IF;REGIME;IR_ANNUEL;TELEPHONE"
LINE = "AB100001;Bennani;Karim;12/03/1980;12345678;CPU;1200;0612345678"


def workbook_with_a_cell_at(row, column):
    content = io.BytesIO()
    book = xlsxwriter.Workbook(content)
    sheet = book.add_worksheet()
    sheet.write(0, 0, "IF")
    sheet.write(row, column, "x")
    book.close()
    return content.getvalue()


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (workbook_with_a_cell_at(1_048_575, 16_383), "TOO_MANY_XLSX_ROWS"),
        (workbook_with_a_cell_at(150_000, 16_383), "SUSPECT_WORKBOOK"),
        (b"I\0F;REGIME\n1;CPU\n", "UNKNOWN_ENCODING"),
        (f"{HEADER}\n{LINE}\n".encode("utf-16-le"), "UNKNOWN_ENCODING"),
        (f"{HEADER}\n{LINE}\n".encode("utf-32"), "UNKNOWN_ENCODING"),
        (gzip.compress(gzip.compress(LINE.encode(), mtime=0), mtime=0), "UNKNOWN_ENCODING"),
        (("a," * 1_000_000).encode(), "NO_HEADER"),
        (f"{HEADER}\n{LINE}\nFIN;2\0\n".encode(), "BAD_CONTROL_LINE"),
        (f"{HEADER}\n{LINE}\nFIN;{'9' * 5000}\n".encode(), "BAD_CONTROL_LINE"),
    ],
)
def test_a_hostile_file_is_refused_in_words(content, code):
    received_list = send("DGI", content)

    assert (received_list.state, received_list.reason_code) == (ListState.REFUSED, code)


def test_quotes_that_never_close_break_their_own_lines_only():
    lines = "\n".join([HEADER, *[LINE + '"""'] * 300, LINE.replace("100001", "2")])

    received_list = send("DGI", lines.encode(), declared_rows=301)

    assert received_list.state in (ListState.PLANNED, ListState.STOPPED)
    assert issues_of(received_list)[-1] == []


def test_a_control_line_may_carry_marks_of_direction_and_spaces():
    assert send("DGI", f"{HEADER}\n{LINE}\n\u200fFIN;0 1\n".encode()).rows_read == 1


def test_a_list_that_kills_its_readers_is_set_aside():
    received_list = send("DGI", csv_of("DGI", {}))
    ReceivedList.objects.update(
        state=ListState.READING, fully_cut=False, fully_read=False, attempts=MOST_ATTEMPTS
    )

    failed = advance_to_rest(list_id=received_list.pk, clock=lambda: NOON)

    assert (failed.state, failed.reason_details["fault"]) == (ListState.FAILED, "KillsItsReaders")


def test_a_batch_that_kills_its_readers_sets_the_list_aside_until_somebody_tries_again():
    received_list = send("DGI", csv_of("DGI", {}))
    ReceivedList.objects.update(state=ListState.READING, fully_read=False)
    received_list.batches.update(state=ChunkState.WAITING, attempts=MOST_ATTEMPTS)

    failed = advance_to_rest(list_id=received_list.pk, clock=lambda: NOON)
    assert (failed.state, failed.reason_details["fault"]) == (ListState.FAILED, "KillsItsReaders")

    Row.objects.filter(list_id=received_list.pk).delete()
    approve.retry(list_id=received_list.pk)
    assert advance_to_rest(list_id=received_list.pk, clock=lambda: NOON).state == ListState.PLANNED
