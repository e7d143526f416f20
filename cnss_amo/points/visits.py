"""A visit: somebody whose paper the operator holds, for a quarter of an hour.

It lives in the operator's session, sealed. Its address says nothing of anybody, and is the same
whether the register knows the person or not.
"""

import json
import time
from dataclasses import asdict, dataclass, field, replace
from uuid import UUID, uuid4

from django.conf import settings
from django.http import HttpRequest

from cnss_amo.kernel.db import keyring

KEPT = "visits"
LABEL = "visit"
MOST = 5  # a till serves one person at a time; the oldest visits are forgotten


class VisitOver(Exception):
    """The visit is over, or is of another session."""


@dataclass(frozen=True)
class Visit:
    """Who came: her paper as it was typed, and her file when the register knows her.

    `typed` is what was typed since for a request, until it is deposited.
    """

    key: str
    document_kind: str
    document: str
    birth: str
    person_id: int | None
    typed: dict[str, str] = field(default_factory=dict)


def begin(request: HttpRequest, **shown: str | int | None) -> Visit:
    """Open a visit."""
    return _keep(request, Visit(key=str(uuid4()), **shown))


def keep_typed(request: HttpRequest, visit: Visit, **typed: str) -> Visit:
    """Keep what was typed on one page for the next ones."""
    return _keep(request, replace(visit, typed=visit.typed | typed))


def visit_of(request: HttpRequest, key: UUID) -> Visit:
    """The visit under this key; raise VisitOver."""
    sealed, since = _visits(request).get(str(key), ("", 0))
    if time.time() - since > settings.VISIT_LASTS.total_seconds():
        raise VisitOver
    return Visit(**json.loads(keyring().unseal(bytes.fromhex(sealed), LABEL)))


def _keep(request: HttpRequest, visit: Visit) -> Visit:
    sealed = keyring().seal(json.dumps(asdict(visit)), LABEL).hex()
    others = [one for one in _visits(request).items() if one[0] != visit.key]
    request.session[KEPT] = dict(others[1 - MOST :]) | {visit.key: [sealed, time.time()]}
    return visit


def _visits(request: HttpRequest) -> dict[str, list]:
    return request.session.get(KEPT, {})
