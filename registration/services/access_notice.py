"""What is written to a person about her access, to the phone on file: number, first password."""

from datetime import datetime

from django.utils import timezone

from cnss_amo.messaging.services import send
from registration.models import Person
from registration.services.activation import language_of
from registration.services.phone_notice import phone_of


def tell_number(person: Person, *, cause: str, at: datetime) -> None:
    """Write her number to a person who was just identified; once for a cause."""
    _tell("NUMBER", person, {"number": person.formatted_number}, cause, at)


def tell_first_password(person: Person, *, cause: str, at: datetime) -> None:
    """Write to a person that she was given a first password; the message does not hold it."""
    _tell("FIRST_PASSWORD", person, {"date": timezone.localdate(at)}, cause, at)


def _tell(text: str, person: Person, values: dict[str, object], cause: str, at: datetime) -> None:
    if phone := phone_of(person):
        send(
            text=text,
            to=phone,
            language=language_of(person),
            values=values,
            about_person=person.pk,
            cause=cause,
            at=at,
        )
