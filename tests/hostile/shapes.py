"""Texts whose delimiters, quotes, lines or header are not what they should be."""

from tests.hostile.verdicts import HEADER, Refused, Taken, csv, hostile, line

BROKEN = ["BROKEN_LINE"]
HEADER_AS_DATA = [
    *("BAD_CIN", "BAD_DATE", "BAD_PHONE", "BAD_IDENTIFIER", "UNKNOWN_REGIME", "BAD_AMOUNT"),
]
TOTALS = ["BAD_CIN", *["MISSING_VALUE"] * 3, "MISSING_PHONE", *["MISSING_VALUE"] * 2]


def quoted(number: int, **cells: str) -> str:
    """A line whose every cell is quoted."""
    return ";".join(f'"{cell}"' for cell in line(number, **cells).split(";"))


def columns(count: int) -> bytes:
    """A list whose columns are that many."""
    extra = count - HEADER.count(";") - 1
    more = "".join(f";COLONNE_DE_TROP_{number}" for number in range(extra))
    return csv(line(1) + ";x" * extra, header=HEADER + more)


DELIMITERS = [
    *(
        hostile(f"{name} between the cells", csv(line(1)).replace(b";", sign), Taken(1))
        for name, sign in {"commas": b",", "tabulations": b"\t", "bars": b"|"}.items()
    ),
    hostile(
        "signs that separate nothing", csv(line(1)).replace(b";", b"^"), Refused("NO_HEADER", "CI")
    ),
    hostile(
        "a header and lines with other delimiters",
        csv(line(1).replace(";", ","), line(2)),
        Taken(2, {2: BROKEN}),
    ),
    hostile(
        "a delimiter in a cell without quotes",
        csv(line(1), line(2, NOM="Ben;nani"), line(3)),
        Taken(3, {3: BROKEN}),
    ),
    hostile(
        "empty cells after the last column",
        csv(line(1) + ";;;", header=HEADER + ";;;"),
        Taken(1),
    ),
    hostile("empty cells after the last column of a line", csv(line(1) + ";;;"), Taken(1)),
    hostile("a cell too many", csv(line(1) + ";x", line(2)), Taken(2, {2: BROKEN})),
    hostile("a cell too few", csv(line(1).rpartition(";")[0], line(2)), Taken(2, {2: BROKEN})),
]

QUOTES = [
    hostile("every cell quoted", csv(quoted(1), quoted(2)), Taken(2)),
    hostile("a quote opened and never closed", csv('"' + line(1), line(2)), Taken(2, {2: BROKEN})),
    hostile("a quote opened on the last line", csv(line(1), '"' + line(2)), Taken(2, {3: BROKEN})),
    hostile("a lone quote in a name", csv(line(1, NOM='Ben"nani'), line(2)), Taken(2, {2: BROKEN})),
    hostile(
        "text after a closing quote",
        csv(line(1, NOM='"Ben"nani'), line(2)),
        Taken(2, {2: BROKEN}),
    ),
    hostile(
        "two lines that their quotes make one",
        csv(line(1, NOM='"Bennani'), line(2, NOM='Alaoui"'), line(3)),
        Taken(2, {2: ["TOO_LONG"]}),
    ),
    hostile("doubled quotes", csv(line(1, NOM='"Ben""nani"')), Taken(1, {2: ["BAD_NAME"]})),
    hostile(
        "a new line in a quoted cell",
        csv(line(1, NOM='"Ben\nnani"'), line(2, NOM="B3")),
        Taken(2, {4: ["BAD_NAME"]}),
    ),
    hostile(
        "a return alone in a quoted cell",
        csv(line(1, NOM='"Ben\rnani"'), line(2, NOM="B3")),
        Taken(2, {4: ["BAD_NAME"]}),
    ),
    hostile(
        "three hundred new lines in a quoted cell",
        csv('"a\n' + "b\n" * 300 + '";x', line(2)),
        Taken(303, dict.fromkeys(range(2, 304), BROKEN)),
    ),
    hostile(
        "every line opens a quote",
        csv(*['"' + line(number) for number in range(2_000)]),
        Taken(2_000, dict.fromkeys(range(2, 2_002), BROKEN)),
    ),
]

