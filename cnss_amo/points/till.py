"""Where an operator works today, and what the point is approved for among what is done here."""

from dataclasses import dataclass
from datetime import date

from agencies.models import Point, Service
from agencies.queries import place_of, services_of
from cnss_amo.accounts.models import User

COMPLETION, CODE, ATTESTATION, REQUEST = "COMPLETION", "CODE", "ATTESTATION", "IMMATRICULATION"
DONE_HERE = (COMPLETION, CODE, ATTESTATION, REQUEST)


@dataclass(frozen=True)
class Till:
    """A point on a day, with the services that its operators may do on these pages."""

    point: Point
    services: tuple[Service, ...]

    def does(self, code: str) -> bool:
        """Whether the point is approved for a service."""
        return any(service.code == code for service in self.services)


def till_of(user: User, on: date) -> Till | None:
    """The till of an operator on a day; nothing when she is posted to no point."""
    point = place_of(user, on)
    if not isinstance(point, Point):
        return None
    return Till(point, tuple(one for one in services_of(point, on) if one.code in DONE_HERE))
