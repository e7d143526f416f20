"""Workbooks and archives that want to kill, cheat or mislead a reader."""

import stat
import zipfile

from tests.hostile.verdicts import CELLS, Refused, Taken, hostile
from tests.hostile.workbooks import (
    COLUMNS,
    DECLARATION,
    MAIN,
    SHEET,
    SOUND,
    TEXTS,
    falsify,
    lock,
    packed,
    parts,
    person,
    rewritten,
    row_of,
    sheet,
    shrink,
    swollen,
    workbook,
)

SUSPECT = Refused("SUSPECT_WORKBOOK", "anormale")
DAMAGED = Refused("DAMAGED_XLSX", "abîmé")
TOO_MANY_ROWS = Refused("TOO_MANY_XLSX_ROWS", "CSV")
LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
BILLION = f'<!DOCTYPE x [<!ENTITY l0 "ha">{LAUGHS}]>'
QUADRATIC = f'<!DOCTYPE x [<!ENTITY a "{"a" * 50_000}">]>'
FILE_OF_THE_SERVER = '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>'


def with_entity(doctype: str, times: int = 1) -> str:
    """A sheet whose name of a person is an entity that its beginning defines."""
    said = sheet(row_of(2, person(2, NOM="&a;" * times)))
    return said.replace(DECLARATION, DECLARATION + doctype)


def with_far_cell(place: str) -> str:
    """A sheet with one cell far away."""
    far = f"<row><c {place}><v>1</v></c></row>"
    return sheet(row_of(2, person(2)) + far)


def linked(target: str) -> tuple[zipfile.ZipInfo, str]:
    """An entry that is a symbolic link."""
    entry = zipfile.ZipInfo("xl/media/lien")
    entry.external_attr = (stat.S_IFLNK | 0o777) << 16
    return entry, target


def without_places(rows: int, columns: int) -> str:
    """A sheet whose rows and cells do not say where they are."""
    cells = "".join(f'<c t="inlineStr"><is><t>{name}</t></is></c>' for name in COLUMNS)
    values = "".join(f'<c t="inlineStr"><is><t>{v}</t></is></c>' for v in CELLS.values())
    empty = "<c/>" * (columns - len(COLUMNS))
    return sheet(f"<row>{cells}{empty}</row>" + f"<row>{values}{empty}</row>" * rows, header=False)


BOMBS = [
    hostile("a thousand to one", lambda: swollen(SHEET, 64), SUSPECT),
    hostile("a thousand to one in the styles", lambda: swollen("xl/styles.xml", 64), SUSPECT),
    hostile("a thousand to one in a picture", lambda: swollen("xl/media/x.png", 64), SUSPECT),
    hostile(
        "a part that unpacks to more than it says",
        lambda: rewritten(swollen(SHEET, 9), SHEET, shrink),
        SUSPECT,
    ),
    hostile(
        "archives in archives",
        lambda: packed([("a.zip", packed([("b.zip", packed([("c", b"0" * 2**20)]))]))]),
        Refused("NOT_A_LIST"),
    ),
    hostile(
        "an archive beside the sheets is not opened",
        lambda: workbook(SOUND, ("xl/embeddings/a.zip", packed([("b", b"0" * 2**20)]))),
        Taken(1),
    ),
    hostile("a billion laughs", lambda: workbook(with_entity(BILLION.replace("l9", "a"))), SUSPECT),
    hostile("an entity many times", lambda: workbook(with_entity(QUADRATIC, 500)), SUSPECT),
    hostile("a file of the server", lambda: workbook(with_entity(FILE_OF_THE_SERVER)), SUSPECT),
    hostile(
        "an entity in the table of texts",
        lambda: workbook(SOUND, (TEXTS, f"{QUADRATIC}<sst xmlns='{MAIN}'/>")),
        SUSPECT,
    ),
    hostile(
        "three million shared texts",
        lambda: workbook(SOUND, (TEXTS, "<sst>" + "<si><t>aé</t></si>" * 3_000_000)),
        Refused("TOO_LARGE_XLSX", "CSV"),
    ),
    hostile(
        "ten thousand entries",
        lambda: workbook(SOUND, *((f"xl/media/{n}", b"") for n in range(10_000))),
        SUSPECT,
    ),
]

