"""Strings that people, broken exports and attackers put into cells.

Each with what the rules of every list make of it before it is read (lists.md, "Text"): NFKC,
nothing invisible, single spaces, digits 0-9. Written out, not computed.
"""

from typing import NamedTuple

from tests.hostile.attacks import ATTACKS
from tests.hostile.writings import WRITINGS


class Hostile(NamedTuple):
    """A string as sent, and as it stands once clean."""

    kind: str
    sent: str
    clean: str


STRINGS = [
    Hostile(kind, *((entry, entry) if isinstance(entry, str) else entry))
    for kind, entries in (WRITINGS | ATTACKS).items()
    for entry in entries
]
NO_FILE_CARRIES = ["\ud800", "Karim\udfff", "\udc80\ud83d", "a\ud800b"]  # lone surrogates
