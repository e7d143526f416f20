"""Decisions on a planned list: approve, refuse, cancel, plan again, retry.

The first three raise HeldBySomebodyElse while a colleague has the list in hand.
"""

from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from cnss_amo.accounts.models import User
from cnss_amo.kernel import faults
from cnss_amo.queues.services import settle
from liaison.enums import AWAITING_DECISION, ListState
from liaison.models import ReceivedList
from liaison.queues import LISTS
from liaison.services import plan, states


class NeedsSecondPerson(Exception):
    """Above some rows, whoever sent a list does not approve it."""


class OverTolerance(Exception):
    """Too many rows are refused or in double: only a person may let such a list through."""


class ReasonRequired(Exception):
    """A refusal says why."""


def approve(*, list_id: int, by: User, at: datetime, over_tolerance: bool = False) -> ReceivedList:
    """Let a planned list be registered.

    Raises NeedsSecondPerson, or OverTolerance when the list is stopped and `over_tolerance` is not
    said (the system's own approver may never say it).
    """
    with transaction.atomic():
        received_list = _to_decide(list_id, by, at)
        states.require(received_list, *AWAITING_DECISION)
        is_long = received_list.rows_read > settings.LIST_APPROVAL_ROWS
        if is_long and by.pk == received_list.sent_by_id:
            raise NeedsSecondPerson(
                _("Au-delà de %(rows)s lignes, qui a envoyé la liste ne l'approuve pas.")
                % {"rows": settings.LIST_APPROVAL_ROWS}
            )
        stopped = received_list.state == ListState.STOPPED
        if stopped and (by.is_system or not over_tolerance):
            raise OverTolerance(
                _("La liste dépasse la tolérance de l'organisme : une personne doit en décider.")
            )
        states.move(
            received_list,
            ListState.APPROVED,
            decided_by=by,
            decided_at=at,
            over_tolerance=stopped,
        )
        faults.hit("approve.decided")
    return received_list


def refuse(*, list_id: int, by: User, at: datetime, reason: str) -> ReceivedList:
    """Refuse a planned list; raise ReasonRequired without a reason for the body to read."""
    if not reason.strip():
        raise ReasonRequired(_("Donnez le motif du refus : l'organisme le lira."))
    with transaction.atomic():
        received_list = _to_decide(list_id, by, at)
        states.require(received_list, *AWAITING_DECISION)
        states.move(
            received_list,
            ListState.REFUSED,
            decided_by=by,
            decided_at=at,
            reason_code="REFUSED_BY_PERSON",
            reason_details={"reason": reason.strip()[:500]},
        )
    return received_list


def cancel(*, list_id: int, by: User, at: datetime) -> ReceivedList:
    """Stop a list before anybody is registered from it; while it registers, undo it after.

    Raises NotInThatState, also when a fault interrupted the list while it registered.
    """
    with transaction.atomic():
        received_list = _to_decide(list_id, by, at)
        if received_list.interrupted_while == ListState.REGISTERING:
            raise states.NotInThatState(
                _("Des personnes sont déjà immatriculées : reprenez la liste, puis annulez-la.")
            )
        states.require(
            received_list,
            ListState.RECEIVED,
            ListState.READING,
            ListState.APPROVED,
            ListState.FAILED,
            *AWAITING_DECISION,
        )
        states.move(received_list, ListState.CANCELLED, decided_by=by, decided_at=at)
    return received_list


def plan_again(*, list_id: int, at: datetime) -> ReceivedList:
    """Decide a waiting list again, against the register as it is now."""
    plan.plan(list_id=list_id, at=at)
    return ReceivedList.objects.get(pk=list_id)


def retry(*, list_id: int) -> ReceivedList:
    """Take up again a list that a fault of ours interrupted, where it stopped."""
    with transaction.atomic():
        received_list = states.locked(list_id)
        states.require(received_list, ListState.FAILED)
        resumed = received_list.interrupted_while or ListState.RECEIVED
        states.move(
            received_list, ListState(resumed), reason_code="", reason_details={}, attempts=0
        )
        received_list.batches.update(attempts=0)
    return received_list


def _to_decide(list_id: int, by: User, at: datetime) -> ReceivedList:
    received_list = states.locked(list_id)
    settle(LISTS, LISTS.key_of(list_id), by=by, at=at)
    return received_list
