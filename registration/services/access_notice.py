"""What is written to a person about her access, to the phone on file: number, first password.

Whoever asks for a number is answered the same, and the same work is done: for nobody, the message
is written and taken back.
"""

from contextlib import suppress
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from cnss_amo.messaging.limits import may_send
from cnss_amo.messaging.recipients import NOBODY_S_PHONE
from cnss_amo.messaging.services import send
from registration.models import Person
from registration.rules import Birth
from registration.services.activation import language_of
from registration.services.identify import document_digest, identify
from registration.services.phone_notice import phone_of

NUMBER = "NUMBER"
FIRST_PASSWORD = "FIRST_PASSWORD"
NOBODY_S_NUMBER = "0" * 9


class _Nobody(Exception):
    """The message written was for nobody: it is taken back."""


@transaction.atomic
def ask_for_number(*, document_kind: str, document: str, birth: Birth, at: datetime) -> None:
    """Send her number to whoever holds this document and was born then, if she has one.

    It goes to the mobile on file alone, within the limits of what anybody can ask for.
    """
    person = identify(document_kind=document_kind, document=document, birth=birth)
    phone = phone_of(person) if person and person.number else ""
    goes = may_send(to=phone, at=at, about=document_digest(document_kind, document))
    with suppress(_Nobody), transaction.atomic():
        values = {"number": _number(person)}
        _write(NUMBER, person, phone or NOBODY_S_PHONE, values, cause="", at=at)
        if not goes:
            raise _Nobody


def tell_number(person: Person, *, cause: str, at: datetime) -> None:
    """Write her number to a person who was just identified; once for a cause."""
    _tell(NUMBER, person, {"number": _number(person)}, cause, at)


def tell_first_password(person: Person, *, cause: str, at: datetime) -> None:
    """Write to a person that she was given a first password; the message does not hold it."""
    _tell(FIRST_PASSWORD, person, {"date": timezone.localdate(at)}, cause, at)


def _tell(text: str, person: Person, values: dict[str, object], cause: str, at: datetime) -> None:
    if phone := phone_of(person):
        _write(text, person, phone, values, cause=cause, at=at)


def _write(
    text: str,
    person: Person | None,
    phone: str,
    values: dict[str, object],
    *,
    cause: str,
    at: datetime,
) -> None:
    send(
        text=text,
        to=phone,
        language=language_of(person),
        values=values,
        about_person=person and person.pk,
        cause=cause,
        at=at,
    )


def _number(person: Person | None) -> str:
    return (person and person.formatted_number) or NOBODY_S_NUMBER