FAR_CELLS = [
    hostile(
        "dimensions of a million rows that are not there are not believed",
        lambda: workbook(sheet(row_of(2, person(2)), before='<dimension ref="A1:XFD1048576"/>')),
        Taken(1),
    ),
    hostile(
        "dimensions smaller than the list are not believed",
        lambda: workbook(sheet(row_of(2, person(2)), before='<dimension ref="A1:A1"/>')),
        Taken(1),
    ),
    *(
        hostile(f"a cell far away, written {place}", lambda p=place: workbook(with_far_cell(p)), v)
        for place, v in (
            ('r="XFD1048576"', TOO_MANY_ROWS),
            ('r="A1048576"', TOO_MANY_ROWS),
            ("r = 'A1048576'", TOO_MANY_ROWS),
            (f's="{"0" * 90}" r="XFD150000"', SUSPECT),
            ('r="xfd150000"', SUSPECT),
        )
    ),
    hostile(
        "a narrow column far down and a wide row",
        lambda: workbook(
            sheet(
                row_of(2, person(2)) + '<row r="3"><c r="XFD3"/></row><row><c r="A199999"/></row>'
            )
        ),
        SUSPECT,
    ),
    hostile("rows that do not say their place", lambda: workbook(without_places(3, 8)), Taken(3)),
    hostile(
        "a million rows that do not say their place",
        lambda: workbook(sheet("<row><c/></row>" * 1_000_000)),
        TOO_MANY_ROWS,
    ),
    hostile("a place that does not exist", lambda: workbook(with_far_cell('r="AB0"')), DAMAGED),
]

ENTRIES = [
    hostile(
        "a macro",
        lambda: workbook(SOUND, ("xl/vbaProject.bin", b"macro")),
        Refused("MACRO_WORKBOOK", "macros"),
    ),
    hostile(
        "a macro of the old kind",
        lambda: workbook(SOUND, ("xl/macrosheets/sheet1.xml", "<x/>")),
        Refused("MACRO_WORKBOOK"),
    ),
    hostile(
        "a workbook locked by a password",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504) + "EncryptedPackage".encode("utf-16-le"),
        Refused("PASSWORD_PROTECTED", "mot de passe"),
    ),
    hostile(
        "an archive locked by a password",
        lambda: rewritten(workbook(), SHEET, lock),
        Refused("PASSWORD_PROTECTED"),
    ),
    hostile("a path out of the archive", lambda: workbook(SOUND, ("../../etc/x", "x")), SUSPECT),
    hostile("a path from the root", lambda: workbook(SOUND, ("/etc/x", "x")), SUSPECT),
    hostile("a path of Windows", lambda: workbook(SOUND, ("xl\\..\\..\\x", "x")), SUSPECT),
    hostile("a symbolic link", lambda: workbook(SOUND, linked("/etc/passwd")), SUSPECT),
    hostile("a sheet twice", lambda: workbook(SOUND, (SHEET.upper(), SOUND)), SUSPECT),
    hostile(
        "a link to another workbook is not followed",
        lambda: workbook(SOUND, ("xl/externalLinks/externalLink1.xml", "<externalLink/>")),
        Taken(1),
    ),
    hostile("a wrong check", lambda: rewritten(workbook(), SHEET, falsify), DAMAGED),
    hostile(
        "a wrong check of the styles",
        lambda: rewritten(workbook(), "xl/styles.xml", falsify),
        DAMAGED,
    ),
    hostile(
        "a way of packing that nobody reads",
        lambda: packed(list(parts().items()), zipfile.ZIP_LZMA),
        DAMAGED,
    ),
    hostile(
        "no sheet where one is said to be",
        lambda: packed([(n, p) for n, p in parts().items() if n != SHEET]),
        DAMAGED,
    ),
    hostile("a sheet that is no XML", lambda: workbook("bonjour"), DAMAGED),
    hostile("a sheet cut in its middle", lambda: workbook(SOUND[:-200]), DAMAGED),
    hostile(
        "a sheet in UTF-16",
        lambda: packed([(n, p.encode("utf-16") if n == SHEET else p) for n, p in parts().items()]),
        SUSPECT,
    ),
]
