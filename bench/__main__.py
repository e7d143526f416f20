"""`python -m bench [NAME...]`: measure, show, keep in bench/results.json.

Without a name every program runs; with FULL=1 the run of the whole programme too. ROWS makes
everything smaller for a quick look: the bounds are those of a million rows. `--table` prints what
results.json holds against its bounds, as the table of the README.
"""

import argparse
import importlib
import os
import sys
import tempfile
from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path

from bench import ground, report
from bench.report import NotMeasured

# In this order: the programs that share the register come first.
PROGRAMS = (
    *("lists", "again", "preview", "peers", "workbook", "search", "names"),
    *("enumeration", "looks", "desk", "voice", "partners", "attestations", "activations"),
)
ON_DEMAND = ("programme",)
ROWS = 1_000_000


def main() -> None:
    """Run the programs asked for, one after the other."""
    asked = _arguments()
    if asked.table:
        print(report.markdown(all_figures=asked.table == "all"))
        return
    rows = int(os.environ.get("ROWS", ROWS))
    ground.prepare()
    try:
        measured = _measure(asked.names or _usual(), rows)
    finally:
        ground.leave()
    sys.exit(not measured)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__.split("\n")[0])
    every = (*PROGRAMS, *ON_DEMAND)
    parser.add_argument("names", nargs="*", metavar="NAME", help=", ".join(every))
    parser.add_argument(
        "--table",
        nargs="?",
        const="bounds",
        choices=("bounds", "all"),
        help="print the figures kept, those with a bound (for the README) or all",
    )
    asked = parser.parse_args()
    if unknown := set(asked.names) - set(every):
        parser.error(f"unknown: {', '.join(sorted(unknown))}; known: {', '.join(every)}")
    return asked


def _usual() -> tuple[str, ...]:
    full = os.environ.get("FULL", "0").lower() not in ("", "0", "no", "off", "false")
    return PROGRAMS + ON_DEMAND if full else PROGRAMS


def _measure(names: Sequence[str], rows: int) -> bool:
    """Run the programs; False when one could not measure what it says."""
    from bench import machine
    from bench.scene import Scene

    described = machine.described()
    report.show_machine(described)
    if rows < ROWS:
        print(f"{rows:,} rows: a quick look, the bounds are those of {ROWS:,} rows")
    failed = []
    with tempfile.TemporaryDirectory(dir=os.environ["VAR_DIR"], prefix="lists-") as folder:
        scene = Scene(Path(folder), rows)
        for name in (known for known in (*PROGRAMS, *ON_DEMAND) if known in names):
            if find_spec(f"bench.{name}") is None:
                report.say(f"{name}: not written yet")
                continue
            report.say(f"{name}...")
            try:
                figures = importlib.import_module(f"bench.{name}").measure(scene)
            except NotMeasured as reason:
                report.say(f"{name}: {reason}")
                failed.append(name)
                continue
            report.show(name, figures)
            report.keep(name, figures, rows=rows, machine=described)
    return not failed


if __name__ == "__main__":
    main()
