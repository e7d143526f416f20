"""A list on its way through a machine, watched to its end whatever happens to the machine."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.faults.machine import ROWS, Machine, Unable

LONGEST_RECOVERY = 60  # seconds, after a fault
LONGEST_CALM = 30  # seconds that an undisturbed list may take
LOOK_EVERY = 0.02
ORDER = ("RECEIVED", "READING", "PLANNED", "APPROVED", "REGISTERING", "CLOSED")


@dataclass
class Passage:
    """What was seen of a list: progress only ever goes forward, and nobody acts but to approve."""

    machine: Machine
    path: Path
    approving: bool = True
    seen: dict[str, Any] | None = None

    def begin(self) -> "Passage":
        """Drop the file."""
        self.machine.drop(self.path)
        return self

    def look(self) -> dict[str, Any] | None:
        """Look once; approve a list that waits for it, as often as it takes."""
        try:
            now = self.machine.ask("look", name=self.path.name)
            if now and now["state"] == "PLANNED" and self.approving:
                self.machine.ask("approve_list", list_id=now["id"])
        except Unable:  # the database is away, or the desk was killed
            return None
        if now:
            assert now["state"] in ORDER, (now, self.machine.log())
            if self.seen:
                assert _position(now) >= _position(self.seen), (self.seen, now)
            self.seen = now
        return now

    def until(self, condition: Callable[[], bool], *, seconds: float = LONGEST_CALM) -> None:
        """Watch until something is true."""
        limit = time.monotonic() + seconds
        while not condition():
            self.look()
            assert time.monotonic() < limit, (self.seen, self.machine.log())
            time.sleep(LOOK_EVERY)

    def to_the_end(self, *, since: float, seconds: float = LONGEST_RECOVERY) -> float:
        """Watch until the list is closed and answered; how long it took since an instant."""
        self.until(self._has_ended, seconds=seconds)
        return time.monotonic() - since

    def _has_ended(self) -> bool:
        return bool(self.seen and self.seen["state"] == "CLOSED" and not self.seen["answer_due"])

    def verdict(self) -> dict[str, Any]:
        """What became of the register and of the list, for the oracle."""
        told = self.machine.ask("verdict", list_id=self.seen["id"])
        assert told["rows"] == sum(told["outcomes"].values()) == ROWS
        assert told["breaches"] == []
        assert told["with_work"] == []
        assert told["lists"] == 2  # the one that made people known, and this one
        answers = self.machine.answers_to(self.path)
        assert [answer.rpartition(".")[2] for answer in answers] == ["csv", "xlsx"]
        return {"hash": told["hash"], "outcomes": told["outcomes"]}


def _position(seen: dict[str, Any]) -> tuple[int, int, int]:
    return ORDER.index(seen["state"]), seen["rows_read"], seen["rows_done"]
