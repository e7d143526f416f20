"""The reference of an attestation: eighty drawn bits, easy to read aloud and to type.

Sixteen characters of Crockford's base 32, in fours: no I, L, O or U, so that nobody takes one for a
1, a 0 or a V; whoever types them all the same is understood.
"""

import secrets

LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
LENGTH = 16
GROUP = 4
MISREAD = str.maketrans("OIL", "011")


def draw() -> str:
    """Draw a reference that nobody can guess."""
    return "".join(secrets.choice(LETTERS) for _character in range(LENGTH))


def written(reference: str) -> str:
    """Write it as people read it: `7KQ2-M9XH-4TPD-W3ZA`."""
    return "-".join(reference[start : start + GROUP] for start in range(0, LENGTH, GROUP))


def typed(text: str) -> str:
    """Read what somebody typed, or the address she scanned; empty when it can be nobody's."""
    last = text.strip().rstrip("/").rsplit("/", 1)[-1]
    compact = "".join(one for one in last.upper() if one.isalnum()).translate(MISREAD)
    possible = len(compact) == LENGTH and all(one in LETTERS for one in compact)
    return compact if possible else ""
