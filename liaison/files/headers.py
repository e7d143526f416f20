"""Recognise the header of a list: whatever the case, the accents, the order, the language."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches

import polars as pl

from cnss_amo.kernel import text
from liaison.files.refusal import UnreadableList
from liaison.formats import ListFormat
from liaison.formats.readers import fold

MOST_COLUMNS = 2_000
HELPER_COLUMNS = (
    "ligne",
    "resultat",
    "code",
    "colonne",
    "explication",
    "explication_ar",
    "numero_immatriculation",
)
_HELPERS = frozenset(fold(name) for name in HELPER_COLUMNS)


@dataclass(frozen=True)
class Header:
    """What a header line was recognised as."""

    sent: tuple[str, ...]
    positions: dict[str, int]
    repeated: tuple[str, ...]
    missing: tuple[str, ...]
    unknown: tuple[str, ...]
    width: int

    @property
    def likeness(self) -> tuple[int, int]:
        """How much the line looks like a header of the format: columns known, then columns."""
        return len(self.positions), self.width

    @property
    def sent_names(self) -> dict[str, str]:
        """The sender's own name of each column we know."""
        return {name: self.sent[position] for name, position in self.positions.items()}

    @property
    def is_complete(self) -> bool:
        """Whether every required column is there, once."""
        return not self.missing and not self.repeated

    def require_complete(self) -> None:
        """Raise UnreadableList when a column is repeated or a required one is absent."""
        if self.width > MOST_COLUMNS:
            raise UnreadableList("TOO_MANY_COLUMNS", found=self.width, most=MOST_COLUMNS)
        if not self.positions:
            raise UnreadableList("NO_HEADER", found=glimpse(self.sent))
        if self.repeated:
            raise UnreadableList("REPEATED_COLUMN", columns=_listed(self.repeated))
        if self.missing:
            raise UnreadableList(
                "MISSING_COLUMNS",
                columns=_listed(self.missing),
                closest=_listed(self._closest()),
            )

    def _closest(self) -> list[str]:
        folded = {fold(name): name for name in self.unknown}
        pairs = []
        for name in self.missing:
            close = get_close_matches(fold(name), folded, n=1, cutoff=0.6)
            pairs += [f"{name} ≈ {folded[match]}" for match in close]
        return pairs


def match_header(cells: Sequence[str], layout: ListFormat, on: date) -> Header:
    """Recognise the columns of a format in the cells of a line."""
    sent = _cleaned(cells)
    positions: dict[str, int] = {}
    repeated, unknown, seen = [], [], set()
    columns = layout.columns(on)
    for position, name in enumerate(sent):
        folded = fold(name)
        if not folded or folded in _HELPERS:
            continue
        column = next((column for column in columns if folded in column.folded), None)
        key = column.name if column else folded
        if key in seen:
            repeated.append(name)
        elif column is None:
            unknown.append(name)
        else:
            positions[column.name] = position
        seen.add(key)
    missing = [c.name for c in columns if c.required and c.name not in positions]
    if "CIN" not in positions and not {"TYPE_PIECE", "NUM_PIECE"} <= positions.keys():
        missing.insert(0, "CIN")
    return Header(sent, positions, tuple(repeated), tuple(missing), tuple(unknown), len(cells))


def _cleaned(cells: Sequence[str]) -> tuple[str, ...]:
    """The names of the columns as sent, less what cannot be printed; none when too many."""
    if len(cells) > MOST_COLUMNS:
        return ()
    frame = pl.DataFrame({"name": pl.Series(cells, dtype=pl.String)})
    names = frame.select(text.clean(pl.col("name")).fill_null("")).to_series()
    return tuple("".join(c for c in name if c.isprintable()) for name in names)


def _listed(names: Sequence[str]) -> str:
    return ", ".join(name[:40] for name in names[:20])


def glimpse(cells: Sequence[str]) -> str:
    """The first cells of a line that is no header, less what could tell of a person."""
    return ", ".join(f"{cell[:2]}…" for cell in cells[:8] if cell)
