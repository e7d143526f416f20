"""Somebody on no list asks to be registered: form 328-1-01, whatever the channel.

A deposit asks the register nothing, so that it tells nobody apart; the body is asked, an agent
answers with reasons, and the person then completes like any other.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

import pghistory
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from agencies.models import Commune
from cnss_amo.accounts.models import User
from cnss_amo.kernel.db import keyring
from cnss_amo.legislation import mandates
from registration.enums import Channel, EventKind, Language, Membership, PaperSeen, SubmissionState
from registration.models import Event, RegistrationRequest, SubCategory
from registration.papers import Paper
from registration.queries.submissions import listing_of_request
from registration.rules import Birth
from registration.services import submissions
from registration.services.contest import BodyNotHeard
from registration.services.identify import document_digest, document_value
from registration.services.registering import Registered, register, require_open

SEALED = ("phone", "email", "address")


@dataclass(frozen=True, kw_only=True)
class Form328:
    """What a person writes on the form; contacts and document in their stored form."""

    document_kind: str
    document: str
    last_name: str
    first_name: str
    birth: Birth
    sub_category: SubCategory
    started_on: date
    consent: str
    last_name_ar: str = ""
    first_name_ar: str = ""
    birth_place: str = ""
    sex: str = ""
    nationality: str = ""
    known_number: int | None = None
    phone: str = ""
    email: str = ""
    address: str = ""
    workplace: str = ""
    commune: Commune | None = None
    professional_id: str = ""
    language: str = ""
    words: str = ""


class BadDocument(Exception):
    """What was typed is no identity document; the message can be shown as it is."""


class BodyDenied(Exception):
    """The body says that the person is not of its profession; the message can be shown."""


@transaction.atomic
def deposit_request(
    *,
    form: Form328,
    papers: Sequence[Paper] = (),
    paper_seen: PaperSeen = PaperSeen.NONE,
    channel: Channel,
    by: User | None = None,
    principal: str = "",
    client_key: str = "",
    ip: str = "",
    at: datetime,
) -> RegistrationRequest:
    """Take a request, ask the body, write the receipt; the same `client_key` gives it again.

    Raise BadDocument, NotYetOpen or TooManyPapers.
    """
    deposit = {"channel": channel, "principal": principal, "client_key": client_key}
    if done := submissions.same_deposit(RegistrationRequest, *deposit.values()):
        return done
    require_open(form.sub_category.category, timezone.localdate(at))
    try:
        with transaction.atomic():
            request = _write(form, at, by=by, paper=paper_seen, **deposit)
    except IntegrityError:  # the same key, pressed at the same time
        if done := submissions.same_deposit(RegistrationRequest, *deposit.values()):
            return done
        raise
    submissions.keep_papers(request, papers, at)
    submissions.ask_body(request, request.body, at)
    submissions.send_receipt_of_request(request, at, ip)
    return request


def _write(form: Form328, at: datetime, **deposit: object) -> RegistrationRequest:
    return RegistrationRequest.objects.create(
        reference=submissions.draw_reference(),
        acted_at=at,
        clock_from=at,
        due_on=submissions.due_from(RegistrationRequest, at),
        body=body_of(form.sub_category.category_id, timezone.localdate(at)),
        **deposit,
        **_identity(form),
        **_contacts(form),
    )


def body_of(category: str, on: date) -> str:
    """The body that lists a category on a day; empty where the law names none."""
    for mandate in mandates():
        begun = mandate.in_force_from <= on
        if mandate.category == category and begun and (not mandate.until or on < mandate.until):
            return mandate.body
    return ""


@transaction.atomic
def accept_request(
    *, request_id: int, reason: str, same_as: int | None = None, by: User, at: datetime
) -> Registered:
    """Register the person, or find her registered already; with reasons.

    `same_as` is whom the agent recognised under another document. Raise NotOpen, BodyNotHeard,
    BodyDenied, DocumentOfAnother, CoveredElsewhere, NotYetOpen, NeedsSecondPerson, ReasonRequired
    or HeldBySomebodyElse.
    """
    request = submissions.to_decide(RegistrationRequest, request_id, by, at)
    reason = submissions.said(reason)
    _require_confirmed(request, at)
    with pghistory.context(
        user=by.pk, act=EventKind.REQUEST_ACCEPTED.value, request=request.pk, reason=reason
    ):
        registered = register(request, on=timezone.localdate(at), same_as=same_as)
    request.person = registered.person
    submissions.answer(request, SubmissionState.ACCEPTED, by, at, reason)
    _record(request, by, at, reason, registered)
    return registered


@transaction.atomic
def refuse_request(*, request_id: int, reason: str, by: User, at: datetime) -> RegistrationRequest:
    """Leave the person unregistered, and say why.

    Raise NotOpen, NeedsSecondPerson, ReasonRequired or HeldBySomebodyElse.
    """
    request = submissions.to_decide(RegistrationRequest, request_id, by, at)
    submissions.answer(request, SubmissionState.REFUSED, by, at, reason)
    return request


@transaction.atomic
def withdraw_request(*, request_id: int, at: datetime) -> RegistrationRequest:
    """Take a request back, at the person's word; raise NotOpen."""
    return submissions.withdraw(RegistrationRequest, request_id, at=at)


