"""Change how to reach a person, on a proof that she showed; take it back within minutes."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import blake2b
from typing import Any

import pghistory
from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from agencies.models import Commune
from cnss_amo.accounts.models import User
from cnss_amo.kernel.db import keyring
from registration.enums import AGENCY, SAID_BY_THE_PERSON, Channel, EventKind, PaperSeen
from registration.models import Event, Person, PriorContact
from registration.models.contact import CONTACT_COLUMNS, SEALED_CONTACTS
from registration.services.phone_notice import phone_of, tell_phone_changed
from registration.services.proposals import ChangedMeanwhile, locked

UNDO_WITHIN = timedelta(minutes=10)


@dataclass(frozen=True)
class Contact:
    """How to reach a person, as she says it, each datum in its stored form; empty: not said."""

    phone: str = ""
    email: str = ""
    address: str = ""
    commune: Commune | None = None


class AlreadySo(Exception):
    """The register says the same already; the message can be shown as it is."""


class PhoneNeedsCounter(Exception):
    """A phone is changed at a counter: codes go to it; the message can be shown as it is."""


class NotUndoable(Exception):
    """Too late, not one's own, or undone already; the message can be shown as it is."""


def version_of(person: Person) -> str:
    """Name a state of somebody's contact without telling it: a page sends back what it showed."""
    keys = [bytes(getattr(person, f"{name}_key") or b"") for name in SEALED_CONTACTS]
    return blake2b(repr([*keys, person.commune_id]).encode(), digest_size=12).hexdigest()


@transaction.atomic
def change_contact(
    *, person_id: int, contact: Contact, paper: PaperSeen, seen: str, by: User, at: datetime
) -> Event:
    """Write what the person says of how to reach her; from then on no list overwrites it.

    `seen` is the version that the page showed. Raise AlreadySo when nothing differs, which a second
    press meets, ChangedMeanwhile when the page was older than the register, FileAbsorbed when the
    file is but a signpost.
    """
    [person] = locked(person_id)
    different = _differences(contact, person, source=AGENCY)
    if not different:
        raise AlreadySo(_("Ces coordonnées sont déjà au registre."))
    if seen != version_of(person):
        raise ChangedMeanwhile(_who_was_quicker(person))
    prior = PriorContact(**{column: getattr(person, column) for column in CONTACT_COLUMNS})
    columns = {name: value for said in different.values() for name, value in said.items()}
    details = {"fields": list(different), "paper": paper}
    before = phone_of(person)
    prior.change = _write(person, columns, EventKind.CONTACT_CHANGED, details, by, at)
    prior.followed_by = version_of(person)
    prior.save(force_insert=True)
    tell_phone_changed(person, before=before, event=prior.change)
    PriorContact.objects.filter(change__acted_at__lt=at - UNDO_WITHIN).delete()
    return prior.change


@transaction.atomic
def say_contact(
    *, person_id: int, contact: Contact, channel: Channel, seen: str, at: datetime
) -> Event:
    """Write what a person says herself, from her space; from then on no list overwrites it.

    Her phone is not hers to change here: whoever took her session would receive her codes. Raise
    PhoneNeedsCounter, AlreadySo, ChangedMeanwhile or FileAbsorbed.
    """
    if contact.phone:
        raise PhoneNeedsCounter(
            _("Un téléphone se change dans une agence, avec votre pièce d'identité.")
        )
    [person] = locked(person_id)
    different = _differences(contact, person, source=str(channel))
    if not different:
        raise AlreadySo(_("Ces coordonnées sont déjà au registre."))
    if seen != version_of(person):
        raise ChangedMeanwhile(
            _("Vos coordonnées ont changé pendant votre saisie. Relisez-les avant d'enregistrer.")
        )
    columns = {name: value for said in different.values() for name, value in said.items()}
    details = {"fields": list(different), "channel": channel}
    return _write(person, columns, EventKind.CONTACT_SAID, details, None, at)


@transaction.atomic
def undo_contact(*, person_id: int, change_id: int, by: User, at: datetime) -> Event:
    """Put back what an agent's own change replaced minutes ago.

    Raise NotUndoable when it cannot be undone any more, ChangedMeanwhile when somebody changed it
    since, FileAbsorbed when the file was merged into another.
    """
    [person] = locked(person_id)
    own = PriorContact.objects.filter(change__person=person_id, change__by=by)
    recent = own.filter(change__acted_at__gt=at - UNDO_WITHIN).select_related("change")
    prior = recent.filter(pk=change_id).first()
    if prior is None:
        raise NotUndoable(
            _("Ce changement ne s'annule plus : refaites-le avec les bonnes valeurs.")
        )
    if prior.followed_by != version_of(person):
        raise ChangedMeanwhile(_who_was_quicker(person))
    columns = {column: getattr(prior, column) for column in CONTACT_COLUMNS}
    details = {"fields": prior.change.details["fields"], "undone": change_id}
    before = phone_of(person)
    restored = _write(person, columns, EventKind.CONTACT_RESTORED, details, by, at)
    tell_phone_changed(person, before=before, event=restored)
    prior.delete()
    return restored


def _differences(contact: Contact, person: Person, *, source: str) -> dict[str, dict[str, Any]]:
    """The columns to write, by datum: said otherwise, or said again where a list spoke so far."""
    ring = keyring()
    different: dict[str, dict[str, Any]] = {}
    for name in SEALED_CONTACTS:
        if said := getattr(contact, name):
            key = ring.digest(said, name)
            held = getattr(person, f"{name}_key")
            is_hers = getattr(person, f"{name}_source") in SAID_BY_THE_PERSON
            if held is None or bytes(held) != key or not is_hers:
                parts = {"key": key, "sealed": ring.seal(said, name), "source": source}
                different[name] = {f"{name}_{part}": value for part, value in parts.items()}
    if contact.commune and contact.commune.pk != person.commune_id:
        different["commune"] = {"commune_id": contact.commune.pk}
    return different


def _write(
    person: Person,
    columns: dict[str, Any],
    kind: EventKind,
    details: dict[str, Any],
    by: User | None,
    at: datetime,
) -> Event:
    for column, value in columns.items():
        setattr(person, column, value)
    reason = details.get("paper", "")
    with pghistory.context(user=by and by.pk, act=kind.value, reason=reason):
        person.save(update_fields=list(columns))
    return Event.objects.create(
        person=person,
        kind=kind,
        in_force_on=timezone.localdate(at),
        acted_at=at,
        by=by,
        details=details,
    )


def _who_was_quicker(person: Person) -> str:
    """Say who wrote to the person last, and when: a colleague, herself, or a list."""
    last = person.audit.select_related("pgh_context").order_by("-pgh_id").first()
    known = (last.pgh_context and last.pgh_context.metadata) or {} if last else {}
    user = User.objects.filter(pk=known.get("user")).first()
    who = user and (user.get_full_name() or user.get_username())
    when = date_format(timezone.localtime(last.pgh_created_at), "H:i") if last else ""
    return _(
        "Ces coordonnées ont changé pendant votre saisie (%(who)s, %(when)s)."
        " Relisez ce qui est au registre, puis enregistrez de nouveau si besoin."
    ) % {"who": who or (_("la personne") if "act" in known else _("une liste")), "when": when}
