"""How much memory processes take, as the kernel counts it (Linux)."""

import re
import threading
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

PERIOD = 0.5  # seconds between two looks
MEBIBYTE = 1024  # the kernel counts in kibibytes


class Memory(NamedTuple):
    """MiB of one worker: its resident pages when idle and at most; its proportional share too."""

    idle: float
    peak: float
    idle_share: float
    peak_share: float

    @property
    def above_idle(self) -> float:
        """What the work itself took."""
        return self.peak - self.idle

    @property
    def share_above_idle(self) -> float:
        """The same where a page shared by several processes is counted once among them."""
        return self.peak_share - self.idle_share


class Watch(threading.Thread):
    """Look at workers, each with the processes it starts, until told to stop."""

    def __init__(self, workers: Iterable[int]) -> None:
        super().__init__(daemon=True)
        self._over = threading.Event()
        self._idle = {worker: _taken(worker) for worker in workers}
        self._peak = dict(self._idle)

    def run(self) -> None:
        while not self._over.wait(PERIOD):
            self._look()

    def stop(self) -> Memory | None:
        """The memory of the worker that took most; None where the kernel does not tell."""
        self._look()
        self._over.set()
        self.join()
        taken = [Memory(*_pairs(self._idle[w], self._peak[w])) for w in self._idle]
        return max(taken, key=lambda memory: memory.above_idle, default=None)

    def _look(self) -> None:
        for worker, (rss, pss) in self._peak.items():
            now_rss, now_pss = _taken(worker)
            self._peak[worker] = max(rss, now_rss), max(pss, now_pss)


def children_of(parent: int) -> list[int]:
    """The processes that a process started, and that live."""
    told = (_read(path) for path in Path(f"/proc/{parent}/task").glob("*/children"))
    return sorted(int(child) for children in told for child in children.split())


def _taken(worker: int) -> tuple[float, float]:
    """The highest resident memory so far and the proportional one now, in MiB, of a whole tree."""
    rss = _figure(_read(Path(f"/proc/{worker}/status")), "VmHWM")
    pss = _figure(_read(Path(f"/proc/{worker}/smaps_rollup")), "Pss")
    for child in children_of(worker):
        child_rss, child_pss = _taken(child)
        rss, pss = rss + child_rss, pss + child_pss
    return rss, pss


def _pairs(idle: tuple[float, float], peak: tuple[float, float]) -> tuple[float, ...]:
    return idle[0], peak[0], idle[1], peak[1]


def _figure(told: str, name: str) -> float:
    found = re.search(rf"^{name}:\s+(\d+) kB", told, re.MULTILINE)
    return int(found[1]) / MEBIBYTE if found else 0.0


def _read(path: Path) -> str:
    try:
        return path.read_text()
    except OSError:  # it ended meanwhile
        return ""
