"""What contests and requests share: receipt, one complement, the body's word, withdrawal, answer.

Every act locks the submission, looks whether it can still be done, and says calmly when it cannot.
"""

import secrets
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any, TypeVar

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cnss_amo.accounts.models import User
from cnss_amo.kernel.codes import ALPHABET, code_of
from cnss_amo.kernel.db import keyring
from cnss_amo.messaging.limits import may_send
from cnss_amo.messaging.services import send
from cnss_amo.queues.queries import delay_by, delay_of
from cnss_amo.queues.services import settle
from registration.enums import SubmissionState
from registration.models import Contest, MembershipQuestion, RegistrationRequest, SubmittedPaper
from registration.models.submissions import LONGEST_WORDS
from registration.papers import Paper
from registration.queues import queue_of_submissions
from registration.services.phone_notice import phone_of
from registration.services.proposals import NeedsSecondPerson, ReasonRequired

Submitted = TypeVar("Submitted", Contest, RegistrationRequest)
REFERENCE_LENGTH = 10


class NotOpen(Exception):
    """It is decided, withdrawn or already done; the message can be shown as it is."""


class ComplementAsked(Exception):
    """A complement is asked once; the message can be shown as it is."""


class TooManyPapers(Exception):
    """More papers than a submission may hold; the message can be shown as it is."""


# Deposit.


def draw_reference() -> str:
    """A reference that nobody guesses, read out without mistaking a letter: `7K3F9-Q2MXB`."""
    drawn = "".join(secrets.choice(ALPHABET) for _letter in range(REFERENCE_LENGTH))
    return f"{drawn[:5]}-{drawn[5:]}"


def reference_of(typed: str) -> str:
    """Bring a typed reference to its one form, however it is spaced."""
    code = code_of(typed)
    return f"{code[:5]}-{code[5:]}"


def same_deposit(
    model: type[Submitted], channel: str, principal: str, key: str
) -> Submitted | None:
    """What a channel deposited before under the same key of its own, if it did."""
    if not key:
        return None
    return model.objects.filter(channel=channel, principal=principal, client_key=key).first()


def due_from(model: type[Submitted], at: datetime) -> date:
    """The day by which what is deposited now is answered."""
    day = timezone.localdate(at)
    return delay_of(queue_of_submissions(model), day).due_on(day)


def ask_body(submission: Submitted, body: str, at: datetime) -> None:
    """Ask a body whether the person is of its profession; nobody where no body lists it."""
    if not body:
        return
    day = timezone.localdate(at)
    delay = delay_by("registration/liaison_answer_delay", "BODY_ANSWER_TARGET_DAYS", day)
    MembershipQuestion.objects.create(
        body=body, asked_at=at, due_on=delay.due_on(day), **{_name(submission): submission}
    )


def keep_papers(submission: Submitted, papers: Sequence[Paper], at: datetime) -> None:
    """Seal the papers that go with a submission; raise TooManyPapers."""
    held = submission.papers.count()
    if held + len(papers) > settings.PAPERS_OF_A_SUBMISSION:
        raise TooManyPapers(
            _("%(most)s pièces au plus accompagnent une demande.")
            % {"most": settings.PAPERS_OF_A_SUBMISSION}
        )
    SubmittedPaper.objects.bulk_create(
        SubmittedPaper(
            kind=paper.kind,
            size=len(paper.content),
            sealed=keyring().seal(paper.content, "paper"),
            given_at=at,
            **{_name(submission): submission},
        )
        for paper in papers
    )


def _name(submission: Contest | RegistrationRequest) -> str:
    return "contest" if isinstance(submission, Contest) else "request"


# The one complement.


@transaction.atomic
def want_complement(
    model: type[Submitted], pk: int, *, what: str, by: User, at: datetime
) -> Submitted:
    """Ask the person for what is missing, once; her clock stops until she gives it.

    Raise NotOpen, ComplementAsked, NeedsSecondPerson or ReasonRequired.
    """
    what = said(what)
    submission = to_decide(model, pk, by, at)
    if submission.complement_wanted_at is not None:
        raise ComplementAsked(_("Un complément a déjà été demandé : la loi n'en permet qu'un."))
    day = timezone.localdate(at)
    delay = delay_by("registration/complement_delay", "COMPLEMENT_TARGET_DAYS", day)
    submission.state = SubmissionState.COMPLEMENT_WANTED
    submission.complement_wanted, submission.complement_wanted_by = what, by
    submission.complement_wanted_at, submission.complement_due_on = at, delay.due_on(day)
    submission.save()
    tell(submission, "COMPLEMENT_WANTED", at, until=submission.complement_due_on)
    return submission


