"""Lists whose every row has one hostile cell, as files, and what their rows should be once read."""

import csv
import gzip
import io
from collections.abc import Iterator
from typing import NamedTuple

import xlsxwriter

from cnss_amo.kernel.db import keyring
from liaison.formats import FORMATS
from liaison.models import LiaisonBody, ReceivedList, Row
from tests.hostile.cells import Reading, has_control
from tests.hostile.columns import (
    COMMON,
    ONLY_WARNS,
    OWN,
    OWN_CELLS,
    PERSON,
    READ_OWN,
    READ_PERSON,
    SENT_AS,
)
from tests.hostile.strings import STRINGS, Hostile

DEFAULTS = {"nationality": "MA", "operation": "A"}
KEPT_ONLY = ("phone", "email", "address", "nationality")  # of a row that is not refused


class Case(NamedTuple):
    """A row of which one cell is hostile."""

    number: int
    column: str
    string: Hostile

    def cells(self, body: str) -> dict[str, str]:
        """The whole row, by our own names of the columns."""
        row = {"CIN": f"Z{self.number}"} | PERSON | OWN_CELLS[body]
        if self.column == "NUM_PIECE":
            row |= {"CIN": "", "TYPE_PIECE": "PASSEPORT"}
        return row | {self.column: self.string.sent}

    def reading(self, body: str) -> Reading:
        """What the hostile cell becomes."""
        field = (COMMON | OWN[body])[self.column]
        if has_control(self.string.sent):
            return Reading("CONTROL_CHARACTER")
        return field.rule(self.string.clean) if self.string.clean else Reading(field.empty)

    def issues(self, body: str) -> list[list[str]]:
        """The one issue it makes, on the column as its sender named it; or none."""
        code = self.reading(body).code
        severity = "W" if code in ONLY_WARNS else (COMMON | OWN[body])[self.column].severity
        return [[code, SENT_AS.get(self.column, self.column), severity]] if code else []

    def attributes(self, body: str) -> dict[str, object]:
        """The row once read: as it would be without the hostile cell, but for what that fills."""
        field = (COMMON | OWN[body])[self.column]
        read = {"document": f"Z{self.number}"} | READ_PERSON | READ_OWN[body]
        if self.column == "NUM_PIECE":
            read |= {"document_kind": "PASSEPORT"}
        value = self.reading(body).value
        if field.fills in read:
            read[field.fills] = value or DEFAULTS.get(field.fills)
        elif field.fills:
            facts = dict(READ_OWN[body]["facts"]) | {field.fills: value}
            read["facts"] = {name: fact for name, fact in facts.items() if fact != ""}
        if any(severity == "E" for _code, _column, severity in self.issues(body)):
            read |= dict.fromkeys(KEPT_ONLY)
        return {name: told or None for name, told in read.items() if name not in field.also_moves}


def cases(body: str) -> list[Case]:
    """A row for each column and each string that the body's usual container can carry."""
    in_workbook = FORMATS[LiaisonBody.objects.get(code=body).format].container == "xlsx"
    strings = [s for s in STRINGS if not (in_workbook and s.sent == "\uffff")]
    pairs = ((column, string) for column in COMMON | OWN[body] for string in strings)
    return [Case(number, *pair) for number, pair in enumerate(pairs, start=1)]


def file_of(body: str, rows: list[dict[str, str]]) -> bytes:
    """Rows in the container and with the delimiter that the body usually sends."""
    layout = FORMATS[LiaisonBody.objects.get(code=body).format]
    table = [[SENT_AS.get(name, name) for name in rows[0]], *(list(row.values()) for row in rows)]
    if layout.container == "xlsx":
        return _workbook(table)
    text = io.StringIO()
    csv.writer(text, delimiter=layout.delimiter).writerows(table)
    content = text.getvalue().encode("utf-8-sig")
    return gzip.compress(content, 1, mtime=0) if layout.container == "csv.gz" else content


def _workbook(table: list[list[str]]) -> bytes:
    content = io.BytesIO()
    with xlsxwriter.Workbook(content, {"constant_memory": True}) as workbook:
        sheet = workbook.add_worksheet()
        for line, row in enumerate(table):
            for place, cell in enumerate(row):
                sheet.write_string(line, place, cell)
    return content.getvalue()


def lines_of(body: str, rows: list[dict[str, str]]) -> list[int]:
    """The line of each row in that file: a cell of several lines takes several."""
    if FORMATS[LiaisonBody.objects.get(code=body).format].container == "xlsx":
        return [*range(2, len(rows) + 2)]
    lines, line = [], 2
    for row in rows:
        lines.append(line)
        ends = "".join(f"{cell}|" for cell in row.values()).replace("\r\n", "\n")
        line += 1 + ends.count("\n") + ends.count("\r")
    return lines


def rows_read(received_list: ReceivedList) -> Iterator[tuple[Row, dict[str, object]]]:
    """Each row of a list with its values in clear; what is empty is None."""
    unseal = keyring().unseal_text
    for row in Row.objects.filter(list_id=received_list.pk).order_by("line").iterator(2_000):
        values = {
            name: getattr(row, name)
            for name in (*READ_PERSON, "professional_id", "sub_category", "facts")
            if not hasattr(row, f"{name}_sealed")
        }
        for name in ("document", "phone", "email", "address"):
            values[name] = unseal(getattr(row, f"{name}_sealed"), name)
        for name in ("birth_date", "started_on", "ends_on"):
            values[name] = str(values[name] or "")
        for name in ("sex", "nationality"):  # of a fixed length in the table
            values[name] = values[name].strip()
        yield row, {name: value or None for name, value in values.items()}
