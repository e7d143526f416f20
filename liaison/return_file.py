"""The answer to a body: its own lines that need its attention, each with what happened and why.

Every row comes back except those taken without a remark. The columns are the sender's own, followed
by the helper columns, which are ignored when the file is corrected and sent again.
"""

import csv
import json
import os
from collections.abc import Iterable, Iterator
from io import StringIO
from pathlib import Path
from typing import BinaryIO, NamedTuple

import xlsxwriter
from django.conf import settings
from django.db import connection
from django.utils import translation
from django.utils.translation import gettext as _

from cnss_amo.kernel.spreadsheets import neutralised
from liaison import issues, rows
from liaison.enums import SETTLED, ListState, Outcome
from liaison.files.headers import HELPER_COLUMNS, match_header
from liaison.files.lines import Record
from liaison.formats import FORMATS
from liaison.formats.readers import fold
from liaison.models import ReceivedList
from liaison.services import states

BETWEEN_ISSUES = " | "
ROWS_AT_ONCE = 2_000
LONGEST_CELL = 32_767  # of a workbook
LANGUAGES = ("fr", "ar")

# Rows that need somebody's attention; one corrected on the screen no longer does. The number is
# told only where the row was applied to that person, never where a body merely asked about her.
RETURNED = """
  FROM liaison_rowoutcome o
  LEFT JOIN liaison_row r ON r.list_id = %(list)s AND r.line = o.line
 WHERE o.list_id = %(list)s
   AND NOT (o.outcome = ANY (%(settled)s) AND r.issues IS NULL AND o.issues IS NULL)
   AND o.corrected_by IS NULL
"""
ANSWERS = f"""
SELECT returned.line, returned.outcome, returned.row_issues, returned.decided_issues,
       returned.first_line, ruling.reason, person.number
  FROM (SELECT o.*, r.issues AS row_issues, o.issues AS decided_issues {RETURNED}) returned
  LEFT JOIN liaison_ruling ruling
         ON ruling.list_id = %(list)s AND ruling.line = returned.line
  LEFT JOIN registration_person person
         ON person.id = returned.person_id AND returned.outcome = ANY (%(settled)s)
 ORDER BY returned.line
"""


class NoReturnFile(Exception):
    """The list did not end: nothing became of its rows; the message can be shown as it is."""


class TooManyForWorkbook(Exception):
    """A workbook of so many rows could not be sent back; the message can be shown as it is."""


class Answer(NamedTuple):
    """What became of a row, as the database tells it."""

    line: int
    outcome: str
    row_issues: str | None
    decided_issues: str | None
    first_line: int | None
    reason: str | None
    number: int | None

    def issues(self) -> list[tuple[str, str, str]]:
        """Every issue of the row, the most serious first."""
        stored = (self.row_issues, self.decided_issues)
        found = [tuple(issue) for part in stored if part for issue in json.loads(part)]
        return sorted(found, key=lambda issue: issue[2] != issues.ERROR)


def rows_returned(list_id: int) -> int:
    """How many rows of a list come back to the body."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) {RETURNED}", _asked(list_id))
        return cursor.fetchone()[0]


def stream_csv(list_id: int) -> Iterator[bytes]:
    """Yield the return file as CSV, piece by piece; raise at the first what `write_csv` raises."""
    buffer = StringIO()
    writer = csv.writer(buffer, delimiter=";", lineterminator="\r\n")
    yield b"\xef\xbb\xbf"
    for number, cells in enumerate(_table(list_id), start=1):
        writer.writerow(cells)
        if number % ROWS_AT_ONCE == 0:
            yield _emptied(buffer)
    yield _emptied(buffer)


def write_csv(list_id: int, path: Path) -> None:
    """Write the return file as CSV; it appears under its name when it is whole.

    Raises NoReturnFile, or RowsDropped when the rows of the list are no longer kept.
    """
    unfinished = path.with_name(f".{path.name}.part")
    with unfinished.open("wb") as file:
        file.writelines(stream_csv(list_id))
    os.replace(unfinished, path)


def write_xlsx(list_id: int, file: BinaryIO) -> None:
    """Write the return file as a workbook, every cell a text.

    Raises NoReturnFile, RowsDropped, or TooManyForWorkbook when it could not be sent back.
    """
    if rows_returned(list_id) > settings.XLSX_MAXIMUM_ROWS:
        raise TooManyForWorkbook(
            _("Plus de %(most)s lignes reviennent : prenez le fichier CSV.")
            % {"most": settings.XLSX_MAXIMUM_ROWS}
        )
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(file, options) as workbook:
        sheet = workbook.add_worksheet("Retour")
        sheet.freeze_panes(1, 0)
        for line, cells in enumerate(_table(list_id)):
            for place, cell in enumerate(cells):
                sheet.write_string(line, place, cell[:LONGEST_CELL])


def _table(list_id: int) -> Iterator[list[str]]:
    """Yield the header, then the rows in the order of the sender's file."""
    received_list = ReceivedList.objects.select_related("body").get(pk=list_id)
    if received_list.state != ListState.CLOSED:
        raise NoReturnFile(
            _("La liste %(reference)s est « %(state)s » : elle n'a pas de fichier de retour.")
            % {"reference": received_list.reference, "state": received_list.get_state_display()}
        )
    states.require_rows(received_list)
    sheet = _Sheet(received_list)
    yield neutralised([*sheet.names, *HELPER_COLUMNS])
    for answer, cells in _side_by_side(_answers(list_id), rows.lines_of(list_id)):
        yield neutralised(sheet.returned(answer, cells))


