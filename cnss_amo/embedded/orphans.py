"""The processes of a server that was killed, or whose folder was removed under it."""

import os
import signal
import time
from collections.abc import Iterator
from pathlib import Path

PROGRAMS = {"postgres", "valkey-server", "redis-server"}


def end_orphans(mark: str, *, seconds: float) -> list[int]:
    """End the servers' processes with this mark in their command line; those that stay.

    A child of a killed PostgreSQL holds its data as long as its query lasts. Elsewhere than on
    Linux nothing is seen, and PostgreSQL waits for them itself.
    """
    limit = time.monotonic() + seconds
    while (processes := list(_processes(mark))) and time.monotonic() < limit:
        for process in processes:
            _quit(process)
        time.sleep(0.02)
    return processes


def _processes(mark: str) -> Iterator[int]:
    """Living ones only: a zombie has no command line any more."""
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            marked = mark.encode() in (folder / "cmdline").read_bytes()
            if marked and (folder / "comm").read_text().strip() in PROGRAMS:
                yield int(folder.name)
        except OSError:  # it ended meanwhile
            continue


def _quit(process: int) -> None:
    try:
        os.kill(process, signal.SIGQUIT)
    except ProcessLookupError:
        return
