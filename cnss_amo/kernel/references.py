"""Opaque references for URLs: an id and its keyed hash: nobody walks from one to the next."""

from django.urls.converters import IntConverter

from cnss_amo.kernel.db import keyring

HASH_DIGITS = 12


class Reference:
    """A path converter: `<person:person_id>` reads and writes `4f-9c1e0a7b22d4`."""

    kind: str
    regex = f"[0-9a-f]+-[0-9a-f]{{{HASH_DIGITS}}}"

    def to_python(self, text: str) -> int:
        """Return the id; a forged reference is a page that does not exist."""
        number = int(text.split("-")[0], 16)
        if text != self.to_url(number):
            raise ValueError("forged reference")
        return number

    def to_url(self, number: int) -> str:
        """Return the reference of an id."""
        return f"{number:x}-{keyring().digest(str(number), self.kind).hex()[:HASH_DIGITS]}"


class LineNumber(IntConverter):
    """The number of a line: no larger than a line number can be."""

    def to_python(self, text: str) -> int:
        """Return the number; one that no file can have is a page that does not exist."""
        number = int(text)
        if number > 2**31 - 1:
            raise ValueError("no file has so many lines")
        return number


class PersonReference(Reference):
    """The reference of a person."""

    kind = "ref-person"


class ListReference(Reference):
    """The reference of a received list."""

    kind = "ref-list"


class CorrectionReference(Reference):
    """The reference of a correction of identity."""

    kind = "ref-correction"


class MergerReference(Reference):
    """The reference of a merger of two files."""

    kind = "ref-merger"


class HoldReference(Reference):
    """The reference of an item in somebody's hands."""

    kind = "ref-hold"


class OwnActivityReference(Reference):
    """The reference of an activity, for the person whose activity it is."""

    kind = "ref-own-activity"


class ContestReference(Reference):
    """The reference of a contest."""

    kind = "ref-contest"


class RequestReference(Reference):
    """The reference of a request to be registered."""

    kind = "ref-request"


class QuestionReference(Reference):
    """The reference of a question to a liaison body."""

    kind = "ref-question"


class PaperReference(Reference):
    """The reference of a paper that somebody joined."""

    kind = "ref-paper"
