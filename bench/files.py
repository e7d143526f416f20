"""The lists of the bench: synthesised, mixed, sent again otherwise, changed here and there."""

import csv
import gzip
from collections.abc import Callable, Iterable, Iterator
from itertools import chain
from pathlib import Path

from liaison import synthesis

BODY = "MAPMDREF"
DELIMITER = ";"
CONTROL_WORD = "FIN"
KNOWN_EVERY = 10  # one line in ten is of somebody the register knows
KNOWN_PLACE = 3
CLASSES = 9
QUICK = 1  # compression level
Cells = list[str]


def write(path: Path, rows: int, *, seed: int, defects: float = 0.0, body: str = BODY) -> Path:
    """Synthesise a list."""
    synthesis.write_list(body, rows, path, seed=seed, defects=defects)
    return path


def write_mixed(path: Path, rows: int, known: Path, *, seed: int) -> Path:
    """Synthesise a list one line in ten of which is a line of another list, at the same place."""
    fresh = write(path.with_name(f"fresh-{path.name}"), rows, seed=seed)
    pairs = enumerate(zip(_lines(fresh), _lines(known), strict=False))
    _write(
        path,
        (old if _is_known(place) and _is_data(new) else new for place, (new, old) in pairs),
    )
    fresh.unlink()
    return path


def known_among(rows: int) -> int:
    """How many lines of a mixed list are of people the register knows."""
    return sum(_is_known(place) for place in range(1, rows + 1))


def write_again(path: Path, source: Path) -> Path:
    """The same rows in another file: the first column comes last, a line is left blank."""
    return _rewrite(path, source, lambda _line, cells: [*cells[1:], cells[0]], blank=True)


def write_changed(path: Path, source: Path, *, every: int) -> tuple[Path, int]:
    """The same list later: one row in so many has another class; return how many changed too."""
    changed = 0

    def change(line: int, cells: Cells) -> Cells:
        nonlocal changed
        if line and line % every == 0:
            changed += 1
            cells[column] = str(int(cells[column]) % CLASSES + 1)
        return cells

    column = next(csv.reader(_lines(source), delimiter=DELIMITER)).index("CLASSE")
    return _rewrite(path, source, change), changed


def write_slice(path: Path, source: Path, rows: int) -> Path:
    """The first rows of a list, as a list of its own."""
    lines = _lines(source)
    chosen = (line for _place, line in zip(range(rows + 1), lines, strict=False))
    _write(path, chain(chosen, [f"{CONTROL_WORD}{DELIMITER}{rows}\n"]))
    return path


def _rewrite(
    path: Path, source: Path, change: Callable[[int, Cells], Cells], *, blank: bool = False
) -> Path:
    with gzip.open(path, "wt", QUICK, encoding="utf-8", newline="") as file:
        writer = csv.writer(file, delimiter=DELIMITER, lineterminator="\n")
        for line, cells in enumerate(csv.reader(_lines(source), delimiter=DELIMITER)):
            writer.writerow(cells if cells[0] == CONTROL_WORD else change(line, cells))
            if blank and not line:
                file.write("\n")
    return path


def _write(path: Path, lines: Iterable[str]) -> None:
    with gzip.open(path, "wt", QUICK, encoding="utf-8", newline="") as file:
        file.writelines(lines)


def _lines(path: Path) -> Iterator[str]:
    with gzip.open(path, "rt", encoding="utf-8", newline="") as file:
        yield from file


def _is_known(place: int) -> bool:
    return place % KNOWN_EVERY == KNOWN_PLACE


def _is_data(line: str) -> bool:
    return not line.startswith(CONTROL_WORD + DELIMITER)
