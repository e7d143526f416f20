"""Correct an identity: an agent proposes with a paper in hand, a second person decides.

Nothing changes in the register before the decision, and nothing if the register changed meanwhile.
"""

from datetime import date, datetime
from typing import Any

import pghistory
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from cnss_amo.accounts.models import User
from cnss_amo.kernel import names
from cnss_amo.kernel.db import keyring
from registration.enums import CorrectionState, EventKind, PaperSeen
from registration.models import Correction, Event, OtherDocument, Person
from registration.services import proposals

KIND = EventKind.IDENTITY_CORRECTED
CORRECTABLE = (
    "last_name",
    "first_name",
    "last_name_ar",
    "first_name_ar",
    "birth_date",
    "birth_precision",
    "birth_place",
    "sex",
    "nationality",
)
KEYS = ("latin_key", "arabic_key", "search_tokens")
DOCUMENT = ("document_kind", "document_key", "document_sealed")


class NothingToCorrect(Exception):
    """The proposal says what the register already says."""


class CorrectionWaits(Exception):
    """A correction of this person waits already for its decision."""


class DocumentHeld(Exception):
    """Somebody else holds this document: are they two files of one person?"""

    def __init__(self, holder_id: int) -> None:
        super().__init__(
            _(
                "Cette pièce est déjà celle d'un autre dossier."
                " Si c'est la même personne, proposez de fusionner les deux dossiers."
            )
        )
        self.holder_id = holder_id


@transaction.atomic
def propose_correction(
    *,
    person_id: int,
    values: dict[str, Any],
    document: tuple[str, str] | None = None,
    reason: str,
    paper: PaperSeen,
    in_force_on: date | None = None,
    by: User,
    at: datetime,
) -> Correction:
    """Write what an identity should say; the register is left as it is until a second person.

    `values` holds fields of CORRECTABLE, `document` a kind and a number in clear. Only what differs
    is proposed. Raises NothingToCorrect, CorrectionWaits, DocumentHeld, FileAbsorbed or
    ReasonRequired.
    """
    reason = proposals.required(reason)
    [person] = proposals.locked(person_id)
    if Correction.objects.waiting().filter(person=person).exists():
        raise CorrectionWaits(_("Une correction de cette personne attend déjà sa décision."))
    proposed = {name: _told(value) for name, value in values.items() if name in CORRECTABLE}
    proposed = {name: told for name, told in proposed.items() if told != _said(person, name)}
    paper_held = _sealed(person, document)
    if not proposed and not paper_held:
        raise NothingToCorrect(_("Rien ne change. Corrigez au moins une valeur."))
    seen = {name: _said(person, name) for name in proposed}
    if paper_held:
        seen["document"] = _said(person, "document")
    return Correction.objects.create(
        person=person,
        seen=seen,
        proposed=proposed,
        reason=reason,
        paper=paper,
        in_force_on=in_force_on or at.date(),
        by=by,
        proposed_at=at,
        **paper_held,
    )


@transaction.atomic
def accept_correction(
    *, correction_id: int, by: User, at: datetime, reason: str = ""
) -> Correction:
    """Correct the register as was proposed, in one transaction with its event.

    Raises NotWaiting, NeedsSecondPerson, ChangedMeanwhile, FileAbsorbed or DocumentHeld.
    """
    correction = proposals.waiting(Correction, correction_id, by, at)
    [person] = proposals.locked(correction.person_id)
    if any(_said(person, name) != was for name, was in correction.seen.items()):
        raise proposals.ChangedMeanwhile(
            _("La fiche a changé depuis cette proposition. Refusez-la, puis proposez à nouveau.")
        )
    with pghistory.context(
        user=by.pk, act=KIND, correction=correction.pk, reason=correction.reason
    ):
        _apply(correction, person)
    proposals.decide(correction, CorrectionState.ACCEPTED, by, at, reason)
    Event.objects.create(
        person=person,
        kind=KIND,
        in_force_on=correction.in_force_on,
        acted_at=correction.proposed_at,
        by=by,
        details={
            "correction": correction.pk,
            "reason": correction.reason,
            "paper": correction.paper,
            "fields": list(correction.seen),
        },
    )
    return correction


@transaction.atomic
def refuse_correction(*, correction_id: int, by: User, at: datetime, reason: str) -> Correction:
    """Leave the register as it is, and say why to whoever proposed."""
    reason = proposals.required(reason)
    correction = proposals.waiting(Correction, correction_id, by, at)
    proposals.decide(correction, CorrectionState.REFUSED, by, at, reason)
    return correction


def _told(value: Any) -> str:
    return value.isoformat() if isinstance(value, date) else str(value)


def _said(person: Person, name: str) -> str:
    """What the register says of a datum, as the proposal keeps it."""
    if name == "document":
        return bytes(person.document_key or b"").hex()
    return _told(getattr(person, name))


def _sealed(person: Person, document: tuple[str, str] | None) -> dict[str, Any]:
    """The proposed document as it is kept; nothing when she holds it already."""
    if document is None:
        return {}
    kind, number = document
    key = keyring().digest(f"{kind}:{number}", "document")
    if person.document_key is not None and bytes(person.document_key) == key:
        return {}
    _require_free(key, person)
    sealed = keyring().seal(number, "document")
    return {"document_kind": kind, "document_key": key, "document_sealed": sealed}


def _require_free(key: bytes, person: Person) -> None:
    """A document that somebody else holds is a question about two files."""
    holders = Person.objects.filter(document_key=key).values_list("pk")
    others = OtherDocument.objects.filter(key=key).values_list("person_id")
    for (holder_id,) in holders.union(others):
        if holder_id != person.pk:
            raise DocumentHeld(holder_id)


def _apply(correction: Correction, person: Person) -> None:
    for name, told in correction.proposed.items():
        setattr(person, name, date.fromisoformat(told) if name == "birth_date" else told)
    compute_keys(person)
    if correction.document_key is not None:
        _change_document(correction, person)
    try:
        with transaction.atomic():
            person.save(update_fields=[*correction.proposed, *KEYS, *DOCUMENT])
    except IntegrityError as taken:  # by a list, since it was looked for
        _require_free(bytes(correction.document_key or b""), person)
        raise taken


def compute_keys(person: Person) -> None:
    """Compute again the keys by which a name is compared and searched."""
    latin, arabic = (
        (person.last_name, person.first_name),
        (person.last_name_ar, person.first_name_ar),
    )
    person.latin_key = names.latin_key_of(*latin) or ""
    person.arabic_key = (names.arabic_key_of(*arabic) or "") if all(arabic) else ""
    person.search_tokens = names.search_tokens_of(*latin, *arabic)


def _change_document(correction: Correction, person: Person) -> None:
    """Give the new document; the former stays hers, among the others."""
    key = bytes(correction.document_key or b"")
    _require_free(key, person)
    OtherDocument.objects.filter(person=person, key=key).delete()
    if person.document_key is not None:
        OtherDocument.objects.create(
            person=person,
            kind=person.document_kind,
            key=person.document_key,
            sealed=person.document_sealed,
        )
    for name in DOCUMENT:
        setattr(person, name, getattr(correction, name))
