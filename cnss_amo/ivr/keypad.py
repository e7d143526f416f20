"""What twelve keys can say: letters of an identity card, dates, digits. Pure."""

import re
from collections.abc import Callable, Mapping
from contextlib import suppress
from datetime import date
from itertools import product

from registration.rules import Birth

# As the keys of telephones are marked (ITU-T E.161).
LETTERS = {
    "2": "ABC",
    "3": "DEF",
    "4": "GHI",
    "5": "JKL",
    "6": "MNO",
    "7": "PQRS",
    "8": "TUV",
    "9": "WXYZ",
}
KEYS = str.maketrans({letter: key for key, letters in LETTERS.items() for letter in letters})
FIRST_YEAR = 1900


def cards_of(keys: str, digits: str) -> list[str]:
    """Every identity card that these keys may mean: one press a letter says three or four letters.

    Always as many for the same keys, whoever holds them.
    """
    return ["".join(letters) + digits for letters in product(*(LETTERS[key] for key in keys))]


def keys_of(code: str) -> str:
    """The keys that a code of capitals and digits is typed with; its hyphens are not."""
    return code.replace("-", "").translate(KEYS)


def birth_of(digits: str) -> Birth | None:
    """Read a birth date typed as 12031980; day, or day and month, are 00 where nobody knows."""
    if not re.fullmatch("[0-9]{8}", digits):
        return None
    day, month, year = int(digits[:2]), int(digits[2:4]), int(digits[4:])
    known_to = "D" if day else "M" if month else "Y"
    if (day and not month) or not year >= FIRST_YEAR:
        return None
    with suppress(ValueError):
        return Birth(date(year, month or 1, day or 1), known_to)
    return None


def _are_letters(typed: str) -> bool:
    return all(key in LETTERS for key in typed)


CHECKS: Mapping[str, Callable[[str], bool]] = {
    "digits": str.isdecimal,
    "letters": _are_letters,
    "birth": lambda typed: birth_of(typed) is not None,
}
