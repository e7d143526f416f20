"""Issue an attestation, lay it out, answer whoever checks it, revoke it.

`issue` and `revoke` are acts of the register, each told as an event. `check` answers anybody: every
question is kept, nothing of who asked is.
"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from cnss_amo.accounts.models import User
from cnss_amo.kernel.db import keyring
from cnss_amo.legislation import NotInForce, Unknown, count_of
from registration.attestation import document, references, rules, seal
from registration.attestation.rules import CheckResult, Lacking
from registration.enums import Channel, EventKind, State
from registration.models import Activity, Attestation, AttestationCheck, Event, Person
from registration.queries import files_of
from registration.services.proposals import locked, required

VALIDITY = "attestation/registration_validity"
NOBODYS = "?" * references.LENGTH


class NotYet(Exception):
    """Something remains to be done first; the message can be shown as it is."""

    def __init__(self, lacks: Lacking) -> None:
        super().__init__(str(lacks.label))
        self.lacks = lacks


class AlreadyRevoked(Exception):
    """The attestation no longer stands; the message can be shown as it is."""


@dataclass(frozen=True)
class Standing:
    """What an attestation is worth, and the little that a stranger may see of it."""

    result: CheckResult
    since: datetime | None = None  # replaced or revoked then
    issued_at: datetime | None = None
    valid_until: date | None = None
    initials: str = ""
    initials_ar: str = ""
    number: str = ""  # but its last digits, masked


def what_is_lacking(person: Person) -> Lacking | None:
    """What stands between a person and her attestation; None when she may have it."""
    return _lacking(person, _running(person))


@transaction.atomic
def issue(
    *,
    person_id: int,
    by: User | None = None,
    channel: Channel,
    principal: str = "",
    at: datetime,
) -> Attestation:
    """Attest what the register says now; the former attestations of the person are replaced.

    Asked again on the same day, when the register says the same, it gives the same attestation: a
    second press and a second paper do not undo the first. Raise NotYet when something remains to
    be done, FileAbsorbed when the file is but a signpost.
    """
    [person] = locked(person_id)
    activities = _running(person)
    if lacks := _lacking(person, activities):
        raise NotYet(lacks)
    facts = _facts(person, activities)
    standing = Attestation.objects.filter(
        person__in=files_of(person_id), replaced_at=None, revoked_at=None
    )
    for former in standing.filter(person=person):
        if _is_of_today(former, at) and _says(former, facts, person):
            return former
    replaced = list(standing.values_list("pk", flat=True))
    Attestation.objects.filter(pk__in=replaced).update(replaced_at=at)
    issued = Attestation.objects.create(
        person=person,
        reference=references.draw(),
        issued_at=at,
        channel=channel,
        by=by,
        valid_until=_valid_until(timezone.localdate(at)),
        facts=facts,
        document_kind=person.document_kind if person.document_sealed else "",
        document_sealed=person.document_sealed,
    )
    Attestation.objects.filter(pk__in=replaced).update(replaced_by=issued)
    for_whom = {"principal": principal} if principal else {}
    _tell(issued, EventKind.ATTESTATION_ISSUED, by, at, channel=channel, **for_whom)
    return issued


def in_hand(person: Person, *, at: datetime) -> Attestation | None:
    """The attestation that a person may have printed again: it stands, and its words still hold."""
    activities = _running(person)
    if _lacking(person, activities):
        return None
    facts, today = _facts(person, activities), timezone.localdate(at)
    standing = Attestation.objects.filter(person=person, replaced_at=None, revoked_at=None)
    for one in standing:
        lasts = one.valid_until is None or today <= one.valid_until
        if lasts and _says(one, facts, person):
            return one
    return None


def render(attestation: Attestation, *, low_ink: bool = False) -> bytes:
    """Lay an attestation out as a sealed PDF; nothing of it is stored."""
    data = attestation.facts | {
        "low_ink": low_ink,
        "reference": references.written(attestation.reference),
        "paper_kind": attestation.document_kind,
        "paper": keyring().unseal_text(attestation.document_sealed, "document") or "",
        "issued_on": _parts(timezone.localdate(attestation.issued_at)),
        "valid_until": _parts(attestation.valid_until),
        "page": settings.SITE_URL + reverse("portal:check_form"),
    }
    return seal.sealed(document.page(data, url=address_of(attestation)))


def address_of(attestation: Attestation) -> str:
    """Where anybody may check an attestation: what its code says."""
    reference = references.written(attestation.reference)
    return settings.SITE_URL + reverse("portal:check", args=[reference])


def check(reference: str, *, at: datetime | None = None) -> Standing:
    """Answer whoever asks whether an attestation stands, and count the question.

    A reference that is nobody's and a text that can be no reference cost and get the same.
    """
    at = at or timezone.now()
    asked = references.typed(reference) or NOBODYS
    attestation = Attestation.objects.filter(reference=asked).first()
    standing = standing_of(attestation, at) if attestation else Standing(CheckResult.UNKNOWN)
    AttestationCheck.objects.create(at=at, attestation=attestation, result=standing.result)
    return standing


def standing_of(attestation: Attestation, at: datetime) -> Standing:
    """What an attestation is worth at an instant."""
    facts = attestation.facts
    holder = attestation.person.merged_into or attestation.person
    result = rules.standing(
        replaced=attestation.replaced_at is not None,
        revoked=attestation.revoked_at is not None,
        ended=holder.state == State.DEREGISTERED,
        valid_until=attestation.valid_until,
        today=timezone.localdate(at),
    )
    return Standing(
        result=result,
        since=attestation.revoked_at or attestation.replaced_at,
        issued_at=attestation.issued_at,
        valid_until=attestation.valid_until,
        initials=rules.initials(*facts["names"]),
        initials_ar=rules.initials(*facts["names_ar"]),
        number=rules.masked_number(facts["number"]),
    )


@transaction.atomic
def revoke(*, attestation_id: int, reason: str, by: User, at: datetime) -> Attestation:
    """Say that an attestation is worth nothing any more, and why.

    Raise ReasonRequired without a reason, AlreadyRevoked when somebody did it before.
    """
    reason = required(reason)
    attestation = Attestation.objects.select_for_update().get(pk=attestation_id)
    if attestation.revoked_at is not None:
        raise AlreadyRevoked(_("Cette attestation est déjà révoquée."))
    attestation.revoked_at, attestation.revoked_by = at, by
    attestation.revoked_reason = reason
    attestation.save(update_fields=["revoked_at", "revoked_by", "revoked_reason"])
    _tell(attestation, EventKind.ATTESTATION_REVOKED, by, at, reason=reason)
    return attestation


def _running(person: Person) -> list[Activity]:
    activities = Activity.objects.open().filter(person=person)
    return list(activities.select_related("category").order_by("begins_on", "pk"))


def _lacking(person: Person, activities: list[Activity]) -> Lacking | None:
    return rules.lacking(
        number=person.number,
        state=person.state,
        completions_required=[one.category.completion_required for one in activities],
    )


def _facts(person: Person, activities: list[Activity]) -> dict[str, Any]:
    """What the page says, in both scripts; dates as lists, as far as they are known."""
    return {
        "number": person.formatted_number,
        "name": person.name,
        "name_ar": person.name_ar,
        "names": [person.first_name, person.last_name],
        "names_ar": [person.first_name_ar, person.last_name_ar],
        "born": [int(part) for part in person.birth.split("-")],
        "registered_on": _parts(person.registered_on),
        "activities": [
            {
                "code": activity.category_id,
                "fr": activity.category.name_fr,
                "ar": activity.category.name_ar,
                "subject_from": _parts(activity.subject_from),
            }
            for activity in activities
        ],
    }


def _parts(day: date | None) -> list[int]:
    return [day.year, day.month, day.day] if day else []


def _is_of_today(attestation: Attestation, at: datetime) -> bool:
    return timezone.localdate(attestation.issued_at) == timezone.localdate(at)


def _says(attestation: Attestation, facts: dict[str, Any], person: Person) -> bool:
    """Whether an attestation says what the register says; sealed bytes differ at each sealing."""
    ring = keyring()
    papers = (
        ring.unseal_text(one, "document")
        for one in (attestation.document_sealed, person.document_sealed)
    )
    return attestation.facts == facts and len(set(papers)) == 1


def _valid_until(issued_on: date) -> date | None:
    """The last day by the law; None when no text at hand says it."""
    try:
        return rules.months_after(issued_on, count_of(VALIDITY, on=issued_on))
    except (NotInForce, Unknown):
        return None


def _tell(
    attestation: Attestation, kind: EventKind, by: User | None, at: datetime, **details: str
) -> None:
    Event.objects.create(
        person=attestation.person,
        kind=kind,
        in_force_on=timezone.localdate(at),
        acted_at=at,
        by=by,
        details=details,
    )
