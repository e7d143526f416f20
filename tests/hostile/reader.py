"""A process that reads one file as the pipeline does, and says what it cost.

`python -m tests.hostile.reader FILE BODY` prints one line of JSON.
"""

import json
import os
import resource
import sys
import time
from datetime import date
from pathlib import Path

MOST_BYTES = 6 * 2**30  # of address space: the machine is spared whatever happens
ON = date(2022, 12, 31)


def main(path: Path, body: str) -> None:
    """Read a file from its first byte to its last, batch by batch."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cnss_amo.settings")
    import django

    django.setup()
    from liaison.files.refusal import UnreadableList

    resource.setrlimit(resource.RLIMIT_AS, (MOST_BYTES, MOST_BYTES))
    idle, began = _mebibytes(), time.process_time()
    code, rows = "", 0
    try:
        rows = _read(path, body)
    except UnreadableList as unreadable:
        code = unreadable.code
    cost = {"mebibytes": _mebibytes() - idle, "seconds": time.process_time() - began}
    print(json.dumps({"code": code, "rows": rows, **cost}))  # noqa: T201


def _read(path: Path, body: str) -> int:
    from django.conf import settings

    from liaison.files import detect
    from liaison.files.runs import batches
    from liaison.formats import FORMATS
    from liaison.formats.normalise import Sheet, normalise
    from liaison.services.check import table
    from liaison.services.cut import FIRST_ROWS, RUN_ROWS

    layout, rows = FORMATS[body], 0
    found = detect.probe(lambda: path.open("rb"), size=path.stat().st_size, layout=layout, on=ON)
    runs = found.runs(RUN_ROWS, after=0)
    for some in batches(runs, first=FIRST_ROWS, rows=settings.LIST_BATCH_ROWS):
        sheet = Sheet(layout, found.header.sent_names, ON)
        rows += len(normalise(table(some, found.header), sheet))
    return rows


def _mebibytes() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 2**10


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2])
