"""A CSV file as spreadsheets write it: semicolons or commas, UTF-8, headers in French."""

import csv
import io
import unicodedata
from collections.abc import Iterable
from typing import Any

import tablib
from django.utils.translation import gettext as _
from import_export.formats.base_formats import CSV

from cnss_amo.kernel.spreadsheets import neutralised

MOST_ROWS = 5_000
SEPARATORS = ";,\t"


class UnreadableFile(Exception):
    """The file cannot be read; the message says where and what to do."""


class FrenchCSV(CSV):
    """Reads with the separator of the first line; writes with semicolons, as Excel expects here."""

    def create_dataset(self, in_stream: bytes | str, **_options: Any) -> tablib.Dataset:
        """Return the rows, which know on which line of the file they were.

        Raises UnreadableFile.
        """
        text = in_stream if isinstance(in_stream, str) else _decoded(in_stream)
        separator = max(SEPARATORS, key=text.partition("\n")[0].count)
        reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
        try:
            return _dataset(reader)
        except csv.Error as error:
            raise UnreadableFile(
                _("Ligne %(line)s : ce n'est pas du CSV (guillemet ouvert ou cellule trop longue).")
                % {"line": reader.line_num}
            ) from error

    def export_data(self, dataset: tablib.Dataset, **_options: Any) -> str:
        """Write the rows; a cell that a spreadsheet would compute is made a text."""
        file = io.StringIO()
        writer = csv.writer(file, delimiter=";", lineterminator="\r\n")
        writer.writerow(dataset.headers)
        writer.writerows(harmless(row) for row in dataset)
        return "\ufeff" + file.getvalue()


def harmless(cells: Iterable[str]) -> list[str]:
    """Return cells that no spreadsheet takes for a formula; a negative number is none."""
    return [cell if _is_number(cell) else neutralised([cell])[0] for cell in cells]


def column_name(header: str) -> str:
    """Return a header as columns are named: no accent, no capital, underscores for spaces."""
    letters = unicodedata.normalize("NFKD", header.strip().lower())
    return "_".join("".join(c for c in letters if not unicodedata.combining(c)).split())


def _dataset(reader: Any) -> tablib.Dataset:
    headers = [column_name(header) for header in next(reader, [])]
    if twice := sorted({header for header in headers if headers.count(header) > 1}):
        raise UnreadableFile(
            _("Colonnes en double : %(columns)s.") % {"columns": ", ".join(twice) or "–"}
        )
    dataset = tablib.Dataset(headers=headers)
    dataset.lines = []
    for row in reader:
        if not any(cell.strip() for cell in row):
            continue
        if len(row) > len(headers):
            raise UnreadableFile(
                _("Ligne %(line)s : il y a plus de cellules que de colonnes.")
                % {"line": reader.line_num}
            )
        if len(dataset.lines) == MOST_ROWS:
            raise UnreadableFile(
                _("Le fichier a plus de %(most)s lignes : coupez-le.") % {"most": MOST_ROWS}
            )
        dataset.append(row + [""] * (len(headers) - len(row)))
        dataset.lines.append(reader.line_num)
    return dataset


def _decoded(content: bytes) -> str:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise UnreadableFile(
            _("Le fichier n'est pas en UTF-8. Dans votre tableur, choisissez « CSV UTF-8 ».")
        ) from error


def _is_number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return True
