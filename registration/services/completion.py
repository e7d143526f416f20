"""Complete a registration: one rule, whatever the channel.

What a list said is confirmed or corrected; how to reach a person becomes her own words, which no
list overwrites; her space opens. What she says is wrong in her identity waits for a person who
checks it: a registration does not wait for that.
"""

import secrets
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import pghistory
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from agencies.models import Agency, Commune
from cnss_amo.accounts.models import User
from cnss_amo.accounts.services.actors import SYSTEM_INSURED, system_user
from cnss_amo.kernel.codes import ALPHABET
from cnss_amo.kernel.db import keyring
from cnss_amo.messaging.services import send
from registration.enums import AGENCY, TRANSITIONS, Channel, EventKind, Language, PaperSeen, State
from registration.models import Activity, CompletedRegistration, Event, Person
from registration.models.contact import SEALED_CONTACTS
from registration.queries import files_of, standing_file
from registration.services import proposals
from registration.services.account import check_new_password, open_account
from registration.services.correct import (
    CorrectionWaits,
    DocumentHeld,
    NothingToCorrect,
    propose_correction,
)
from registration.services.drafts import drop_draft
from registration.services.phone_notice import phone_of, tell_phone_changed

KIND = EventKind.REGISTRATION_COMPLETED
REFERENCE_LENGTH = 10


@dataclass(frozen=True)
class Completion:
    """What a person says when she completes; each contact in its stored form, empty: not said.

    `corrections` holds fields of `correct.CORRECTABLE`; `paper` is what an agent saw of them;
    `consent` is the version of the notice of law 09-08 that was read.
    """

    phone: str = ""
    email: str = ""
    address: str = ""
    commune: Commune | None = None
    agency: Agency | None = None
    language: str = Language.FRENCH
    consent: str = ""
    corrections: dict[str, Any] = field(default_factory=dict)
    paper: PaperSeen = PaperSeen.NONE


@dataclass(frozen=True)
class Completed:
    """What the person takes away; `first_password` only when one was drawn for her, shown once."""

    reference: str
    number: int
    first_password: str | None


class AlreadyCompleted(Exception):
    """The registration is complete: a second press, or another channel, was quicker."""

    def __init__(self, reference: str, number: int) -> None:
        super().__init__(_("Cette immatriculation est déjà complétée."))
        self.reference, self.number = reference, number


class NotCompletable(Exception):
    """There is nothing to complete; the message says why and what to do, and can be shown."""


class ConsentMissing(Exception):
    """The notice on personal data was not read."""


def known_about(person: Person) -> Completion:
    """What the register holds already, for the person to confirm rather than type again."""
    ring = keyring()
    said = {
        name: ring.unseal_text(getattr(person, f"{name}_sealed"), name) or ""
        for name in SEALED_CONTACTS
    }
    return Completion(commune=person.commune, **said)


def why_not_completable(person: Person) -> str:
    """Why there is nothing for this person to complete, in words for her; empty when there is."""
    if person.number is None:
        return _(
            "Votre immatriculation n'est pas encore faite : il n'y a rien à compléter."
            " Vous pouvez la demander dans une agence, à un point partenaire ou en ligne."
        )
    if person.state == State.DEREGISTERED:
        return _(
            "Votre immatriculation a pris fin. Si vous avez repris une activité,"
            " demandez à être immatriculé de nouveau."
        )
    if person.state != State.COMPLETED and _nothing_is_asked(person):
        return _(
            "Votre catégorie n'a rien à compléter : vous êtes déjà immatriculé."
            " Votre numéro vous est donné dans toute agence."
        )
    return ""


def latest_completion(person: Person) -> CompletedRegistration | None:
    """The completion that stands, also when it was said on a file merged into this one."""
    said = CompletedRegistration.objects.filter(person__in=files_of(person.pk))
    return said.select_related("agency").order_by("-event").first()


@transaction.atomic
def complete_registration(
    *,
    person_id: int,
    completion: Completion,
    channel: Channel,
    by: User | None = None,
    principal: str = "",
    password: str = "",
    must_change: bool = False,
    at: datetime,
) -> Completed:
    """Complete the registration of a person, open her space, and say what she takes away.

    Raise AlreadyCompleted with the same reference when it is done, NotCompletable with the reason,
    ConsentMissing, or ValidationError when the password she chose is a weak one.
    """
    [person] = proposals.locked(standing_file(person_id))
    _require_open(person, completion)
    if password:
        check_new_password(password)
    columns = _contact(person, completion, channel)
    details = {"channel": channel, "principal": principal, "from": person.state}
    details |= {"reference": _draw_reference(), "fields": sorted(columns)}
    if completion.paper != PaperSeen.NONE:
        details["paper"] = completion.paper
    before = phone_of(person)
    _write(person, {"state": State.COMPLETED, **_written(columns)}, by)
    details |= _ask_for_corrections(person, completion, channel, by, at)
    event = _event(person, details, by, at)
    _keep(event, completion, details["reference"], channel, principal, at)
    drawn = open_account(
        person=person,
        language=completion.language,
        channel=channel,
        password=password,
        must_change=must_change,
        at=at,
    )
    drop_draft(person_id=person.pk)
    tell_phone_changed(person, before=before, event=event)
    _send_receipt(person, completion, details["reference"], at)
    return Completed(details["reference"], int(person.number), drawn)


