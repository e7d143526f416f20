"""What an agent typed in the one search box: identifiers, a name, a birth date, or a mix."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from cnss_amo.kernel.identifiers import Guess, guess
from cnss_amo.kernel.text import clean_one
from registration.rules import Birth

LONGEST_QUERY = 200
MOST_CODES = 6
SHORTEST_PROFESSIONAL_WORD = 6

_MONTHS = (
    r"janv(?:ier)?|يناير",
    r"f[eé]v(?:rier)?|فبراير",
    r"mars|مارس",
    r"avr(?:il)?|أبريل|ابريل",
    r"mai|ماي",
    r"juin|يونيو",
    r"juil(?:let)?|يوليوز",
    r"ao[uû]t|غشت",
    r"sept(?:embre)?|شتنبر",
    r"oct(?:obre)?|أكتوبر|اكتوبر",
    r"nov(?:embre)?|نونبر",
    r"d[eé]c(?:embre)?|دجنبر",
)
_YEAR = r"(?P<year>(?:18|19|20)\d\d)"
_WRITTEN = (
    re.compile(rf"(?<!\d)(?P<day>\d\d?)([/.-])(?P<month>\d\d?)\2{_YEAR}(?!\d)"),
    re.compile(rf"(?<!\d){_YEAR}-(?P<month>\d\d?)-(?P<day>\d\d?)(?!\d)"),
    re.compile(rf"(?<![\d/.-])(?P<month>\d\d?)[/.-]{_YEAR}(?!\d)"),
    re.compile(rf"(?<!\w){_YEAR}(?!\w)"),
)
_MONTH_NAMES = [
    (re.compile(rf"(?<=\d )(?:{names})\.? (?=\d{{4}})", re.IGNORECASE), f"/{place}/")
    for place, names in enumerate(_MONTHS, start=1)
]


@dataclass(frozen=True)
class Asked:
    """A query read: what it may identify, and the name and birth date it may describe."""

    codes: tuple[Guess, ...]
    name: str
    birth: Birth | None


def read(query: str) -> Asked:
    """Read a query; whatever is typed, something comes out."""
    text = clean_one(query[:LONGEST_QUERY].replace("\0", " ")) or ""
    rest, birth = _without_birth(text)
    name = _name(rest)
    codes = [*_codes(text), *(_codes_beside_a_name(rest.split()) if name else ())]
    return Asked(tuple(dict.fromkeys(codes))[:MOST_CODES], name, birth)


def _codes(text: str) -> Iterator[Guess]:
    """Yield what the whole text may identify."""
    if _has_digit(text):
        yield from (code for code in guess(text) if code.kind != "name")
        yield Guess("professional", text.upper())


def _codes_beside_a_name(words: list[str]) -> Iterator[Guess]:
    """Yield what a word beside a name may identify; a short number there may be anything."""
    for word in filter(_has_digit, words):
        for code in guess(word):
            weak = code.kind == "professional" and len(word) < SHORTEST_PROFESSIONAL_WORD
            if code.kind != "name" and not weak:
                yield code


def _name(text: str) -> str:
    """Return the words of a name; nothing when the text is one code written with spaces."""
    words = [word for word in text.split() if not _has_digit(word)]
    is_code = len(words) < len(text.split()) and guess(text)[0].kind != "name"
    return "" if is_code else " ".join(words)


def _has_digit(text: str) -> bool:
    return re.search(r"\d", text) is not None


def months_in_digits(text: str) -> str:
    """Write the months of a text in digits: «12 mars 1950» is 12/3/1950."""
    for month, place in _MONTH_NAMES:
        text = month.sub(place, text).replace(f" {place}", place)
    return text


def _without_birth(text: str) -> tuple[str, Birth | None]:
    """Take out of a text the first thing that reads as a date of birth."""
    text = months_in_digits(text)
    for pattern in _WRITTEN:
        for found in pattern.finditer(text):
            if birth := _birth(found.groupdict()):
                return f"{text[: found.start()]} {text[found.end() :]}", birth
    return text, None


def _birth(said: dict[str, str]) -> Birth | None:
    known_to = "D" if "day" in said else "M" if "month" in said else "Y"
    try:
        day = date(int(said["year"]), int(said.get("month", 1)), int(said.get("day", 1)))
    except ValueError:
        return None
    return Birth(day, known_to)
