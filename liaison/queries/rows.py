"""Lines of a list as a page shows them: what was sent, what is wrong, what became of each.

What a screen shows is masked: the document, the phone, the address, and whatever stands in a column
that no format knows.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property

from django.db.models import OuterRef, Subquery

from cnss_amo.accounts.models import User
from cnss_amo.kernel import identifiers
from cnss_amo.kernel.db import keyring
from cnss_amo.kernel.text import clean_one
from liaison import issues, rows
from liaison.enums import ListState, Outcome
from liaison.files.headers import match_header
from liaison.formats import FORMATS
from liaison.models import ReceivedList, Repeat, Row, RowOutcome, Ruling
from registration.rules import Birth

PAGE_ROWS = 50
DECIDED = (ListState.REGISTERING, ListState.CLOSED, ListState.UNDONE)
MASKS: dict[str, Callable[[str], str]] = {
    "CIN": identifiers.mask_cin,
    "NUM_PIECE": identifiers.mask_cin,
    "NUM_IMMATRICULATION": identifiers.mask_cin,
    "TELEPHONE": identifiers.mask_phone,
    "EMAIL": identifiers.mask_email,
    "ADRESSE": identifiers.mask_text,
}


def masked_by(mask: Callable[[str], str], text: str) -> str:
    """A cell as the screen shows it: masked, and with a sign for what cannot be seen."""
    shown = mask(clean_one(text) or "")
    return "".join(letter if letter.isprintable() else "\ufffd" for letter in shown)


@dataclass(frozen=True)
class Cell:
    """A cell as the sender wrote it, under its own name; `masked` for the screen."""

    name: str
    text: str
    masked: str


@dataclass(frozen=True)
class Line:
    """One line of a list, with all that is known of it."""

    received_list: ReceivedList
    number: int
    row: Row | None
    decided: RowOutcome | None
    cells: list[Cell] = field(default_factory=list)
    planned: str = ""

    @property
    def outcome(self) -> Outcome | None:
        """What became of the line, or would become of it."""
        outcome = self.decided.outcome if self.decided else self.planned
        return Outcome(outcome) if outcome else None

    @property
    def repeats(self) -> int | None:
        """The earlier line that it repeats."""
        if self.decided:
            return self.decided.first_line
        return getattr(self.row, "would_repeat", None)

    @property
    def name(self) -> str:
        """First and last name as read, in Latin script."""
        return f"{self.row.first_name} {self.row.last_name}".strip() if self.row else ""

    @property
    def name_ar(self) -> str:
        """First and last name as read, in Arabic script."""
        return f"{self.row.first_name_ar} {self.row.last_name_ar}".strip() if self.row else ""

    @cached_property
    def document(self) -> str:
        """The identity document, masked."""
        sealed = self.row.document_sealed if self.row else None
        clear = keyring().unseal_text(sealed, "document")
        return identifiers.mask_cin(clear) if clear else ""

    @property
    def birth(self) -> str:
        """The birth date as far as it was read."""
        if self.row is None or self.row.birth_date is None:
            return ""
        return str(Birth(self.row.birth_date, self.row.birth_precision))

    @property
    def codes(self) -> list[tuple[str, str, str]]:
        """Its issues as stored: code, column as the sender named it, severity."""
        read = self.row.issues if self.row else None
        decided = self.decided.issues if self.decided else None
        return [tuple(issue) for issue in (*(read or []), *(decided or []))]

    @cached_property
    def issues(self) -> list[issues.Message]:
        """Its issues in words, with the masked value."""
        found = {cell.name: cell.masked for cell in self.cells}
        return [
            issues.message(
                code,
                column=column,
                found=found.get(column, ""),
                line=self.number,
                severity=severity,
                on_screen=True,
            )
            for code, column, severity in self.codes
        ]

    @property
    def explanation(self) -> str:
        """What became of it, in a sentence."""
        if self.outcome is None:
            return ""
        return issues.outcome_explanation(self.outcome, first_line=self.repeats or "?")

    @property
    def may_be_corrected(self) -> bool:
        """Whether its sender may still correct it on the screen."""
        return (
            self.received_list.state == ListState.CLOSED
            and self.decided is not None
            and self.decided.outcome == Outcome.REFUSED
            and self.decided.corrected_by is None
            and self.row is not None
        )


def lines_of(
    received_list: ReceivedList, numbers: Iterable[int], *, planned: dict[int, str] | None = None
) -> list[Line]:
    """Some lines of a list, in order, with their cells as sent."""
    wanted = sorted(set(numbers))
    if not wanted:
        return []
    repeated = Repeat.objects.filter(list_id=OuterRef("list_id"), line=OuterRef("line"))
    found = Row.objects.filter(list_id=received_list.pk, line__in=wanted)
    found = found.annotate(would_repeat=Subquery(repeated.values("duplicate_of")))
    read = {row.line: row for row in found}
    decided = _decided(received_list, wanted) if received_list.state in DECIDED else {}
    sent = rows.some_lines(received_list.pk, wanted)
    masks = _masks(received_list)
    return [
        Line(
            received_list=received_list,
            number=number,
            row=read.get(number),
            decided=decided.get(number),
            cells=_cells(received_list, sent[number], masks) if number in sent else [],
            planned=(planned or {}).get(number, ""),
        )
        for number in wanted
    ]


def _decided(received_list: ReceivedList, numbers: list[int]) -> dict[int, RowOutcome]:
    found = RowOutcome.objects.filter(list_id=received_list.pk, line__in=numbers)
    return {outcome.line: outcome for outcome in found}


def rows_with(
    received_list: ReceivedList, *, outcome: str = "", issue: str = "", after: int = 0
) -> tuple[list[Line], int | None]:
    """A page of the lines with an outcome or an issue, after a line; and where the next one begins.

    Before a list is closed, only the first lines of each planned outcome are known.
    """
    if outcome and received_list.state != ListState.CLOSED:
        sample = received_list.plan.get("samples", {}).get(outcome, [])
        lines = lines_of(received_list, sample, planned=dict.fromkeys(sample, outcome))
        return [line for line in lines if line.row or line.decided], None
    numbers = _with_outcome(received_list, outcome, after) if outcome else []
    if issue:
        numbers = _with_issue(received_list, issue, after)
    shown = numbers[:PAGE_ROWS]
    following = shown[-1] if len(numbers) > PAGE_ROWS else None
    return lines_of(received_list, shown), following


def ruling_on(line: Line) -> Ruling | None:
    """What an agent decided on a line that was in conflict."""
    rulings = Ruling.objects.filter(list_id=line.received_list.pk, line=line.number)
    return rulings.select_related("by").first()


def _with_outcome(received_list: ReceivedList, outcome: str, after: int) -> list[int]:
    decided = RowOutcome.objects.filter(
        list_id=received_list.pk, outcome=outcome, line__gt=after
    ).order_by("line")
    return list(decided.values_list("line", flat=True)[: PAGE_ROWS + 1])


def _with_issue(received_list: ReceivedList, issue: str, after: int) -> list[int]:
    numbers: set[int] = set()
    for table in (Row, RowOutcome):
        found = table.objects.filter(
            list_id=received_list.pk, line__gt=after, issues__contains=[[issue]]
        ).order_by("line")
        numbers.update(found.values_list("line", flat=True)[: PAGE_ROWS + 1])
    return sorted(numbers)[: PAGE_ROWS + 1]


def _cells(
    received_list: ReceivedList, sent: list[str], masks: list[Callable[[str], str]]
) -> list[Cell]:
    whole = [*sent, *[""] * (len(masks) - len(sent))]
    return [
        Cell(name, text, masked_by(mask, text))
        for name, text, mask in zip(received_list.header, whole, masks, strict=False)
    ]


def _masks(received_list: ReceivedList) -> list[Callable[[str], str]]:
    """How to mask each column of a list, in the order of its header."""
    layout = FORMATS[received_list.body.format]
    header = match_header(received_list.header, layout, received_list.reference_date)
    known = {position: name for name, position in header.positions.items()}
    return [
        MASKS.get(known[position], str) if position in known else identifiers.mask_text
        for position in range(len(received_list.header))
    ]


@dataclass(frozen=True)
class Change:
    """A cell that a correction changed, masked."""

    name: str
    before: str
    after: str


@dataclass(frozen=True)
class Correction:
    """A line sent again from the screen: what was changed, when, by whom, what it became."""

    at: datetime
    by: User
    received_list: ReceivedList
    changes: list[Change]
    result: Line


def correction_trace(line: Line) -> list[Correction]:
    """Every correction of a line, latest first."""
    again = (
        ReceivedList.objects.filter(
            corrects_list=line.received_list, corrects_line=line.number, rows_read=1
        )
        .select_related("body", "sent_by")
        .order_by("-received_at", "-pk")
    )
    return [_correction(line, correction) for correction in again]


def _correction(line: Line, correction: ReceivedList) -> Correction:
    [result] = lines_of(correction, [correction.last_line_read], planned=_planned(correction))
    pairs = zip(line.cells, result.cells, strict=False)
    changes = [
        Change(old.name, old.masked, new.masked) for old, new in pairs if old.text != new.text
    ]
    return Correction(correction.received_at, correction.sent_by, correction, changes, result)


def _planned(correction: ReceivedList) -> dict[int, str]:
    samples = correction.plan.get("samples", {})
    return {line: outcome for outcome, lines in samples.items() for line in lines}
