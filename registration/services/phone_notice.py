"""A phone that changed is told to the one it was and to the one it is: a theft is seen there."""

from django.utils import timezone

from cnss_amo.kernel.db import keyring
from cnss_amo.messaging.services import send
from registration.models import Event, Person
from registration.services.activation import language_of


def phone_of(person: Person) -> str:
    """Return the phone on file, empty when there is none."""
    return keyring().unseal_text(person.phone_sealed, "phone") or ""


def tell_phone_changed(person: Person, *, before: str, event: Event) -> None:
    """Write to both phones that an act changed one into the other; to nobody when none changed."""
    now = phone_of(person)
    if now != before:
        _tell("PHONE_CHANGED_OLD", before, person, event)
        _tell("PHONE_CHANGED_NEW", now, person, event)


def _tell(text: str, phone: str, person: Person, event: Event) -> None:
    if phone:
        send(
            text=text,
            to=phone,
            language=language_of(person),
            values={"date": timezone.localdate(event.acted_at)},
            about_person=person.pk,
            cause=f"event {event.pk}",
            at=event.acted_at,
        )
