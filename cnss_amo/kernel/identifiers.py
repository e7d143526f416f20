"""Identifiers of people and professions: how they are written, checked, masked and recognised.

Expressions take a clean text, however it is spaced. A `*_value` is the one form that is stored;
`*_is_valid` tells whether it is possible; a null stays null. A `*_of` does both for one text.
"""

import re
from collections.abc import Callable
from typing import Literal, NamedTuple

import polars as pl

from cnss_amo.kernel.text import clean_one, one

# The number of an insured person: 1, seven digits of a sequence, a key.

LAST_SEQUENCE = 9_999_999
RESERVED_NUMBERS = frozenset(("000000000", "100000000", "999999999"))

# `cnss_number(sequence)` in PostgreSQL, by the same rule as `number_from_sequence`.
NUMBER_SQL = """
CREATE OR REPLACE FUNCTION cnss_number(sequence bigint) RETURNS integer
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN CASE WHEN sequence BETWEEN 1 AND 9999999
    THEN (100000000 + sequence * 10 + (10 - (
        2 * (sequence / 1000000 % 10 + sequence / 10000 % 10 + sequence / 100 % 10 + sequence % 10)
        + sequence / 100000 % 10 + sequence / 1000 % 10 + sequence / 10 % 10
    ) % 10) % 10)::integer
    ELSE ('no CNSS number for sequence ' || sequence)::integer  -- fails, and says why
END
"""


class NumbersExhausted(Exception):
    """The sequence has no number left, or was never meant to give this one."""


def number_key(first_eight: str) -> int:
    """Return the ninth digit of a CNSS number: even places count double.

    Réf. : cahier des charges e-BDS v2 (2006), IV-4.
    """
    digits = [int(digit) for digit in first_eight]
    return -(2 * sum(digits[1::2]) + sum(digits[2::2])) % 10


def number_is_valid(text: str) -> bool:
    """Tell whether a text is a CNSS number with its right key, and not a reserved one."""
    written = re.fullmatch(r"1[0-9]{8}", text) is not None
    return written and text not in RESERVED_NUMBERS and number_key(text[:8]) == int(text[8])


def number_from_sequence(n: int) -> int:
    """Return the CNSS number that a sequence gives; raise NumbersExhausted out of its range."""
    if not 1 <= n <= LAST_SEQUENCE:
        raise NumbersExhausted(f"no CNSS number for sequence {n}")
    first_eight = f"1{n:07d}"
    return int(f"{first_eight}{number_key(first_eight)}")


def number_value(expr: pl.Expr) -> pl.Expr:
    """Bring a CNSS number to nine digits; null when it is not one, or stands for "none yet"."""
    number = _compact(expr).str.extract(r"^([0-9]{9})$")
    return pl.when(~number.is_in(RESERVED_NUMBERS)).then(number)


