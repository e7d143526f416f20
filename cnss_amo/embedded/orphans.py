"""The processes of a server that was killed, or whose folder was removed under it."""

import os
import signal
import time
from collections.abc import Iterator
from pathlib import Path

# PostgreSQL ends in order on SIGQUIT. A broker holds nothing, and inherits a SIGQUIT that whoever
# started us in the background ignores.
PROGRAMS = {
    "postgres": signal.SIGQUIT,
    "valkey-server": signal.SIGKILL,
    "redis-server": signal.SIGKILL,
}


def end_orphans(mark: str, *, seconds: float) -> list[int]:
    """End the servers' processes with this mark in their command line; those that stay.

    A child of a killed PostgreSQL holds its data as long as its query lasts. Elsewhere than on
    Linux nothing is seen, and PostgreSQL waits for them itself.
    """
    limit = time.monotonic() + seconds
    while (processes := dict(_processes(mark))) and time.monotonic() < limit:
        for process, program in processes.items():
            _end(process, program)
        time.sleep(0.02)
    return list(processes)


def _processes(mark: str) -> Iterator[tuple[int, str]]:
    """Living ones only, with their program: a zombie has no command line any more."""
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            marked = mark.encode() in (folder / "cmdline").read_bytes()
            program = (folder / "comm").read_text().strip()
            if marked and program in PROGRAMS:
                yield int(folder.name), program
        except OSError:  # it ended meanwhile
            continue


def _end(process: int, program: str) -> None:
    try:
        os.kill(process, PROGRAMS[program])
    except ProcessLookupError:
        return
