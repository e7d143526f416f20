"""Values inserted in a sentence: each keeps its own direction where a screen shows it.

A masked paper, a date or a phone would otherwise turn around inside Arabic. What leaves in a file
carries none of these invisible characters: a spreadsheet would keep them in its cells.
"""

FIRST_STRONG_ISOLATE = "\u2068"
POP_ISOLATE = "\u2069"


def isolated(value: object) -> object:
    """A text between invisible characters that keep its direction to itself; a number as it is."""
    if isinstance(value, str) and value:
        return f"{FIRST_STRONG_ISOLATE}{value}{POP_ISOLATE}"
    return value


def as_it_is(value: object) -> object:
    return value
