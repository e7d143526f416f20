"""What lists.md makes of a cell, column by column: its value, or the code of its issue.

Written letter by letter, apart from the application, so that the two can disagree.
"""

import re
import unicodedata
from collections.abc import Callable
from typing import NamedTuple

APOSTROPHES = "’‘ʼʻʹʾʿ′`"
DASHES = "‐‑‒–—―−"
SPACERS = f" .-{DASHES}"
FOLDED = " _.-°'’"


class Reading(NamedTuple):
    """The value of a cell, or the code of what is wrong with it."""

    code: str
    value: object = ""


Rule = Callable[[str], Reading]


def taken(value: object) -> Reading:
    return Reading("", value)


def has_control(sent: str) -> bool:
    """TAB, CR and LF are spaces; any other control character is an issue."""
    return any(unicodedata.category(c) == "Cc" and c not in "\t\r\n" for c in sent)


def is_scientific(text: str) -> bool:
    return re.fullmatch(r"[+-]?[0-9]+([.,][0-9]+)?[eE][+-]?[0-9]+", text) is not None


def is_ascii(text: str, letters: str) -> bool:
    """Whether a text has nothing but digits, some ASCII letters and what else is said."""
    return all(c.isascii() and (c.isalnum() or c in letters) for c in text)


def compact(text: str) -> str:
    return "".join(c for c in text if c not in SPACERS)


def any_text(longest: int) -> Rule:
    return lambda text: Reading("TOO_LONG") if len(text) > longest else taken(text)


def name(script: str, most_marks: int, fault: str) -> Rule:
    """1 to 60 letters of a script, space, apostrophe, dash, dot; few marks on a letter."""

    def read(text: str) -> Reading:
        text = "".join(
            "'" if c in APOSTROPHES else "-" if c in DASHES else c
            for c in text.replace(" \u0301", "'")
        )
        if len(text) > 60:
            return Reading("TOO_LONG")
        return taken(text) if is_name(text, script, most_marks) else Reading(fault)

    return read


def is_name(text: str, script: str, most_marks: int) -> bool:
    marks, follows_letter = 0, False
    for place, c in enumerate(text.removeprefix("'")):
        if unicodedata.category(c)[0] == "M":
            marks += 1
            if not follows_letter or marks > most_marks:
                return False
            continue
        marks, follows_letter = 0, c.isalpha()
        if c.isalpha() and unicodedata.name(c, "").split(" ")[0] != script:
            return False
        if not c.isalpha() and (place == 0 or c not in " '.-"):
            return False
    return bool(text.removeprefix("'"))


def looks_latin(text: str) -> bool:
    return any(unicodedata.name(c, "").split(" ")[0] in ("CYRILLIC", "GREEK") for c in text)


def cin(text: str) -> Reading:
    if is_scientific(text):
        return Reading("SCIENTIFIC_NOTATION")
    if looks_latin(text):
        return Reading("LOOKALIKE_LETTERS")
    code = compact(text)
    letters = code.rstrip("0123456789")
    rightly = 1 <= len(letters) <= 2 and letters.isalpha() and 1 <= len(code) - len(letters) <= 6
    return taken(code.upper()) if rightly and code.isascii() else Reading("BAD_CIN")


def passport(text: str) -> Reading:
    if is_scientific(text):
        return Reading("SCIENTIFIC_NOTATION")
    if looks_latin(text):
        return Reading("LOOKALIKE_LETTERS")
    code = compact(text)
    if 6 <= len(code) <= 12 and is_ascii(code, ""):
        return taken(code.upper())
    return Reading("BAD_DOCUMENT", code.upper() if code.isascii() else "")  # kept to be shown


def digits(least: int, most: int, fault: str = "BAD_IDENTIFIER") -> Rule:
    def read(text: str) -> Reading:
        if is_scientific(text):
            return Reading("SCIENTIFIC_NOTATION")
        code = compact(text)
        only_digits = code.isascii() and code.isdigit() and least <= len(code) <= most
        return taken(code) if only_digits else Reading(fault)

    return read


def ice(text: str) -> Reading:
    read = digits(15, 15, "BAD_ICE")(text)
    return Reading("BAD_ICE") if not read.code and int(str(read.value)) % 97 else read


def identifier(longest: int) -> Rule:
    """Letters, digits, and `/ . -` or a space between them."""

    def read(text: str) -> Reading:
        if is_scientific(text):
            return Reading("SCIENTIFIC_NOTATION")
        begins = text[0].isalnum() and len(text) <= longest
        return taken(text.upper()) if begins and is_ascii(text, "/ .-") else Reading(BAD)

    return read


BAD = "BAD_IDENTIFIER"


def word(fault: str, **words: str) -> Rule:
    """One of some words, whatever the case, the accents, the spaces."""

    def read(text: str) -> Reading:
        letters = unicodedata.normalize("NFD", text.lower())
        folded = "".join(c for c in letters if c not in FOLDED and unicodedata.category(c) != "Mn")
        return taken(words[folded]) if folded in words else Reading(fault)

    return read


def amount(decimals: int, longest: int, *, grouped: bool) -> Rule:
    def read(text: str) -> Reading:
        if is_scientific(text):
            return Reading("SCIENTIFIC_NOTATION")
        sign = "-?" if grouped else ""
        whole = f"[0-9]{{1,{longest}}}" + ("|[0-9]{1,3}( [0-9]{3}){1,4}" if grouped else "")
        if not re.fullmatch(f"{sign}({whole})([.,][0-9]{{1,{decimals}}})?", text):
            return Reading("BAD_AMOUNT")
        return taken(float(text.replace(" ", "").replace(",", ".")))

    return read


def phone(text: str) -> Reading:
    if is_scientific(text):
        return Reading("SCIENTIFIC_NOTATION")
    dialled = "".join(c for c in text if c not in f"{SPACERS}/()")
    for prefix in ("+212", "00212", "212", ""):
        rest = dialled.removeprefix(prefix)
        if prefix and rest != dialled:
            rest = rest.removeprefix("0")
            break
    else:
        rest = dialled[1:] if dialled.startswith("0") else ""
    moroccan = len(rest) == 9 and rest.isascii() and rest.isdigit() and rest[0] in "567"
    return taken(f"+212{rest}") if moroccan else Reading("BAD_PHONE")


def email(text: str) -> Reading:
    if len(text) > 120:
        return Reading("TOO_LONG")
    local, at, domain = text.rpartition("@")
    labels = domain.split(".")
    rightly = at and local and is_ascii(local, ".!#$%&'*+/=?^_`{|}~-") and len(labels) > 1
    for label in labels:
        rightly = rightly and label and is_ascii(label, "-") and len(label) <= 63
        rightly = rightly and label.strip("-") == label
    return taken(text.lower()) if rightly else Reading("BAD_EMAIL")


def day(text: str) -> Reading:
    """None of the hostile strings is a day; the dates have their own tests."""
    return Reading("SCIENTIFIC_NOTATION" if is_scientific(text) else "BAD_DATE")


def birth(text: str) -> Reading:
    is_year = len(text) == 4 and text.isascii() and text.isdigit()
    return Reading("AGE_OVER_LIMIT") if is_year and text < "1900" else day(text)


def farm_class(text: str) -> Reading:
    rightly = text.lstrip("0") in [*"123456789"]
    return taken(text.lstrip("0")) if rightly else Reading("BAD_CLASS")
