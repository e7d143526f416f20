"""Workbooks written by hand, so that each can be wrong in one way."""

import io
import struct
import zipfile
from collections.abc import Callable

from tests.hostile.verdicts import CELLS, HEADER

SHEET = "xl/worksheets/sheet1.xml"
TEXTS = "xl/sharedStrings.xml"
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
STYLES = (
    f'<styleSheet xmlns="{MAIN}"><cellXfs><xf numFmtId="0"/><xf numFmtId="14"/></cellXfs>'
    "</styleSheet>"
)
COLUMNS = HEADER.split(";")


def cell(column: int, row: int, value: str) -> str:
    """A cell that holds a text."""
    return f'<c r="{chr(64 + column)}{row}" t="inlineStr"><is><t>{value}</t></is></c>'


def row_of(number: int, values: list[str]) -> str:
    """A row of texts."""
    cells = "".join(cell(column, number, value) for column, value in enumerate(values, 1))
    return f'<row r="{number}">{cells}</row>'


def person(row: int, **cells: str) -> list[str]:
    """The cells of a sound line."""
    return list((CELLS | {"CIN": f"AB{100_000 + row}"} | cells).values())


def sheet(rows: str = "", *, before: str = "", after: str = "", header: bool = True) -> str:
    """A sheet: the header unless it is said otherwise, then rows."""
    first = row_of(1, COLUMNS) if header else ""
    return (
        f'{DECLARATION}<worksheet xmlns="{MAIN}">{before}<sheetData>{first}{rows}</sheetData>'
        f"{after}</worksheet>"
    )


SOUND = sheet(row_of(2, person(2)))


def parts(
    main: str = SOUND, *, sheets: dict[str, str] | None = None, properties: str = ""
) -> dict[str, str]:
    """The parts of a workbook with one sheet, or with sheets by name and visibility."""
    states = sheets or {"Liste": "visible"}
    listed = "".join(
        f'<sheet name="{name}" sheetId="{rank}" state="{state}" r:id="rId{rank}"/>'
        for rank, (name, state) in enumerate(states.items(), 1)
    )
    related = "".join(
        f'<Relationship Id="rId{rank}" Type="{OFFICE}/worksheet"'
        f' Target="worksheets/sheet{rank}.xml"/>'
        for rank in range(1, len(states) + 1)
    )
    return {
        "[Content_Types].xml": f"{DECLARATION}<Types/>",
        "_rels/.rels": f'{DECLARATION}<Relationships xmlns="{PACKAGE}"><Relationship Id="rId1"'
        f' Type="{OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'{DECLARATION}<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}">'
        f"{properties}<sheets>{listed}</sheets></workbook>",
        "xl/_rels/workbook.xml.rels": f'{DECLARATION}<Relationships xmlns="{PACKAGE}">{related}'
        f'<Relationship Id="rId98" Type="{OFFICE}/styles" Target="styles.xml"/>'
        f'<Relationship Id="rId99" Type="{OFFICE}/sharedStrings" Target="sharedStrings.xml"/>'
        "</Relationships>",
        "xl/styles.xml": STYLES,
        SHEET: main,
    }


def workbook(main: str = SOUND, *more: tuple[str | zipfile.ZipInfo, str | bytes], **said) -> bytes:
    """A workbook of that sheet, with more entries in its archive."""
    return packed([*parts(main, **said).items(), *more])


def packed(
    entries: list[tuple[str | zipfile.ZipInfo, str | bytes]], way: int = zipfile.ZIP_DEFLATED
) -> bytes:
    """An archive of these entries, in that order."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", way, compresslevel=1) as archive:
        for name, held in entries:
            archive.writestr(name, held, way)
    return content.getvalue()


def swollen(target: str, mebibytes: int) -> bytes:
    """A workbook one part of which is that many mebibytes of spaces: a thousand to one."""
    whole = parts()
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for name, held in whole.items():
            if name != target:
                archive.writestr(name, held)
        with archive.open(target, "w") as part:
            part.write(whole.get(target, "<x>").encode())
            for _mebibyte in range(mebibytes):
                part.write(b" " * 2**20)
    return content.getvalue()


def rewritten(content: bytes, name: str, change: Callable[[bytearray, int, int], None]) -> bytes:
    """An archive whose two records of an entry were tampered with.

    `change` is called with the bytes, the place of the flags of a record, and that of its sums.
    """
    tampered = bytearray(content)
    for mark, flags, sums, names in ((b"PK\x03\x04", 6, 14, 30), (b"PK\x01\x02", 8, 16, 46)):
        place = tampered.find(mark)
        while tampered[place + names : place + names + len(name)] != name.encode():
            place = tampered.find(mark, place + 1)
        change(tampered, place + flags, place + sums)
    return bytes(tampered)


def lock(content: bytearray, flags: int, _sums: int) -> None:
    """Say that the entry is encrypted."""
    content[flags] |= 1


def falsify(content: bytearray, _flags: int, sums: int) -> None:
    """Give a wrong check of what is held."""
    content[sums] ^= 0xFF


def shrink(content: bytearray, _flags: int, sums: int) -> None:
    """Say that the entry, once unpacked, holds a hundred bytes."""
    struct.pack_into("<I", content, sums + 8, 100)
