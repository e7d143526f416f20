"""What a colleague's session keeps between two pages: a secret to show once, a caller verified."""

import time

from django.conf import settings
from django.http import HttpRequest

from cnss_amo.kernel.db import keyring
from registration.models import Person
from registration.services.caller import draw_questions

LABEL = "handed"


def keep(request: HttpRequest, what: str, person_id: int, secret: str) -> None:
    """Keep a secret, sealed, for the page that shows it once."""
    request.session[_name(what, person_id)] = keyring().seal(secret, LABEL).hex()


def take(request: HttpRequest, what: str, person_id: int) -> str:
    """Give the secret to show, and forget it; nothing the second time."""
    sealed = request.session.pop(_name(what, person_id), "")
    return keyring().unseal(bytes.fromhex(sealed), LABEL).decode() if sealed else ""


def questions(request: HttpRequest, person: Person) -> list[str]:
    """The questions drawn for this call: the same until they are answered."""
    name = _name("asked", person.pk)
    if name not in request.session:
        request.session[name] = [str(question.value) for question in draw_questions(person)]
    return request.session[name]


def verified(request: HttpRequest, person_id: int) -> None:
    """Open the acts on a person for the time of a call; other questions will be drawn next time."""
    request.session.pop(_name("asked", person_id), None)
    request.session[_name("caller", person_id)] = time.time()


def is_verified(request: HttpRequest, person_id: int) -> bool:
    """Whether the caller was verified as this person, for this call."""
    since = time.time() - request.session.get(_name("caller", person_id), 0)
    return since < settings.CALL_LASTS.total_seconds()


def _name(what: str, person_id: int) -> str:
    return f"{what}-{person_id}"