def _require_open(person: Person, completion: Completion) -> None:
    if person.state == State.COMPLETED:
        latest = latest_completion(person)
        raise AlreadyCompleted(latest.reference if latest else "", int(person.number))
    if reason := why_not_completable(person):
        raise NotCompletable(reason)
    if State.COMPLETED not in TRANSITIONS[State(person.state)]:
        raise NotCompletable(_("Cette immatriculation ne peut pas être complétée."))
    if not completion.consent:
        raise ConsentMissing(_("Lisez la notice sur vos données, puis dites que vous l'avez lue."))


def _nothing_is_asked(person: Person) -> bool:
    """Whether all she does belongs to categories that complete nothing."""
    asked = Activity.objects.open().filter(person=person)
    required = set(asked.values_list("category__completion_required", flat=True))
    return required == {False}


def source_of(channel: Channel) -> str:
    """The source of what a person said herself, by the channel she said it through."""
    return AGENCY if channel == Channel.AGENCY else str(channel)


def _contact(person: Person, completion: Completion, channel: Channel) -> dict[str, dict[str, Any]]:
    """The columns of what she says of how to reach her, by datum: confirmed or corrected, hers."""
    ring = keyring()
    columns: dict[str, dict[str, Any]] = {}
    for name in SEALED_CONTACTS:
        if said := getattr(completion, name):
            parts = {
                "key": ring.digest(said, name),
                "sealed": ring.seal(said, name),
                "source": source_of(channel),
            }
            columns[name] = {f"{name}_{part}": value for part, value in parts.items()}
    if completion.commune and completion.commune.pk != person.commune_id:
        columns["commune"] = {"commune_id": completion.commune.pk}
    return columns


def _written(columns: dict[str, dict[str, Any]]) -> dict[str, Any]:
    return {name: value for parts in columns.values() for name, value in parts.items()}


def _write(person: Person, columns: dict[str, Any], by: User | None) -> None:
    for column, value in columns.items():
        setattr(person, column, value)
    with pghistory.context(user=by.pk if by else None, act=KIND.value):
        person.save(update_fields=list(columns))


def _ask_for_corrections(
    person: Person, completion: Completion, channel: Channel, by: User | None, at: datetime
) -> dict[str, Any]:
    """Propose what she says is wrong in her identity; another person checks it and decides."""
    if not completion.corrections:
        return {}
    with override("fr"):
        reason = _("Demandé en complétant l'immatriculation (%(channel)s).") % {
            "channel": Channel(channel).label
        }
    try:
        with transaction.atomic():
            correction = propose_correction(
                person_id=person.pk,
                values=completion.corrections,
                reason=reason,
                paper=completion.paper,
                by=by or system_user(SYSTEM_INSURED),
                at=at,
            )
    except (NothingToCorrect, DocumentHeld):
        return {}
    except CorrectionWaits:
        return {"correction": "waits"}
    return {"correction": correction.pk}


def _event(person: Person, details: dict[str, Any], by: User | None, at: datetime) -> Event:
    return Event.objects.create(
        person=person,
        kind=KIND,
        in_force_on=timezone.localdate(at),
        acted_at=at,
        by=by,
        details=details,
    )


def _keep(
    event: Event,
    completion: Completion,
    reference: str,
    channel: Channel,
    principal: str,
    at: datetime,
) -> None:
    CompletedRegistration.objects.create(
        event=event,
        person=event.person,
        reference=reference,
        channel=channel,
        principal=principal,
        agency=completion.agency,
        language=completion.language,
        consent=completion.consent,
        consented_at=at,
    )


def _send_receipt(person: Person, completion: Completion, reference: str, at: datetime) -> None:
    phone = keyring().unseal_text(person.phone_sealed, "phone")
    if phone:
        send(
            text="COMPLETION_RECEIPT",
            to=phone,
            language=completion.language,
            values={"reference": reference, "date": timezone.localdate(at)},
            about_person=person.pk,
            cause=f"completion {reference}",
        )


def _draw_reference() -> str:
    """A reference that nobody guesses, read out without mistaking a letter: `7K3F9-Q2MXB`."""
    drawn = "".join(secrets.choice(ALPHABET) for _letter in range(REFERENCE_LENGTH))
    return f"{drawn[:5]}-{drawn[5:]}"