def find_request(*, reference: str, birth: Birth) -> RegistrationRequest | None:
    """The request of a receipt, for whoever was born then; the same work whether there is one."""
    wanted = submissions.reference_of(reference)
    found = RegistrationRequest.objects.filter(reference=wanted, birth_date=birth.day)
    return found.select_related("category", "sub_category", "question", "commune").first()


def _identity(form: Form328) -> dict[str, object]:
    document = document_value(form.document_kind, form.document)
    if document is None:
        raise BadDocument(_("Ce n'est pas un numéro de cette pièce d'identité."))
    copied = (
        *("last_name", "first_name", "last_name_ar", "first_name_ar", "birth_place", "sex"),
        *("nationality", "known_number", "commune", "professional_id", "started_on", "consent"),
        *("sub_category", "document_kind"),
    )
    return {name: getattr(form, name) for name in copied} | {
        "category_id": form.sub_category.category_id,
        "document_key": document_digest(form.document_kind, form.document),
        "document_sealed": keyring().seal(document, "document"),
        "birth_date": form.birth.day,
        "birth_precision": form.birth.known_to,
        "language": form.language or get_language() or Language.FRENCH,
        "words": form.words.strip()[: submissions.LONGEST_WORDS],
    }


def _contacts(form: Form328) -> dict[str, bytes | None]:
    """How to reach her, sealed; the place of work is sealed as an address."""
    ring = keyring()
    columns: dict[str, bytes | None] = {}
    for name in SEALED:
        if told := getattr(form, name):
            columns[f"{name}_key"] = ring.digest(told, name)
            columns[f"{name}_sealed"] = ring.seal(told, name)
    if form.workplace:
        columns["workplace_sealed"] = ring.seal(form.workplace, "address")
    return columns


def _require_confirmed(request: RegistrationRequest, at: datetime) -> None:
    """The body said so in its pages or in a list, or let its days go by."""
    question = getattr(request, "question", None)
    if question is None or listing_of_request(request).is_running:
        return
    if question.answer == Membership.NOT_MEMBER:
        raise BodyDenied(
            _("L'organisme dit que la personne n'exerce pas cette activité : refusez la demande.")
        )
    if not question.answer and question.due_on >= timezone.localdate(at):
        raise BodyNotHeard(
            _("L'organisme a encore jusqu'au %(day)s pour répondre.")
            % {"day": f"{question.due_on:%d/%m/%Y}"}
        )


def _record(
    request: RegistrationRequest, by: User, at: datetime, reason: str, registered: Registered
) -> None:
    Event.objects.create(
        person=registered.person,
        kind=EventKind.REQUEST_ACCEPTED,
        in_force_on=timezone.localdate(at),
        acted_at=request.acted_at,
        by=by,
        details={
            "request": request.pk,
            "reference": request.reference,
            "channel": request.channel,
            "principal": request.principal,
            "category": request.category_id,
            "was_known": registered.was_known,
            "reason": reason,
        },
    )
