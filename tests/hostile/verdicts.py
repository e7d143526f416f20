"""A hostile file and what must become of it; the judge that every file of the corpora meets.

Files are made by small programs when a test needs them: none is stored.
"""

import re
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

import pytest
from django.utils import translation

from liaison import issues
from liaison.enums import ListState
from liaison.models import Block, ReceivedList, Row
from registration.models import Person
from tests.liaison.lists import send

SECONDS = 5  # of work
HANGING = 60  # seconds by the clock
PLACEHOLDER = re.compile(r"%\(|%s|\{\w*\}|None|Traceback|Error")
ARABIC = re.compile(r"[\u0621-\u064a]")

HEADER = "CIN;NOM;PRENOM;DATE_NAISSANCE;IF;REGIME;IR_ANNUEL;TELEPHONE"
CELLS = {
    "CIN": "AB100001",
    "NOM": "Bennani",
    "PRENOM": "Karim",
    "DATE_NAISSANCE": "12/03/1980",
    "IF": "12345678",
    "REGIME": "CPU",
    "IR_ANNUEL": "1200",
    "TELEPHONE": "0612345678",
}


@dataclass(frozen=True)
class Refused:
    """The whole list is refused: with which code, and what its reason says in French."""

    code: str
    says: str = ""


@dataclass(frozen=True)
class Taken:
    """The list is read: how many rows, and the issues of each line that has any."""

    rows: int
    issues: dict[int, list[str]] = field(default_factory=dict)


Verdict = Refused | Taken


@dataclass(frozen=True)
class HostileFile:
    """How to make a file, what its sender says of it, and what must become of it."""

    make: Callable[[], bytes]
    verdict: Verdict
    body: str = "DGI"
    said: dict[str, object] = field(default_factory=dict)


def hostile(
    idea: str, make: Callable[[], bytes] | bytes, verdict: Verdict, body: str = "DGI", **said
) -> object:
    """A case of a table: its idea is its name."""
    maker = make if callable(make) else lambda: make
    return pytest.param(HostileFile(maker, verdict, body, said), id=idea)


def line(number: int, **cells: str) -> str:
    """A sound line of the tax office, but for the cells that are said."""
    return ";".join((CELLS | {"CIN": f"AB{100_000 + number}"} | cells).values())


def text(*lines: str, header: str = HEADER, newline: str = "\n") -> str:
    """A header and lines, each ended."""
    return newline.join([header, *lines, ""])


def csv(*lines: str, header: str = HEADER, newline: str = "\n", encoding: str = "utf-8") -> bytes:
    """The same as bytes."""
    return text(*lines, header=header, newline=newline).encode(encoding)


class TookTooLong(Exception):
    """Reading a file went past the delay."""


@contextmanager
def in_time() -> Iterator[None]:
    """Fail rather than hang: so many seconds of work, whatever else the machine does."""

    def late(_signal: int, _frame: object) -> None:
        raise TookTooLong

    before = signal.signal(signal.SIGPROF, late), signal.signal(signal.SIGALRM, late)
    signal.setitimer(signal.ITIMER_PROF, SECONDS)
    signal.setitimer(signal.ITIMER_REAL, HANGING)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGPROF, before[0])
        signal.signal(signal.SIGALRM, before[1])


def judge(case: HostileFile) -> ReceivedList:
    """Send a file through the pipeline and hold what becomes of it against its verdict."""
    content = case.make()
    with in_time():
        received_list = send(case.body, content, **case.said)
    if isinstance(case.verdict, Refused):
        assert_refused(received_list, case.verdict)
    else:
        assert_taken(received_list, case.verdict)
    assert not Person.objects.exists()
    return received_list


def assert_refused(received_list: ReceivedList, verdict: Refused) -> None:
    """Refused with that code, in words, and nothing of it is kept."""
    found = (received_list.state, received_list.reason_code)
    assert found == (ListState.REFUSED, verdict.code), (found, received_list.reason_details)
    assert not Row.objects.filter(list_id=received_list.pk).exists()
    assert not Block.objects.filter(received_list=received_list).exists()
    details = received_list.reason_details
    in_french = _said("fr", lambda: issues.refusal_reason(verdict.code, details))
    _said("ar", lambda: issues.refusal_reason(verdict.code, details))
    assert verdict.says in in_french


def assert_taken(received_list: ReceivedList, verdict: Taken) -> None:
    """Read to its end; those lines have those issues, in words, and no other line has any."""
    assert received_list.state in (ListState.PLANNED, ListState.STOPPED), (
        received_list.reason_code,
        received_list.reason_details,
    )
    rows = list(Row.objects.filter(list_id=received_list.pk).order_by("line"))
    found = {row.line: [issue[0] for issue in row.issues] for row in rows if row.issues}
    assert (len(rows), found) == (verdict.rows, verdict.issues), (len(rows), found)
    for row in rows:
        for code, column, severity in row.issues or []:
            for language in ("fr", "ar"):
                words = _said(
                    language,
                    lambda code=code, column=column, severity=severity, line=row.line: (
                        issues.message(
                            code, column=column, line=line, severity=severity, found="?"
                        ).text
                    ),
                )
                assert str(row.line) in words


def _said(language: str, say: Callable[[], str]) -> str:
    """What a person reads in a language: whole sentences, and in the right script."""
    with translation.override(language):
        words = say()
    assert words.strip()
    assert not PLACEHOLDER.search(words), words
    letters = len(ARABIC.findall(words))
    assert (letters > 15) == (language == "ar"), words
    return words