def number_key_is_right(expr: pl.Expr) -> pl.Expr:
    """Tell whether a number of nine digits ends with its key; a list may hold some that do not."""
    number = expr.cast(pl.Int64, strict=False)
    digits = [number // int(10**power) % 10 for power in range(9)]
    total = 2 * (digits[1] + digits[3] + digits[5] + digits[7])
    total += digits[0] + digits[2] + digits[4] + digits[6]
    return (number // 10**8 == 1) & (total % 10 == 0)


# Documents of identity.


def cin_value(expr: pl.Expr) -> pl.Expr:
    """Bring a national identity card number to capitals without spaces, dots or dashes."""
    return _compact(expr)


def cin_is_valid(expr: pl.Expr) -> pl.Expr:
    """Tell whether a text is one or two letters, then one to six digits."""
    return _unspaced(expr).str.contains("^[A-Za-z]{1,2}[0-9]{1,6}$")


def has_foreign_letters(expr: pl.Expr) -> pl.Expr:
    """Tell whether a value has Cyrillic or Greek letters, which pass for Latin ones on a screen."""
    return expr.str.contains(r"[\p{Cyrillic}\p{Greek}]")


def document_value(expr: pl.Expr) -> pl.Expr:
    """Bring a passport or residence card number to capitals without spaces, dots or dashes."""
    return _compact(expr)


def document_is_valid(expr: pl.Expr) -> pl.Expr:
    """Tell whether a text is 6 to 12 letters and digits."""
    return _unspaced(expr).str.contains("^[A-Za-z0-9]{6,12}$")


def cin_of(text: str | None) -> str | None:
    """Return the identity card number that a text is, if it is one."""
    return _value_of(clean_one(text), cin_value, cin_is_valid)


def document_of(text: str | None) -> str | None:
    """Return the passport or residence card number that a text is, if it is one."""
    return _value_of(clean_one(text), document_value, document_is_valid)


# Phones.


def phone_value(expr: pl.Expr) -> pl.Expr:
    """Bring a Moroccan phone to `+2126…`; null when it is not one."""
    dialled = expr.str.replace_all(r"[\s./()\-‐-―]", "")
    return "+212" + dialled.str.extract(r"^(?:(?:\+|00)?2120?|0)([5-7][0-9]{8})$")


def phone_is_valid(expr: pl.Expr) -> pl.Expr:
    """Tell whether a text is a Moroccan phone."""
    return pl.when(expr.is_not_null()).then(phone_value(expr).is_not_null())


def phone_of(text: str | None) -> str | None:
    """Return the Moroccan phone that a text is, if it is one."""
    return _value_of(clean_one(text), phone_value, phone_is_valid)


# Professions.


def professional_value(expr: pl.Expr) -> pl.Expr:
    """Bring a professional number to capitals without spaces, dots or dashes."""
    return _compact(expr)


def ice_value(expr: pl.Expr) -> pl.Expr:
    """Bring an ICE, the common identifier of companies, to its digits."""
    return _compact(expr)


def ice_is_valid(expr: pl.Expr) -> pl.Expr:
    """Tell whether a text is an ICE: 15 digits, a multiple of 97."""
    ice = _compact(expr)
    return ice.str.contains("^[0-9]{15}$") & (ice.cast(pl.Int64, strict=False) % 97 == 0)


def fiscal_number_is_valid(expr: pl.Expr) -> pl.Expr:
    """Tell whether a text is an IF, the number of a taxpayer: 7 or 8 digits."""
    return _compact(expr).str.contains("^[0-9]{7,8}$")


def inpe_is_valid(expr: pl.Expr) -> pl.Expr:
    """Tell whether a text is an INPE, the number of a health professional: 9 digits."""
    return _compact(expr).str.contains("^[0-9]{9}$")


# Masks, for screens.


def mask_cin(value: str) -> str:
    """Hide the middle of an identity document: `AB••••56`."""
    letters = re.match("[A-Z]{0,2}", value)
    shown = letters[0] if letters else ""
    hidden = len(value) - len(shown) - 2
    return f"{shown}{'•' * hidden}{value[-2:]}" if hidden > 1 else "•" * len(value)


def mask_phone(value: str) -> str:
    """Hide the middle of a phone: `06••••••12`."""
    local = value.replace("+212", "0", 1)
    return f"{local[:2]}••••••{local[-2:]}" if len(local) == 10 else mask_text(value)


def mask_email(value: str) -> str:
    """Hide the name in an e-mail address: `a•••@example.ma`."""
    name, at, domain = value.rpartition("@")
    return f"{name[:1]}•••@{domain}" if at else mask_text(value)


def mask_birth(value: str) -> str:
    """Hide a birth but its decade, which tells namesakes apart: `••/••/198•`."""
    return f"{re.sub('[0-9]', '•', value[:-4])}{value[-4:-1]}•"


def mask_text(value: str) -> str:
    """Hide a text but its first letter, and its length."""
    return f"{value[:1]}••••" if len(value) > 3 else "•" * len(value)


# The one search box.

Kind = Literal["number", "document", "phone", "professional", "name"]


class Guess(NamedTuple):
    """What a text typed by an agent may be, and its value written as it is stored."""

    kind: Kind
    value: str


def guess(query: str) -> list[Guess]:
    """Return all that a text typed in the search box may be, the likeliest first."""
    text = clean_one(query) or ""
    guesses: list[Guess] = []
    code, phone = one(_code_and_phone, text).values()
    if re.fullmatch("[0-9]{9}", code):
        guesses.append(Guess("number", code))
    if phone:
        guesses.append(Guess("phone", phone))
    guesses += [Guess(kind, code) for kind in _kinds_of_code(code)]
    if not guesses and text:
        guesses.append(Guess("name", text))
    return guesses


def _code_and_phone(text: pl.Expr) -> pl.Expr:
    return pl.struct(_compact(text).alias("code"), phone_value(text).alias("phone"))


def _kinds_of_code(code: str) -> list[Kind]:
    """Return the kinds of a code of capitals and digits, at least half of them digits."""
    if not re.fullmatch("[A-Z0-9]{2,20}", code) or 2 * len(re.findall("[0-9]", code)) < len(code):
        return []
    if re.fullmatch("[A-Z]{1,2}[0-9]{1,6}", code):
        return ["document", "professional"]
    if not 6 <= len(code) <= 12:
        return ["professional"]
    return ["professional", "document"] if code.isdigit() else ["document", "professional"]


def _unspaced(expr: pl.Expr) -> pl.Expr:
    return expr.str.replace_all(r"[\s.\-‐-―]", "")


def _compact(expr: pl.Expr) -> pl.Expr:
    return _unspaced(expr).str.to_uppercase()


def _value_of(
    text: str | None, value: Callable[[pl.Expr], pl.Expr], is_valid: Callable[[pl.Expr], pl.Expr]
) -> str | None:
    """Validity is asked of the text itself: in capitals, ß would be SS and ı would be I."""
    return one(value, text) if one(is_valid, text) else None
