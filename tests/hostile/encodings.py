"""Texts whose letters are written in a wrong, unknown, mixed or lying way."""

import base64
import codecs

from tests.hostile.verdicts import HEADER, Refused, Taken, csv, hostile, line, text

ACCENTED = line(1, NOM="Bénnâni")
ARABIC_HEADER = f"{HEADER};NOM_AR;PRENOM_AR"
ARABIC_LINE = f"{line(1)};التازي;كريم"
CRAFTS_HEADER = "CIN;NOM;PRENOM;NOM_AR;PRENOM_AR;DATE_NAISSANCE;NIA;TELEPHONE"
CRAFTS_LINE = "AB100001;Bénnani;Karim;العلوي;كريم;12/03/1980;N1;0612345678"
ARABIC_SPOILT = ["BAD_ARABIC_NAME", "BAD_ARABIC_NAME"]
UNREADABLE_TEXT = Refused("UNKNOWN_ENCODING", "CSV UTF-8")


def accented(encoding: str) -> bytes:
    """One sound line whose name has accents."""
    return csv(ACCENTED, encoding=encoding)


def crafts(encoding: str) -> bytes:
    """One sound line of the craftsmen's ministry, in both scripts."""
    return csv(CRAFTS_LINE, header=CRAFTS_HEADER, encoding=encoding)


def with_a_line_in(encoding: str, one: str, header: str = HEADER) -> bytes:
    """Two exports glued together: the last line is in another encoding than the others."""
    first = f"{line(2, NOM='Émerî')};التازي;كريم" if header != HEADER else line(2, NOM="Émerî")
    return csv(first, header=header) + one.encode(encoding) + b"\n"


def two_bytes_a_letter(order: str, mark: bytes = b"") -> bytes:
    return mark + text(ACCENTED).encode(f"utf-16-{order}")


ENCODINGS = [
    hostile("UTF-8 without a mark is read", accented("utf-8"), Taken(1)),
    hostile("UTF-8 with its mark is read", accented("utf-8-sig"), Taken(1)),
    hostile(
        "UTF-16 of small machines is read",
        two_bytes_a_letter("le", codecs.BOM_UTF16_LE),
        Taken(1),
    ),
    hostile(
        "UTF-16 of big machines is read", two_bytes_a_letter("be", codecs.BOM_UTF16_BE), Taken(1)
    ),
    hostile("UTF-16 LE without a mark", two_bytes_a_letter("le"), UNREADABLE_TEXT),
    hostile("UTF-16 BE without a mark", two_bytes_a_letter("be"), UNREADABLE_TEXT),
    hostile("UTF-32", accented("utf-32"), UNREADABLE_TEXT),
    hostile("windows-1252 is read", accented("cp1252"), Taken(1)),
    hostile("ISO-8859-1 is read", accented("iso-8859-1"), Taken(1)),
    hostile("ISO-8859-15 is read", accented("iso-8859-15"), Taken(1)),
    hostile("windows-1256 is read", crafts("cp1256"), Taken(1), "ARTISANAT"),
    hostile(
        "windows-1256 from a body of windows-1252 warns of each Arabic name",
        csv(ARABIC_LINE, header=ARABIC_HEADER, encoding="cp1256"),
        Taken(1, {2: ARABIC_SPOILT}),
    ),
    hostile(
        "windows-1256 from that body is read when the sender says so",
        csv(ARABIC_LINE, header=ARABIC_HEADER, encoding="cp1256"),
        Taken(1),
        encoding="windows-1256",
    ),
    hostile(
        "ISO-8859-6 taken for windows-1256 warns of each Arabic name",
        csv(CRAFTS_LINE.replace("é", "e"), header=CRAFTS_HEADER, encoding="iso-8859-6"),
        Taken(1, {2: ARABIC_SPOILT}),
        "ARTISANAT",
    ),
    hostile(
        "a DOS export has no letter that we know",
        accented("cp850"),
        Taken(1, {2: ["BAD_NAME"]}),
    ),
    hostile("EBCDIC of a mainframe", accented("cp500"), Refused("NO_HEADER")),
    hostile(
        "a last line in windows-1252 spoils the accents of a UTF-8 file",
        lambda: with_a_line_in("cp1252", ACCENTED),
        Taken(2, {2: ["BAD_NAME"]}),
    ),
    hostile(
        "a last line in windows-1256 spoils the Arabic of a UTF-8 file",
        lambda: with_a_line_in("cp1256", ARABIC_LINE, ARABIC_HEADER),
        Taken(2, {2: ["BAD_NAME", *ARABIC_SPOILT], 3: ARABIC_SPOILT}),
    ),
    hostile(
        "UTF-8 encoded twice",
        csv(line(1, NOM="Bénnâni".encode().decode("cp1252"))),
        Taken(1, {2: ["BAD_NAME"]}),
    ),
    hostile(
        "a letter already lost",
        csv(line(1, NOM="B\ufffdnnani")),
        Taken(1, {2: ["BAD_NAME"]}),
    ),
    hostile(
        "a UTF-8 mark before windows-1252",
        codecs.BOM_UTF8 + accented("cp1252"),
        UNREADABLE_TEXT,
    ),
    hostile("a UTF-16 mark before UTF-8", codecs.BOM_UTF16_LE + accented("utf-8"), UNREADABLE_TEXT),
    hostile(
        "a wrong encoding chosen by the sender",
        accented("cp1252"),
        UNREADABLE_TEXT,
        encoding="utf-8",
    ),
    hostile("two marks at the beginning", codecs.BOM_UTF8 * 2 + csv(ACCENTED), Taken(1)),
    hostile(
        "a mark in the middle, where two files were glued",
        csv(line(1)) + codecs.BOM_UTF8 + f"{line(2)}\n".encode(),
        Taken(2),
    ),
    hostile(
        "half a UTF-16 letter",
        two_bytes_a_letter("le", codecs.BOM_UTF16_LE).replace(b"B\0", b"\0\xd8", 1),
        UNREADABLE_TEXT,
    ),
    hostile(
        "letters of UTF-16 hidden in UTF-8",
        csv(line(1)).replace(b"Karim", b"K\xed\xa0\x80rim"),
        Taken(1, {2: ["BAD_NAME"]}),
    ),
    hostile("a NUL in the header", csv(line(1), header=f"\0{HEADER}"), UNREADABLE_TEXT),
    hostile(
        "a NUL in a cell", csv(line(1), line(2, NOM="Be\0")), Taken(2, {3: ["CONTROL_CHARACTER"]})
    ),
    hostile(
        "colours of a terminal in a cell",
        csv(line(1, PRENOM="\x1b[31mKarim")),
        Taken(1, {2: ["CONTROL_CHARACTER"]}),
    ),
    hostile(
        "a page break in a cell", csv(line(1, NOM="Be\x0c")), Taken(1, {2: ["CONTROL_CHARACTER"]})
    ),
    hostile(
        "turned text in the header",
        csv(line(1), header=HEADER.replace("NOM;", "\u202eNOM\u202c;")),
        Taken(1),
    ),
    hostile("text in base 64", base64.encodebytes(accented("utf-8") * 9), Refused("NO_HEADER")),
]
