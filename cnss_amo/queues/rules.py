"""How long a thing may wait, and how near its end it is."""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

SOON_AT = 70  # per cent of the delay
URGENT_AT = 90


class Urgency(StrEnum):
    ON_TIME = "ON_TIME"
    SOON = "SOON"
    URGENT = "URGENT"
    LATE = "LATE"


@dataclass(frozen=True)
class Delay:
    """How many days a thing may wait, and who says so: the law, or a target of the service.

    `to_confirm`: what the law says is à confirmer, whether it stands meanwhile or a target does.
    """

    days: int
    is_law: bool = False
    to_confirm: bool = False

    def due_on(self, opened_on: date) -> date:
        """The last day on which what began to wait on a day is on time."""
        return opened_on + timedelta(days=self.days)

    def urgency(self, opened_on: date, today: date) -> Urgency:
        """How near its end the delay is: 70 per cent, 90 per cent, past."""
        waited = (today - opened_on).days
        if waited > self.days:
            return Urgency.LATE
        if 100 * waited >= URGENT_AT * self.days:
            return Urgency.URGENT
        return Urgency.SOON if 100 * waited >= SOON_AT * self.days else Urgency.ON_TIME
