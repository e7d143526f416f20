"""Sound workbooks whose sheets hold what surprises a reader: dates, formulas, hidden sheets."""

import io

import xlsxwriter

from tests.hostile.verdicts import Refused, Taken, hostile
from tests.hostile.workbooks import COLUMNS, SOUND, person, row_of, sheet, workbook


def with_first_date(day: str, **said) -> bytes:
    """A workbook whose birth date is a number of days with the style of a date."""
    values = row_of(2, person(2, DATE_NAISSANCE="?"))
    dated = values.replace(
        '<c r="D2" t="inlineStr"><is><t>?</t></is></c>', f'<c r="D2" s="1"><v>{day}</v></c>'
    )
    return workbook(sheet(dated), **said)


def in_prefixed_tags() -> str:
    """A sound sheet as some programs write it: every tag with a prefix."""
    tags = SOUND.replace("</", "</x:").replace("<", "<x:").replace("<x:/x:", "</x:")
    return tags.replace("<x:?", "<?").replace("xmlns=", "xmlns:x=")


def in_a_writer(fill) -> bytes:
    """A workbook that a common program wrote."""
    content = io.BytesIO()
    book = xlsxwriter.Workbook(content)
    fill(book)
    book.close()
    return content.getvalue()


def merged_above(book: xlsxwriter.Workbook) -> None:
    """A title over merged cells, then the list."""
    page = book.add_worksheet()
    page.merge_range(0, 0, 0, 7, "Liste des contribuables")
    page.write_row(1, 0, COLUMNS)
    page.write_row(2, 0, person(3))


def with_formulas(value: str):
    """A list whose name is a formula, with the value kept beside it."""

    def fill(book: xlsxwriter.Workbook) -> None:
        page = book.add_worksheet()
        page.write_row(0, 0, COLUMNS)
        page.write_row(1, 0, person(2))
        page.write_formula(1, 1, '=UPPER("bennani")', None, value)

    return fill


CONTENTS = [
    hostile("a date since 1900", lambda: with_first_date("29292"), Taken(1)),
    hostile(
        "a date since 1904",
        lambda: with_first_date("27830", properties='<workbookPr date1904="1"/>'),
        Taken(1),
    ),
    hostile("a date before all dates", lambda: with_first_date("-5"), Taken(1, {2: ["BAD_DATE"]})),
    hostile(
        "a date beyond all dates",
        lambda: with_first_date("1E+300"),
        Taken(1, {2: ["SCIENTIFIC_NOTATION"]}),
    ),
    hostile("a formula and its value", lambda: in_a_writer(with_formulas("Bennani")), Taken(1)),
    hostile(
        "a formula without its value",
        lambda: in_a_writer(with_formulas("")),
        Taken(1, {2: ["MISSING_VALUE"]}),
    ),
    hostile(
        "a formula that failed is an empty cell",
        lambda: in_a_writer(with_formulas("#NAME?")),
        Taken(1, {2: ["MISSING_VALUE"]}),
    ),
    hostile(
        "a list on a hidden sheet only",
        lambda: workbook(sheets={"Liste": "hidden"}),
        Refused("EMPTY_FILE"),
    ),
    hostile(
        "a list on a very hidden sheet only",
        lambda: workbook(sheets={"Liste": "veryHidden"}),
        Refused("EMPTY_FILE"),
    ),
    hostile(
        "a hidden sheet before the list",
        lambda: workbook(
            SOUND.replace("Bennani", "B3"),
            ("xl/worksheets/sheet2.xml", SOUND),
            sheets={"Avant": "hidden", "Liste": "visible"},
        ),
        Taken(1),
    ),
    hostile(
        "merged cells above the header",
        lambda: in_a_writer(merged_above),
        Refused("NO_HEADER", "Li…"),
    ),
    hostile("a header and no row", lambda: workbook(sheet()), Refused("EMPTY_LIST")),
    hostile("an empty sheet", lambda: workbook(sheet(header=False)), Refused("EMPTY_FILE")),
    hostile(
        "a control character in a cell",
        lambda: workbook(sheet(row_of(2, person(2, NOM="Be_x0000_")))),
        Taken(1, {2: ["CONTROL_CHARACTER"]}),
    ),
    hostile(
        "blank rows keep their number",
        lambda: workbook(sheet(row_of(5, person(5, NOM="B3")))),
        Taken(1, {5: ["BAD_NAME"]}),
    ),
    hostile("tags with a prefix", lambda: workbook(in_prefixed_tags()), Taken(1)),
    hostile(
        "a cell of a million characters",
        lambda: workbook(sheet(row_of(2, person(2, NOM="B" * 1_000_000)))),
        Taken(1, {2: ["TOO_LONG"]}),
    ),
]