LINES = [
    *(
        hostile(
            f"{name} end the lines",
            csv(line(1), line(2, NOM="B3"), newline=sign),
            Taken(2, {wrong: ["BAD_NAME"]}),
        )
        for name, sign, wrong in (
            ("returns and feeds", "\r\n", 3),
            ("returns alone", "\r", 3),
            ("two returns and a feed", "\r\r\n", 5),
        )
    ),
    hostile(
        "lines that end in three ways",
        f"{HEADER}\r\n{line(1)}\n{line(2)}\r{line(3, NOM='B3')}\r\n".encode(),
        Taken(3, {4: ["BAD_NAME"]}),
    ),
    hostile("no end of the last line", csv(line(1))[:-1], Taken(1)),
    hostile(
        "blank lines everywhere",
        csv("", line(1), " \t ", ";;;;;;;", "\xa0", line(2, NOM="B3")),
        Taken(2, {7: ["BAD_NAME"]}),
    ),
    hostile(
        "a thousand blank lines before the header",
        b"\n" * 1_000 + csv(line(1, NOM="B3")),
        Taken(1, {1_002: ["BAD_NAME"]}),
    ),
    hostile("the end of a DOS text", csv(line(1), "FIN;1") + b"\x1a", Taken(1)),
    hostile(
        "a line of three hundred thousand characters",
        csv(line(1), line(2, NOM="B" * 300_000), line(3)),
        Taken(3, {3: ["TOO_LONG"]}),
    ),
    hostile(
        "a cell of ten million characters",
        lambda: csv(line(1), line(2, NOM="B" * 10_000_000), line(3)),
        Refused("ENDLESS_LINE", "La ligne 3 ne finit pas"),
    ),
    hostile(
        "a quoted cell of ten million characters",
        lambda: csv(line(1, NOM=f'"{"B" * 10_000_000}"'), line(2)),
        Refused("ENDLESS_LINE", "La ligne 2"),
    ),
    hostile(
        "a block of zeros where a disk failed",
        lambda: csv(line(1)) + bytes(3 * 2**20),
        Refused("ENDLESS_LINE", "La ligne 3"),
    ),
]

HEADERS = [
    hostile("nothing at all", b"", Refused("EMPTY_FILE", "vide")),
    hostile("blank lines only", b"\r\n \r\n\t\r\n", Refused("EMPTY_FILE")),
    hostile("a mark and nothing else", b"\xef\xbb\xbf", Refused("EMPTY_FILE")),
    hostile("delimiters only", b";;;;\n;;;;\n", Refused("EMPTY_FILE")),
    hostile("zeros only", lambda: bytes(2**20), Refused("EMPTY_FILE")),
    hostile("a header and no line", csv(), Refused("EMPTY_LIST", "aucune ligne")),
    hostile("a header and a control line", csv("FIN;0"), Refused("EMPTY_LIST")),
    hostile("lines and no header", csv(line(2), header=line(1)), Refused("NO_HEADER", "AB…, Be…")),
    hostile(
        "a title above the header",
        csv(HEADER, line(1), header="Liste des contribuables"),
        Refused("NO_HEADER", "Li…"),
    ),
    hostile("the delimiter announced to Excel", b"sep=;\n" + csv(line(1)), Refused("NO_HEADER")),
    hostile("the header twice", csv(HEADER, line(1)), Taken(2, {2: HEADER_AS_DATA})),
    hostile(
        "two exports glued together",
        csv(line(1)) + csv(line(2)),
        Taken(3, {3: HEADER_AS_DATA}),
    ),
    hostile(
        "a header in Arabic",
        csv(
            line(1),
            header="رقم البطاقة الوطنية;NOM;PRENOM;تاريخ الازدياد;IF;REGIME;IR_ANNUEL;الهاتف",
        ),
        Taken(1),
    ),
    hostile(
        "a misspelt column",
        csv(line(1), header=HEADER.replace("DATE_NAISSANCE", "DATE_NAISANCE")),
        Refused("MISSING_COLUMNS", "DATE_NAISSANCE ≈ DATE_NAISANCE"),
    ),
    hostile(
        "several columns missing",
        csv(line(1), header=HEADER.replace("NOM;PRENOM", "X;Y")),
        Refused("MISSING_COLUMNS", "NOM, PRENOM"),
    ),
    hostile(
        "a column twice",
        csv(line(1) + ";AB1", header=HEADER + ";CIN"),
        Refused("REPEATED_COLUMN", "CIN"),
    ),
    hostile(
        "a column twice under two names",
        csv(line(1) + ";AB1", header=HEADER + ";N° CNIE;CNIE"),
        Refused("REPEATED_COLUMN", "CNIE"),
    ),
    hostile("two thousand columns are read", lambda: columns(2_000), Taken(1)),
    hostile("five thousand columns", lambda: columns(5_000), Refused("TOO_MANY_COLUMNS", "5000")),
    hostile("a million columns", b"a," * 1_000_000, Refused("NO_HEADER")),
]

CONTROLS = [
    hostile("totals under the list", csv(line(1), "TOTAL;;;;;;1200;"), Taken(2, {3: TOTALS})),
    hostile("a control line that is not the last", csv("FIN;1", line(1)), Taken(2, {2: BROKEN})),
    hostile(
        "two control lines", csv(line(1), "FIN;1", "FIN;1"), Refused("TRUNCATED", "2 sont lues")
    ),
    *(
        hostile(
            f"a control line that counts {said or 'nothing'}",
            csv(line(1), f"FIN;{said}"),
            Refused("BAD_CONTROL_LINE", "Ligne 3"),
        )
        for said in ("", "-1", "1,0", "1E+00", "un", "\u00b2")
    ),
    hostile(
        "a control line that counts too many",
        csv(line(1), "FIN;1000"),
        Refused("TRUNCATED", "1000 lignes sont annoncées, 1 sont lues"),
    ),
]

SHAPES = DELIMITERS + QUOTES + LINES + HEADERS + CONTROLS
