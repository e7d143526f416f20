"""Named points where a test makes this process die, stop or fail; free in production.

`FAULTS=register.written:kill` kills the process (SIGKILL) the first time it passes there,
`FAULTS=read.copied:raise@3` raises the third time.
"""

import os
import signal
from collections import Counter

_planned = dict(
    entry.split(":", 1) for entry in os.environ.get("FAULTS", "").split(",") if ":" in entry
)
_passed: Counter[str] = Counter()


class Injected(Exception):
    """A fault that a test asked for."""


def hit(name: str) -> None:
    """Pass a named point of the pipeline."""
    if not _planned or name not in _planned:
        return
    act, _, turn = _planned[name].partition("@")
    _passed[name] += 1
    if _passed[name] != int(turn or 1):
        return
    if act == "kill":
        os.kill(os.getpid(), signal.SIGKILL)
    raise Injected(name)
