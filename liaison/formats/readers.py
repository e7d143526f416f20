"""How a cell is read: for each kind of value, what it becomes and what can be wrong with it.

A reader is pure data and Polars expressions. `faults` are looked at in order; the first that holds
is the cell's issue; a cell with an issue has no value.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date

import polars as pl

from cnss_amo.kernel import identifiers
from cnss_amo.kernel.text import each_once

_FOLDED_AWAY = re.compile(r"[\s_.\-°'’]")
SCIENTIFIC = r"^[+-]?[0-9]+([.,][0-9]+)?[eE][+-]?[0-9]+$"
# A letter carries few marks: a stack of them is no name.
LATIN_NAME = r"^'?{L}(?:{L}|[ '.\-])*$".replace("{L}", r"[\p{Latin}&&\p{L}]\p{M}?")
ARABIC_NAME = r"^'?{L}(?:{L}|[ '.\-])*$".replace("{L}", r"[\p{Arabic}&&\p{L}]\p{M}{0,3}")
APOSTROPHE = r"[’‘ʼʻʹʾʿ′`]| \x{0301}"  # the last one is what NFKC makes of an acute accent
DASH = r"[‐‑‒–—―−]"

Rule = Callable[[pl.Expr], pl.Expr]
Fault = tuple[str, Rule]
FaultOfValue = tuple[str, Callable[[pl.Expr, pl.Expr], pl.Expr]]


def _same(text: pl.Expr) -> pl.Expr:
    return text


@dataclass(frozen=True)
class Reader:
    """What a text becomes, and the faults that keep it from becoming it.

    `faults` are those of the text; `faults_of_value`, looked at next, those of what it became.
    """

    value: Rule = _same
    faults: tuple[Fault, ...] = ()
    faults_of_value: tuple[FaultOfValue, ...] = ()
    expected: str = ""

    def issue(self, text: pl.Expr, value: pl.Expr) -> pl.Expr:
        """The code of the first fault that holds, or null."""
        code = pl.lit(None, dtype=pl.String)
        for name, spoils in reversed(self.faults_of_value):
            code = pl.when(spoils(value, text)).then(pl.lit(name)).otherwise(code)
        for name, holds in reversed(self.faults):
            code = pl.when(holds(text)).then(pl.lit(name)).otherwise(code)
        return pl.when(text.is_not_null()).then(code)


def _lacks(pattern: str) -> Rule:
    return lambda text: ~text.str.contains(pattern)


def _has(pattern: str) -> Rule:
    return lambda text: text.str.contains(pattern)


SCIENTIFIC_NOTATION: Fault = ("SCIENTIFIC_NOTATION", _has(SCIENTIFIC))
LOOKALIKE: Fault = ("LOOKALIKE_LETTERS", identifiers.has_foreign_letters)


def _has_none(value: pl.Expr, _text: pl.Expr) -> pl.Expr:
    return value.is_null()


def free_text(longest: int) -> Reader:
    """Any text, cut nowhere: too long is an issue."""
    return Reader(faults=(("TOO_LONG", lambda text: text.str.len_chars() > longest),))


def digits(least: int, most: int) -> Reader:
    """An identifier made of digits; leading zeros are part of it."""
    return Reader(
        value=identifiers.professional_value,
        faults=(
            SCIENTIFIC_NOTATION,
            (
                "BAD_IDENTIFIER",
                lambda text: (
                    ~identifiers.professional_value(text).str.contains(f"^[0-9]{{{least},{most}}}$")
                ),
            ),
        ),
        expected=f"{least}-{most}",
    )


def identifier(longest: int) -> Reader:
    """An identifier of letters, digits and separators whose rule is not published."""
    return Reader(
        value=lambda text: text.str.to_uppercase(),
        faults=(
            SCIENTIFIC_NOTATION,
            ("BAD_IDENTIFIER", _lacks(rf"(?i)^[A-Z0-9][A-Z0-9/ .\-]{{0,{longest - 1}}}$")),
        ),
    )


def choice(words: dict[str, str], fault: str) -> Reader:
    """One of a list of words, however it is accented or spaced."""
    known = {fold(word): code for word, code in words.items()}

    def value(text: pl.Expr) -> pl.Expr:
        return each_once(text, lambda cell: cell and known.get(fold(cell)), pl.String)

    return Reader(value=value, faults_of_value=((fault, _has_none),))


def fold(word: str) -> str:
    """The same for one word, in plain Python: formats are declared before workers fork, and the
    threads of Polars do not survive a fork."""
    decomposed = unicodedata.normalize("NFD", word.lower())
    return _FOLDED_AWAY.sub("", "".join(c for c in decomposed if unicodedata.category(c) != "Mn"))


def _name(text: pl.Expr) -> pl.Expr:
    """A name with plain apostrophes and dashes, whatever typed them."""
    return text.str.replace_all(APOSTROPHE, "'").str.replace_all(DASH, "-")


def name(pattern: str, fault: str) -> Reader:
    """A name: letters of one script, spaces, apostrophes, dashes and dots."""
    return Reader(
        value=_name,
        faults=(
            ("TOO_LONG", lambda text: _name(text).str.len_chars() > 60),
            (fault, lambda text: ~_name(text).str.contains(pattern)),
        ),
    )


NAME = name(LATIN_NAME, "BAD_NAME")
NAME_AR = name(ARABIC_NAME, "BAD_ARABIC_NAME")
CIN = Reader(
    value=identifiers.cin_value,
    faults=(
        SCIENTIFIC_NOTATION,
        LOOKALIKE,
        ("BAD_CIN", lambda text: ~identifiers.cin_is_valid(text)),
    ),
)
DOCUMENT_NUMBER = Reader(
    value=identifiers.document_value,
    faults=(SCIENTIFIC_NOTATION, LOOKALIKE, ("BAD_DOCUMENT", _has("[^ -~‐-―]"))),
)
DOCUMENT_KIND = choice(
    {
        "CIN": "CIN",
        "CNIE": "CIN",
        "PASSEPORT": "PASSEPORT",
        "PASSPORT": "PASSEPORT",
        "CARTE_SEJOUR": "CARTE_SEJOUR",
        "CARTE DE SEJOUR": "CARTE_SEJOUR",
        "TITRE DE SEJOUR": "CARTE_SEJOUR",
    },
    "UNKNOWN_DOCUMENT_KIND",
)
PHONE = Reader(
    value=identifiers.phone_value,
    faults=(SCIENTIFIC_NOTATION,),
    faults_of_value=(("BAD_PHONE", _has_none),),
)
# As the HTML standard has it, with a dot in the domain.
_LABEL = "[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?"
EMAIL_ADDRESS = rf"^[a-zA-Z0-9.!#$%&'*+/=?^_`{{|}}~-]+@{_LABEL}(?:\.{_LABEL})+$"
EMAIL = Reader(
    value=lambda text: text.str.to_lowercase(),
    faults=(
        ("TOO_LONG", lambda text: text.str.len_chars() > 120),
        ("BAD_EMAIL", _lacks(EMAIL_ADDRESS)),
    ),
)
SEX = choice(
    {
        "M": "M",
        "H": "M",
        "Masculin": "M",
        "Homme": "M",
        "ذكر": "M",
        "F": "F",
        "Féminin": "F",
        "Femme": "F",
        "أنثى": "F",
    },
    "BAD_SEX",
)
OPERATION = choice(
    {
        "A": "A",
        "Ajout": "A",
        "إضافة": "A",
        "M": "M",
        "Modification": "M",
        "تعديل": "M",
        "S": "S",
        "Sortie": "S",
        "خروج": "S",
    },
    "BAD_OPERATION",
)
NUMBER = Reader(
    value=identifiers.number_value,
    faults=(
        SCIENTIFIC_NOTATION,
        (
            "BAD_NUMBER",
            lambda text: ~identifiers.professional_value(text).str.contains("^[0-9]{9}$"),
        ),
    ),
)

_PLAIN_AMOUNT = "^-?[0-9]{1,13}([.,][0-9]{1,2})?$"
_GROUPED_AMOUNT = "^-?[0-9]{1,3}( [0-9]{3}){1,4}([.,][0-9]{1,2})?$"
_MEASURE = "^[0-9]{1,9}([.,][0-9]{1,4})?$"


def _number(text: pl.Expr) -> pl.Expr:
    return (
        text.str.replace_all(" ", "")
        .str.replace(",", ".", literal=True)
        .str.replace("^(-?)0+([0-9])", "${1}${2}")
    )


MEASURE = Reader(value=_number, faults=(SCIENTIFIC_NOTATION, ("BAD_AMOUNT", _lacks(_MEASURE))))
AMOUNT = Reader(
    value=_number,
    faults=(
        SCIENTIFIC_NOTATION,
        ("BAD_AMOUNT", _lacks(f"({_PLAIN_AMOUNT})|({_GROUPED_AMOUNT})")),
    ),
)


# --- Dates ------------------------------------------------------------------------------------

_TIME = r"(?:[T ][0-9]{2}:[0-9]{2}(?::[0-9]{2}(?:\.[0-9]+)?)?)?$"  # that an export adds
_DAY_FIRST = rf"^([0-9]{{1,2}})[/\-]([0-9]{{1,2}})[/\-]([0-9]{{4}}){_TIME}"
_YEAR_FIRST = rf"^([0-9]{{4}})-([0-9]{{1,2}})-([0-9]{{1,2}}){_TIME}"
_EIGHT_DIGITS = "^([0-9]{2})([0-9]{2})([0-9]{4})$"
_USUAL = "^[0-9]{2}/[0-9]{2}/[0-9]{4}$"
_TWO_DIGIT_YEAR = r"^[0-9]{1,2}[/\-][0-9]{1,2}[/\-][0-9]{2}$"
_YEAR_ONLY = r"^(?:00[/\-]00[/\-]|0000)?([0-9]{4})$"
_MONTH_ONLY = r"^(?:00[/\-])([0-9]{1,2})[/\-]([0-9]{4})$"


def _iso(text: pl.Expr) -> pl.Expr:
    return (
        text.str.replace(_EIGHT_DIGITS, "${3}-${2}-${1}")
        .str.replace(_DAY_FIRST, "${3}-${2}-${1}")
        .str.replace(_YEAR_FIRST, "${1}-${2}-${3}")
    )


def _usually(quick: Rule, rule: Rule, dtype: type[pl.DataType]) -> Rule:
    """A rule for dates, most of which are written in the usual way: those are read by `quick`."""

    def read(cells: pl.Series) -> pl.Series:
        table = cells.to_frame("cell")
        values = table.select(quick(pl.col("cell"))).to_series()
        unread = ~cells.str.contains(_USUAL) | (cells.is_not_null() & values.is_null())
        unusual = unread.arg_true()
        if not len(unusual):
            return values
        return values.scatter(unusual, table[unusual].select(rule(pl.col("cell"))).to_series())

    return lambda text: text.map_batches(read, return_dtype=dtype, is_elementwise=True)


def _existing(day: pl.Expr) -> pl.Expr:
    return pl.when(day.dt.year() > 0).then(day)


def _usual_day(text: pl.Expr) -> pl.Expr:
    return _existing(text.str.to_date("%d/%m/%Y", strict=False))


def _any_day(text: pl.Expr) -> pl.Expr:
    return _existing(_iso(text).str.to_date("%Y-%m-%d", strict=False))


def _any_birth_day(text: pl.Expr) -> pl.Expr:
    padded = text.str.replace(_YEAR_ONLY, "${1}-01-01").str.replace(_MONTH_ONLY, "${2}-${1}-01")
    return _any_day(padded)


def _no_known_way(text: pl.Expr) -> pl.Expr:
    return ~_iso(text).str.contains("^[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}$")


# The day that a text writes in one of the accepted ways, or null.
full_date = _usually(_usual_day, _any_day, pl.Date)
# A birth date; where the day or the month is unknown, the first day of what is known.
birth_day = _usually(_usual_day, _any_birth_day, pl.Date)
_not_a_date = _usually(pl.Expr.is_null, _no_known_way, pl.Boolean)


_DATE_FAULTS: tuple[Fault, ...] = (
    ("TWO_DIGIT_YEAR", _has(_TWO_DIGIT_YEAR)),
    SCIENTIFIC_NOTATION,
)
DATE = Reader(
    value=full_date,
    faults=(*_DATE_FAULTS, ("BAD_DATE", _not_a_date)),
    faults_of_value=(("IMPOSSIBLE_DATE", _has_none),),
)
DATE_TEXT = Reader(
    value=lambda text: full_date(text).dt.to_string("iso"),
    faults=DATE.faults,
    faults_of_value=DATE.faults_of_value,
)


def birth_precision(text: pl.Expr) -> pl.Expr:
    """`D`, `M` or `Y`: how much of the birth date is known."""
    return (
        pl.when(text.str.contains(_YEAR_ONLY))
        .then(pl.lit("Y"))
        .when(text.str.contains(_MONTH_ONLY))
        .then(pl.lit("M"))
        .otherwise(pl.lit("D"))
    )


def birth(on: date, oldest: int) -> Reader:
    """The reader of birth dates on a day: not in the future, not older than `oldest` years."""
    is_leap_day = (on.month, on.day) == (2, 29)
    too_early = on.replace(year=on.year - oldest - 1, day=28 if is_leap_day else on.day)
    partial = rf"({_YEAR_ONLY})|({_MONTH_ONLY})"
    return Reader(
        value=birth_day,
        faults=(
            *_DATE_FAULTS,
            ("BAD_DATE", lambda text: _not_a_date(text) & ~text.str.contains(partial)),
        ),
        faults_of_value=(
            ("IMPOSSIBLE_DATE", _has_none),
            ("FUTURE_BIRTH", lambda day, _text: day > on),
            (
                "AGE_OVER_LIMIT",
                lambda day, text: (
                    pl.when(birth_precision(text) == "Y")
                    .then(day.dt.year() < too_early.year)
                    .otherwise(day <= too_early)
                ),
            ),
        ),
    )


@dataclass(frozen=True)
class Column:
    """A column of a format: its names, how it is read, where it goes."""

    name: str
    reader: Reader
    to: str
    aliases: tuple[str, ...] = ()
    required: bool = False
    severity: str = "E"
    missing: str = ""
    folded: frozenset[str] = field(init=False)

    def __post_init__(self) -> None:
        names = frozenset(fold(name) for name in (self.name, *self.aliases))
        object.__setattr__(self, "folded", names)
