"""What an agent's session keeps between two pages of a call: what to ask, who was verified."""

import time

from django.conf import settings
from django.http import HttpRequest

from cnss_amo.accounts.handed import keep, take
from cnss_amo.accounts.handed import name_of as _name
from registration.models import Person
from registration.services.caller import draw_questions

__all__ = ["is_verified", "keep", "questions", "take", "verified"]


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
