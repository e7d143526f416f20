"""How many SMS a text costs: the alphabet of phones, or the one of everybody else.

Réf. : 3GPP TS 23.038 (GSM 7 bits, table of extension), TS 23.040 (texts in several parts).
"""

from typing import NamedTuple

BASIC = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
EXTENSION = frozenset("\f^{}\\[~]|€")  # each is sent as two

# What word processors and French put in a text, and what phones read as well.
PLAINER = str.maketrans(
    {
        "’": "'",
        "‘": "'",
        "“": '"',
        "”": '"',
        "«": '"',
        "»": '"',
        "–": "-",
        "—": "-",
        "…": "...",
        "œ": "oe",
        "Œ": "OE",
        "°": "o",
        "\u00a0": " ",
        "\u202f": " ",
        **dict(zip("çêâîôûëïÀÈÊÂÎÔÛËÏÙ", "ceaioueiAEEAIOUEIU", strict=True)),
    }
)


class Cost(NamedTuple):
    """The units of a text in its alphabet, and the SMS it takes to carry them."""

    alphabet: str
    units: int
    parts: int


def is_gsm7(text: str) -> bool:
    """Whether phones have every character of a text in their own alphabet."""
    return all(character in BASIC or character in EXTENSION for character in text)


def plainer(text: str) -> str:
    """Return a text in the alphabet of phones when plainer signs are enough, else untouched."""
    lowered = text.translate(PLAINER)
    return lowered if is_gsm7(lowered) else text


def cost(text: str) -> Cost:
    """Return what a text costs as it stands: 160 then 153 a part, or 70 then 67.

    No character is cut in two: an extension sign, or an emoji, goes whole into the next part.
    """
    if is_gsm7(text):
        return _cost("GSM-7", [2 if sign in EXTENSION else 1 for sign in text], 160, 153)
    return _cost("UCS-2", [2 if ord(sign) > 0xFFFF else 1 for sign in text], 70, 67)


def _cost(alphabet: str, units: list[int], alone: int, each: int) -> Cost:
    total = sum(units)
    if total <= alone:
        return Cost(alphabet, total, 1)
    parts, room = 1, each
    for unit in units:
        if unit > room:
            parts, room = parts + 1, each
        room -= unit
    return Cost(alphabet, total, parts)
