"""What an issue says, in either language: one entry of the catalogue."""

from typing import NamedTuple

from django.utils.functional import Promise

ERROR = "E"
WARNING = "W"


class Entry(NamedTuple):
    """A kind of issue: its name, what is wrong, what was expected, how to mend it.

    `fault` is the end of a sentence; `%(value)s` stands for what was found.
    """

    title: Promise
    fault: Promise
    expected: Promise | str
    mend: Promise
    severity: str = ERROR