def _answers(list_id: int) -> Iterator[Answer]:
    with connection.chunked_cursor() as cursor:
        cursor.execute(ANSWERS, _asked(list_id))
        while batch := cursor.fetchmany(ROWS_AT_ONCE):
            yield from map(Answer._make, batch)


def _asked(list_id: int) -> dict[str, object]:
    return {"list": list_id, "settled": [outcome.value for outcome in SETTLED]}


def _side_by_side(
    answers: Iterator[Answer], lines: Iterable[Record]
) -> Iterator[tuple[Answer, list[str]]]:
    """Join two sequences ordered by line; a line nobody answers is one taken without a remark."""
    answer = next(answers, None)
    for line, cells in lines:
        if answer is None:
            return
        if line == answer.line:
            yield answer, cells
            answer = next(answers, None)


class _Sheet:
    """How the sender writes its lists: its columns, less helpers that came with an earlier file."""

    def __init__(self, received_list: ReceivedList) -> None:
        self.header = received_list.header
        folded = [fold(name) for name in self.header]
        helpers = {fold(name) for name in HELPER_COLUMNS}
        sent_back = helpers <= set(folded)
        self.kept = [
            place for place, name in enumerate(folded) if not (sent_back and name in helpers)
        ]
        self.names = [self.header[place] for place in self.kept]
        self.places = {name: place for place, name in reversed(list(enumerate(self.header)))}
        self.digits = _digits_by_name(received_list)

    def returned(self, answer: Answer, cells: list[str]) -> list[str]:
        """The sender's cells, the helpers, then cells in excess: still in excess if sent back."""
        own = [cells[place] if place < len(cells) else "" for place in self.kept]
        return [*own, *self._helpers(answer, cells), *cells[len(self.header) :]]

    def _helpers(self, answer: Answer, cells: list[str]) -> list[str]:
        """What HELPER_COLUMNS hold; the outcome stands first where the issues do not explain it."""
        found = answer.issues()
        explained = answer.outcome in SETTLED or (answer.outcome == Outcome.REFUSED and found)
        codes = [code for code, _column, _severity in found]
        columns = [column for _code, column, _severity in found]
        if not explained:
            codes, columns = [answer.outcome, *codes], ["", *columns]
        texts = []
        for language in LANGUAGES:
            with translation.override(language):
                told = [] if explained else [_outcome_text(answer)]
                told += [self._issue_text(issue, answer, cells) for issue in found]
                texts.append(BETWEEN_ISSUES.join(told))
        return [
            str(answer.line),
            answer.outcome,
            BETWEEN_ISSUES.join(codes),
            BETWEEN_ISSUES.join(columns) if any(columns) else "",
            *texts,
            "" if answer.number is None else f"{answer.number:09d}",
        ]

    def _issue_text(self, issue: tuple[str, str, str], answer: Answer, cells: list[str]) -> str:
        code, column, severity = issue
        place = self.places.get(column, len(cells))
        bounds = self.digits.get(column, "") if code == "BAD_IDENTIFIER" else ""
        text = issues.message(
            code,
            column=column,
            found=cells[place] if place < len(cells) else "",
            line=answer.line,
            severity=severity,
            expected=issues.digits_expected(bounds) if bounds else "",
        ).text
        if code == "REFUSED_BY_AGENT" and answer.reason:
            text += " " + _("Motif : « %(reason)s ».") % {"reason": answer.reason}
        return text


def _outcome_text(answer: Answer) -> str:
    return issues.outcome_explanation(answer.outcome, first_line=answer.first_line)


def _digits_by_name(received_list: ReceivedList) -> dict[str, str]:
    """How many digits the sender's columns hold, where their format says so."""
    layout, on = FORMATS[received_list.body.format], received_list.reference_date
    sent_names = match_header(received_list.header, layout, on).sent_names
    return {
        sent_names[column.name]: column.reader.expected
        for column in layout.columns(on)
        if column.name in sent_names and column.reader.expected
    }


def _emptied(buffer: StringIO) -> bytes:
    piece = buffer.getvalue().encode("utf-8", errors="replace")
    buffer.seek(0)
    buffer.truncate()
    return piece
