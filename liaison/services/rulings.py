"""An agent's decision on a row that waited in the queue of conflicts, or on one set apart."""

from datetime import datetime

import pghistory
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cnss_amo.accounts.models import User
from cnss_amo.queues.services import settle
from liaison.enums import ListState, Outcome, Verdict
from liaison.models import ReceivedList, RowOutcome, Ruling
from liaison.queues import CONFLICTS, QUARANTINE
from liaison.services import close, register, states
from registration.enums import CaseKind, EventKind
from registration.models import Case, Event, Person
from registration.queries import standing_file

NO_LONGER = {
    Outcome.CONFLICT: gettext_lazy(
        "La ligne %(line)s de la liste %(reference)s n'est plus en conflit : elle est décidée."
    ),
    Outcome.QUARANTINED: gettext_lazy(
        "La ligne %(line)s de la liste %(reference)s n'est plus en quarantaine."
    ),
}


class NotInConflict(Exception):
    """The row does not wait for a decision any more; the message can be shown as it is."""


class ReasonRequired(Exception):
    """A refusal says why."""


@transaction.atomic
def rule(
    *,
    list_id: int,
    line: int,
    verdict: Verdict,
    by: User,
    at: datetime,
    reason: str = "",
    person_id: int | None = None,
) -> RowOutcome:
    """Decide a conflict: same person, different person, or refuse; the row is decided again.

    Same: the row is applied to the person it was in conflict with, whose identity is left as it is.
    Different: the newcomer is registered; where both show one document, without it, and both files
    carry the dispute. Raises HeldBySomebodyElse while a colleague has the conflict in hand.
    """
    settle(CONFLICTS, CONFLICTS.key_of(list_id, line), by=by, at=at)
    received_list, waiting = _waiting(list_id, line, Outcome.CONFLICT)
    if verdict == Verdict.REFUSE and not reason.strip():
        raise ReasonRequired(_("Donnez le motif du refus : l'organisme le lira."))
    other_id = standing_file(person_id or waiting.person_id)
    Ruling.objects.create(
        list_id=list_id,
        line=line,
        verdict=verdict,
        person_id=other_id if verdict == Verdict.SAME else None,
        by=by,
        at=at,
        reason=reason.strip()[:200],
    )
    with pghistory.context(list=list_id):
        register.redecide(received_list, [line])
    close.recount(received_list)
    decided = RowOutcome.objects.get(list_id=list_id, line=line)
    _record(decided, verdict, other_id, by, at, reason)
    return decided


@transaction.atomic
def retry_quarantined(*, list_id: int, line: int, by: User, at: datetime) -> RowOutcome:
    """Try again to write a row that the system could not write; raise what stops it again.

    Raises HeldBySomebodyElse while a colleague has the row in hand.
    """
    settle(QUARANTINE, QUARANTINE.key_of(list_id, line), by=by, at=at)
    received_list, _waiting_row = _waiting(list_id, line, Outcome.QUARANTINED)
    with pghistory.context(list=list_id):
        register.redecide(received_list, [line])
    close.recount(received_list)
    return RowOutcome.objects.get(list_id=list_id, line=line)


def _waiting(list_id: int, line: int, outcome: Outcome) -> tuple[ReceivedList, RowOutcome]:
    received_list = states.locked(list_id)
    states.require(received_list, ListState.CLOSED)
    found = RowOutcome.objects.filter(list_id=list_id, line=line, outcome=outcome).first()
    if found is None:
        raise NotInConflict(
            NO_LONGER[outcome] % {"line": line, "reference": received_list.reference}
        )
    return received_list, found


def _record(
    decided: RowOutcome, verdict: Verdict, other_id: int, by: User, at: datetime, reason: str
) -> None:
    details = {"list": decided.list_id, "line": decided.line}
    if verdict == Verdict.SAME:
        Event.objects.create(
            person_id=other_id, kind=EventKind.SAME_PERSON, acted_at=at, by=by, details=details
        )
    disputed = Person.objects.filter(pk=decided.person_id, document_disputed=True)
    if verdict == Verdict.DIFFERENT and disputed.exists():
        Person.objects.filter(pk=other_id).update(document_disputed=True)
        Case.objects.create(
            kind=CaseKind.DISPUTED_DOCUMENT,
            person_id=other_id,
            other_id=decided.person_id,
            opened_at=at,
            opened_by=by,
            reason=reason[:200],
        )
        for person_id in (other_id, decided.person_id):
            Event.objects.create(
                person_id=person_id,
                kind=EventKind.DOCUMENT_DISPUTED,
                acted_at=at,
                by=by,
                details=details,
            )
