"""Figures with their bounds: a table on the screen, `results.json`, a table for the README."""

import json
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, NamedTuple

RESULTS = Path(__file__).parent / "results.json"
VERDICTS = {True: "holds", False: "DOES NOT HOLD", None: ""}
SIGNS = {True: "yes", False: "**no**", None: ""}


class NotMeasured(RuntimeError):
    """Something went otherwise than the program says: its times would mean nothing."""


class Figure(NamedTuple):
    """Something measured; its bound as it is written, and whether it holds."""

    what: str
    value: float
    unit: str = ""
    bound: str = ""
    holds: bool | None = None


def at_most(what: str, value: float, most: float, unit: str = "") -> Figure:
    """A figure that must not be greater than a bound."""
    return Figure(what, value, unit, f"≤ {most:g}", value <= most)


def at_least(what: str, value: float, least: float, unit: str = "") -> Figure:
    """A figure that must not be smaller than a bound."""
    return Figure(what, value, unit, f"≥ {least:g}", value >= least)


def say(text: str, *, passing: bool = False) -> None:
    """Show where the bench is; what is `passing` is overwritten, and not shown at all in a log."""
    if sys.stderr.isatty():
        sys.stderr.write(f"\r\033[K{text}" + ("" if passing else "\n"))
    elif not passing:
        sys.stderr.write(f"{text}\n")
    sys.stderr.flush()


def show_machine(machine: dict[str, Any]) -> None:
    """Print what the figures are measured on."""
    for name, value in machine.items():
        if isinstance(value, dict):
            value = "  ".join(f"{key}={setting}" for key, setting in value.items())
        print(f"{name:<20} {value}")


def show(name: str, figures: list[Figure]) -> None:
    """Print the figures of one program."""
    print(f"\n{name}")
    for figure in figures:
        value = f"{_written(figure.value)} {figure.unit}".strip()
        verdict = VERDICTS[figure.holds]
        print(f"  {figure.what:<66} {value:>18}  {figure.bound:<8} {verdict}".rstrip(), flush=True)


def keep(name: str, figures: list[Figure], *, rows: int, machine: dict[str, Any]) -> None:
    """Write the figures of one program, leaving those of the others."""
    known = _results()
    known[name] = {
        "date": datetime.now(UTC).date().isoformat(),
        "rows": rows,
        "machine": machine,
        "figures": [figure._asdict() for figure in figures],
    }
    RESULTS.write_text(json.dumps(known, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")


def markdown(*, all_figures: bool) -> str:
    """The figures kept in results.json as a table: all of them, or those with a bound."""
    lines = ["| Measured | Figure | Bound | Holds | Date |", "|---|---|---|---|---|"]
    for kept in _results().values():
        for figure in (Figure(**told) for told in kept["figures"]):
            if figure.bound or all_figures:
                value = f"{_written(figure.value)} {figure.unit}".strip()
                cells = (figure.what, value, figure.bound, SIGNS[figure.holds], kept["date"])
                lines.append(f"| {' | '.join(cells)} |")
    return "\n".join([*lines, "", *_measured_on()])


def _measured_on() -> list[str]:
    told = []
    for name, kept in _results().items():
        on = kept["machine"]
        machine = f"{on['cores']} cores of {on['processor']}, {on['memory (GiB)']} GiB"
        told.append(
            f"- {name}: {kept['date']}, {kept['rows']:,} rows, {machine},"
            f" PostgreSQL {on['postgresql']}"
        )
    return told


def _results() -> dict[str, Any]:
    return json.loads(RESULTS.read_text(encoding="utf-8")) if RESULTS.exists() else {}


def _written(value: float) -> str:
    """Three digits that matter, and the thousands apart."""
    if isinstance(value, int) or abs(value) >= 100:
        return f"{value:,.0f}"
    return f"{value:,.2f}" if abs(value) < 10 else f"{value:,.1f}"