@transaction.atomic
def give_complement(
    model: type[Submitted], pk: int, *, words: str, papers: Sequence[Paper] = (), at: datetime
) -> Submitted:
    """Take what the person gives; the clock goes on from where it stopped.

    Raise NotOpen when nothing is asked of her, which a second press meets, or TooManyPapers.
    """
    submission = locked(model, pk)
    if submission.state != SubmissionState.COMPLEMENT_WANTED:
        raise NotOpen(_("Aucun complément n'est attendu : rien n'est changé."))
    keep_papers(submission, papers, at)
    waited = at - submission.complement_wanted_at
    submission.clock_from += waited
    submission.due_on += timezone.localdate(at) - timezone.localdate(
        submission.complement_wanted_at
    )
    submission.state = SubmissionState.DEPOSITED
    submission.complement_words = words.strip()[:LONGEST_WORDS]
    submission.complement_given_at = at
    submission.save()
    return submission


@transaction.atomic
def withdraw(model: type[Submitted], pk: int, *, at: datetime) -> Submitted:
    """Take back what the person submitted, at her word; raise NotOpen."""
    submission = locked(model, pk)
    if not submission.is_open:
        raise NotOpen(_("Cette demande a déjà sa réponse, ou vous l'avez déjà retirée."))
    submission.state, submission.withdrawn_at = SubmissionState.WITHDRAWN, at
    submission.save()
    return submission


# The answer.


def locked(model: type[Submitted], pk: int) -> Submitted:
    """A submission, nobody else writing to it."""
    return model.objects.select_for_update(of=("self",)).get(pk=pk)


def to_decide(model: type[Submitted], pk: int, by: User, at: datetime) -> Submitted:
    """A submission that `by` may decide, locked and out of her hands.

    Raise NotOpen, NeedsSecondPerson, or HeldBySomebodyElse while a colleague has it.
    """
    queue = queue_of_submissions(model)
    settle(queue, queue.key_of(pk), by=by, at=at)
    submission = locked(model, pk)
    if not submission.is_open:
        raise NotOpen(_("Cette demande a déjà sa réponse, ou elle a été retirée."))
    if not submission.waits_for_the_cnss(timezone.localdate(at)):
        raise NotOpen(_("Un complément est attendu : la personne a encore le temps de le donner."))
    if submission.by_id == by.pk:
        raise NeedsSecondPerson(_("Vous avez saisi cette demande : une autre personne en décide."))
    return submission


def answer(
    submission: Submitted, state: SubmissionState, by: User, at: datetime, reason: str
) -> None:
    """Write the answer, reasoned, and tell the person that there is one."""
    submission.state = state
    submission.decided_by, submission.decided_at = by, at
    submission.decision_reason = said(reason)
    submission.save()
    text = "RESULT_ACCEPTED" if state == SubmissionState.ACCEPTED else "RESULT_REFUSED"
    tell(submission, text, at, date=timezone.localdate(at))


def said(words: str) -> str:
    """What is said, as it is kept; raise ReasonRequired when nothing is."""
    if not words.strip():
        raise ReasonRequired(_("Donnez le motif."))
    return words.strip()[:LONGEST_WORDS]


# Messages.


def send_receipt_of_request(request: RegistrationRequest, at: datetime, ip: str) -> None:
    """Write the receipt; anybody may ask for this one, so phones and places are counted."""
    phone = _phone(request)
    if phone and may_send(to=phone, at=at, ip=ip):
        tell(request, "REQUEST_RECEIPT", at)


def tell(submission: Submitted, text: str, at: datetime, **values: Any) -> None:
    """Write to the person about what she submitted; nothing where no phone is known."""
    if phone := _phone(submission):
        send(
            text=text,
            to=phone,
            language=submission.language,
            values={"reference": submission.reference} | values,
            about_person=submission.person_id,
            cause=f"{_name(submission)} {submission.reference}",
            at=at,
        )


def _phone(submission: Contest | RegistrationRequest) -> str:
    if isinstance(submission, Contest):
        return phone_of(submission.person)
    return keyring().unseal_text(submission.phone_sealed, "phone") or ""
