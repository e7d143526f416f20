"""`make bench`: run every program, print a table, keep it in bench/results.json."""

import json
import os
import platform
from pathlib import Path

RESULTS = Path(__file__).parent / "results.json"


def main() -> None:
    """Measure, print, keep."""
    root = Path(os.environ.get("VAR_DIR", "var")).resolve()
    os.environ["VAR_DIR"] = str(root / "bench")
    from bench import lists

    machine = f"{os.cpu_count()} cores, Python {platform.python_version()}"
    measures = lists.measure(rows=int(os.environ.get("ROWS", "100000")))
    print(f"\n{machine}")  # noqa: T201 (a program that prints)
    for name, value in measures.items():
        print(f"{name:<58} {value:>12,}")  # noqa: T201
    RESULTS.write_text(json.dumps({"machine": machine, "lists": measures}, indent=2) + "\n")


if __name__ == "__main__":
    main()
