"""One list through the pipeline by real workers, from its bytes to its end, with its times."""

import time
from dataclasses import dataclass, field
from datetime import date
from itertools import count
from pathlib import Path

from django.db import connection
from django.utils import timezone

from bench.memory import Memory
from bench.report import NotMeasured, say
from bench.workers import Workers
from cnss_amo.accounts.enums import Door
from cnss_amo.accounts.services import SYSTEM_APPROVER, SYSTEM_SENDER, system_user
from liaison.enums import ListKind, ListState
from liaison.models import LiaisonBody, ReceivedList
from liaison.queries.work import progress
from liaison.services import approve
from liaison.services.receive import Sending, receive
from liaison.tasks import announce_work, look_now

REFERENCE_DATE = date(2022, 12, 31)
PERIOD = 0.1  # seconds between two looks at the list
TOLD_EVERY, ANNOUNCED_EVERY = 10, 150  # looks; the second as the scheduler does
RESTS = (
    *(ListState.PLANNED, ListState.STOPPED, ListState.CLOSED),
    *(ListState.REFUSED, ListState.FAILED, ListState.CANCELLED),
)
WRITES = """
SELECT relname, n_tup_ins + n_tup_upd + n_tup_del FROM pg_stat_user_tables
 WHERE starts_with(relname, 'registration_')
"""


class NotAsExpected(NotMeasured):
    """The list did not end as it should."""


@dataclass
class Passage:
    """What a list took: seconds from the first byte on, memory, writes in the register."""

    list_id: int = 0
    rows: int = 0
    outcomes: dict[str, int] = field(default_factory=dict)
    first_issue: float = 0.0
    read: float = 0.0
    planned: float = 0.0
    closed: float = 0.0
    memory: Memory | None = None
    writes: dict[str, int] = field(default_factory=dict)

    @property
    def rate(self) -> float:
        """Rows a second, from the bytes to the closed list."""
        return self.rows / self.closed


def pass_list(
    path: Path,
    *,
    body: str = "MAPMDREF",
    on: date = REFERENCE_DATE,
    preview_only: bool = False,
    **expected: int,
) -> Passage:
    """Pass a file with fresh workers; raise NotAsExpected unless its outcomes are the expected."""
    before = _register_writes()
    with Workers() as workers:
        passage = _Passing(path, workers).run(body, on, preview_only)
    passage.memory = workers.memory
    passage.writes = {
        table: now - before.get(table, 0)
        for table, now in _register_writes().items()
        if now > before.get(table, 0)
    }
    if expected and passage.outcomes != {name: n for name, n in expected.items() if n}:
        raise NotAsExpected(f"{path.name}: {passage.outcomes}, expected {expected}")
    return passage


class _Passing:
    """A list on its way, looked at as a page looks at it."""

    def __init__(self, path: Path, workers: Workers) -> None:
        self._path, self._workers = path, workers
        self._passage = Passage()

    def run(self, body: str, on: date, preview_only: bool) -> Passage:
        self._began = time.perf_counter()
        self._list_id = self._receive(body, on)
        look_now(self._list_id)
        state = self._wait()
        self._passage.planned = self._seconds()
        if preview_only:
            self._require(state, ListState.PLANNED, ListState.STOPPED)
            approve.cancel(
                list_id=self._list_id, by=system_user(SYSTEM_APPROVER), at=timezone.now()
            )
        else:
            self._require(state, ListState.PLANNED)
            self._register()
        return self._passage

    def _receive(self, body: str, on: date) -> int:
        sending = Sending(
            LiaisonBody.objects.get(pk=body), self._path.name, on, kind=ListKind.PARTIAL
        )
        with self._path.open("rb") as file:
            reception = receive(
                sending=sending,
                file=file,
                door=Door.COMMAND,
                by=system_user(SYSTEM_SENDER),
                at=timezone.now(),
            )
        self._passage.list_id = reception.received_list.pk
        return reception.received_list.pk

    def _register(self) -> None:
        approve.approve(list_id=self._list_id, by=system_user(SYSTEM_APPROVER), at=timezone.now())
        look_now(self._list_id)
        state = self._wait()
        self._passage.closed = self._seconds()
        self._require(state, ListState.CLOSED)
        self._passage.outcomes = ReceivedList.objects.get(pk=self._list_id).outcomes

    def _wait(self) -> str:
        """Look at the list until it rests, noting when each thing was first seen."""
        for look in count():
            seen, passage = ReceivedList.objects.get(pk=self._list_id), self._passage
            passage.rows = seen.rows_read
            if seen.issues and not passage.first_issue:
                passage.first_issue = self._seconds()
            if seen.fully_read and not passage.read:
                passage.read = self._seconds()
            if seen.state in RESTS:
                return seen.state
            if look % ANNOUNCED_EVERY == ANNOUNCED_EVERY - 1:
                announce_work()
            if look % TOLD_EVERY == 0:
                self._tell(seen)
            self._workers.check()
            time.sleep(PERIOD)

    def _tell(self, seen: ReceivedList) -> None:
        if work := progress(seen, timezone.now()):
            done = f"{self._path.name}: {work.phase} {work.done:,} / {work.total:,}"
            say(f"  {done}, {self._seconds():.0f} s", passing=True)

    def _require(self, state: str, *wanted: str) -> None:
        if state not in wanted:
            seen = ReceivedList.objects.get(pk=self._list_id)
            raise NotAsExpected(
                f"{self._path.name}: {state} {seen.reason_code} {seen.reason_details}"
            )

    def _seconds(self) -> float:
        return time.perf_counter() - self._began


def _register_writes() -> dict[str, int]:
    """Rows written so far in each table of the register; exact once the workers have left."""
    with connection.cursor() as cursor:
        cursor.execute(WRITES)
        return dict(cursor.fetchall())
