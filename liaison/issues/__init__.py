"""Every issue a list can have, in words: what, where, why, what to do, in French and Arabic.

The pipeline stores issues as codes: `[code, column as the sender named it, "E" or "W"]`. Here they
become sentences for the preview, the pages and the return file.
"""

from dataclasses import dataclass
from functools import cache
from typing import NamedTuple

from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from liaison.issues.cells import CELLS
from liaison.issues.entry import ERROR, WARNING, Entry
from liaison.issues.inserted import as_it_is, isolated
from liaison.issues.outcomes import outcome_explanation
from liaison.issues.refusals import REFUSALS, refusal_reason
from liaison.issues.rows import ROWS

__all__ = [
    "CATALOGUE",
    "ERROR",
    "REFUSALS",
    "WARNING",
    "Message",
    "digits_expected",
    "message",
    "outcome_explanation",
    "refusal_reason",
]

CATALOGUE: dict[str, Entry] = CELLS | ROWS
LONGEST_SHOWN = 80

_ON_COLUMN = _("Ligne %(line)s, colonne « %(column)s » : %(fault)s. %(mend)s")
_ON_COLUMN_EXPECTING = _(
    "Ligne %(line)s, colonne « %(column)s » : %(fault)s (%(expected)s). %(mend)s"
)
_ON_LINE = _("Ligne %(line)s : %(fault)s. %(mend)s")
_ON_LINE_EXPECTING = _("Ligne %(line)s : %(fault)s (%(expected)s). %(mend)s")
_ANYWHERE = _("%(fault)s (%(expected)s). %(mend)s")
_QUOTED = _("« %(found)s »")
_THE_VALUE = _("la valeur")
_KEPT_WITHOUT = _("La ligne est gardée sans cette valeur.")


@dataclass(frozen=True)
class Message:
    """An issue of a row, in the active language."""

    code: str
    severity: str
    column: str
    line: int | None
    found: str
    title: str
    expected: str
    mend: str
    text: str


def message(
    code: str,
    *,
    column: str = "",
    found: str = "",
    line: int | None = None,
    severity: str = "",
    expected: str = "",
    on_screen: bool = False,
) -> Message:
    """Say an issue in the active language; `severity` and `expected` when better known.

    On a screen, what is inserted keeps its own direction.
    """
    inserted = isolated if on_screen else as_it_is
    severity = severity or CATALOGUE[code].severity
    said = _wording(code, severity, get_language())
    words = {
        "line": line,
        "column": inserted(column),
        "fault": said.fault % {"value": _value(inserted(_shortened(found)))},
        "expected": expected or said.expected,
        "mend": said.mend,
    }
    return Message(
        code=code,
        severity=severity,
        column=column,
        line=line,
        found=found,
        title=said.title,
        expected=str(words["expected"]),
        mend=said.mend,
        text=_sentence(words),
    )


def digits_expected(bounds: str) -> str:
    """Say how many digits an identifier has; `bounds` is `9-9` or `7-8`."""
    least, most = bounds.split("-")
    if least == most:
        return str(_("%(count)s chiffres")) % {"count": most}
    return str(_("de %(least)s à %(most)s chiffres")) % {"least": least, "most": most}


def _sentence(words: dict[str, object]) -> str:
    """Join the parts: where, what is wrong, what was expected, what to do."""
    if words["line"] is None:
        text = str(_ANYWHERE) % words if words["expected"] else f"{words['fault']}. {words['mend']}"
        return text[:1].upper() + text[1:]
    if words["column"]:
        pattern = _ON_COLUMN_EXPECTING if words["expected"] else _ON_COLUMN
    else:
        pattern = _ON_LINE_EXPECTING if words["expected"] else _ON_LINE
    return str(pattern) % words


class _Wording(NamedTuple):
    title: str
    fault: str
    expected: str
    mend: str


@cache
def _wording(code: str, severity: str, _language: str | None) -> _Wording:
    """An entry in the active language; an error that only warns here says that the row is kept."""
    entry = CATALOGUE[code]
    kept = severity == WARNING and entry.severity == ERROR
    mend = f"{_KEPT_WITHOUT} {entry.mend}" if kept else str(entry.mend)
    return _Wording(str(entry.title), str(entry.fault), str(entry.expected), mend)


def _value(found: object) -> str:
    return str(_QUOTED) % {"found": found} if found else str(_THE_VALUE)


def _shortened(found: str) -> str:
    """A value as it can stand in a sentence: on one line, not too long."""
    plain = "".join(letter if letter.isprintable() else "�" for letter in " ".join(found.split()))
    return plain if len(plain) <= LONGEST_SHOWN else f"{plain[:LONGEST_SHOWN]}…"
