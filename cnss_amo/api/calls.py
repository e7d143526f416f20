"""One call of a client: who calls, for which point, what was said, when."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from cnss_amo.api.models import Client


@dataclass(frozen=True, kw_only=True)
class Call:
    """What an operation is given; `place` is the code of the point, or of the owner."""

    client: Client
    said: Mapping[str, Any]
    place: str
    request_id: UUID | None
    at: datetime

    @property
    def principal(self) -> str:
        """How the act names who asked for it: the interface, the point, the client."""
        return f"API {self.place} {self.client.name}"[:80]

    @property
    def session(self) -> str:
        """What a code is bound to: another client's code opens nothing."""
        return f"api client {self.client.pk}"
