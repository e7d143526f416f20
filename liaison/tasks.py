"""Celery: look now at a list, at the drop folders, at what waits. The work is in PostgreSQL."""

import logging

from celery import shared_task
from django.db import transaction
from django.utils import timezone
from kombu.exceptions import OperationalError as BrokerIsDown

from cnss_amo.kernel import faults
from liaison import queries
from liaison.services import advance, drop_folder, retention, waiting
from liaison.services.reconcile import reconcile as check_the_invariants

logger = logging.getLogger(__name__)


def look_now(list_id: int) -> None:
    """Tell the workers that a list has work, once it is committed.

    A broker that is down stops nobody: the failure is logged, the beat announces the list again.
    """
    transaction.on_commit(lambda: _tell(list_id), robust=True)


def _tell(list_id: int) -> None:
    faults.hit("look_now.committed")
    advance_list.delay(list_id=list_id)


@shared_task(acks_late=True)
def advance_list(*, list_id: int, **_newer_arguments: object) -> None:
    """Do one step of a list, then ask for the next; safe to run any number of times."""
    hands = advance.advance(list_id=list_id, at=timezone.now(), call=lambda: _call_another(list_id))
    for _hand in range(hands):
        advance_list.delay(list_id=list_id)
    if not hands:
        drop_folder.give_back(list_id=list_id)


def _call_another(list_id: int) -> None:
    """Ask for another worker on a list; without a broker this one goes on alone."""
    try:
        advance_list.delay(list_id=list_id)
    except BrokerIsDown:
        logger.warning("list %s: the broker is down, no other worker is called", list_id)


@shared_task
def announce_work(**_newer_arguments: object) -> None:
    """Announce again the lists with something to do: a lost message costs seconds, not a list."""
    for list_id, hands in queries.lists_with_work():
        for _hand in range(hands):
            advance_list.delay(list_id=list_id)
    for list_id in queries.lists_to_answer():
        advance_list.delay(list_id=list_id)


@shared_task
def watch_drop_folders(**_newer_arguments: object) -> None:
    """Take the files whose size no longer changes."""
    for list_id in drop_folder.take_all(at=timezone.now()):
        advance_list.delay(list_id=list_id)


@shared_task
def decide_waiting_rows(**_newer_arguments: object) -> None:
    """Decide again the rows whose category or mandate opens today; end what ends today."""
    waiting.decide_waiting_rows(on=timezone.localdate())
    waiting.deregister_the_ended(on=timezone.localdate())


@shared_task
def drop_old_rows(**_newer_arguments: object) -> None:
    """Drop, every night, the rows of lists whose retention is over; name those that are kept."""
    try:
        found = retention.drop_old_rows(at=timezone.now())
    except retention.NoRetentionDelay:
        return
    for due in found:
        if due.kept_because:
            logger.warning("retention: %s is kept: %s", due.received_list, due.kept_because.value)


@shared_task
def reconcile(**_newer_arguments: object) -> None:
    """Check, every night, what constraints cannot hold."""
    check_the_invariants()
