"""How a code is written: what a person types, however she spaces it or mistakes a letter."""

import re
import unicodedata

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # base 32 without I, L, O and U
PAPER_LENGTH = 10
_TAKEN_FOR = str.maketrans("OILU", "011V")


def code_of(typed: str) -> str:
    """Bring a typed code to its one form: Western digits, capitals, no spaces; O is 0, I is 1."""
    digits = "".join(str(unicodedata.decimal(letter, letter)) for letter in typed[:40])
    return re.sub("[^0-9A-Z]", "", digits.upper()).translate(_TAKEN_FOR)


def spaced(code: str) -> str:
    """Write a code in two groups, as it is printed and dictated."""
    middle = len(code) // 2
    return f"{code[:middle]}-{code[middle:]}"
