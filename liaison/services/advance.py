"""Do the next step of a list, whatever it is: what workers, commands and tests all call."""

import logging
from collections.abc import Callable
from datetime import datetime

from django.db import transaction

from cnss_amo.kernel import faults
from cnss_amo.kernel.db import is_the_database_s
from liaison.enums import IN_PROGRESS, ListState
from liaison.models import ReceivedList
from liaison.queries.work import HANDS
from liaison.services import close, plan, read, register, states

logger = logging.getLogger(__name__)


def advance(*, list_id: int, at: datetime, call: Callable[[], None] = lambda: None) -> int:
    """Do one step of a list; return how many workers may look at it again, none when it rests.

    `call` is called whenever a step under way has work for another worker. A fault of ours leaves
    the list FAILED with its reason, to be retried; a lost connection leaves it as it is, to be
    announced again.
    """
    received_list = ReceivedList.objects.get(pk=list_id)
    try:
        return _step(received_list, at, call)
    except states.NotInThatState as moved:  # a late message: somebody took the list elsewhere
        logger.info("list %s: %s", received_list, moved)
        return 0
    except Exception as fault:
        if is_the_database_s(fault):
            raise
        logger.exception("list %s failed while %s", received_list, received_list.state)
        fail(list_id=list_id, fault=fault)
        return 0


def _step(received_list: ReceivedList, at: datetime, call: Callable[[], None]) -> int:
    list_id = received_list.pk
    match received_list.state:
        case ListState.RECEIVED | ListState.READING:
            return _read_and_plan(list_id, at, call)
        case ListState.APPROVED:
            register.begin(list_id=list_id, at=at)
            return HANDS
        case ListState.REGISTERING:
            if register.register_next_chunk(list_id=list_id):
                return 1
            close.close(list_id=list_id, at=at)
    return 0


def _read_and_plan(list_id: int, at: datetime, call: Callable[[], None]) -> int:
    """Read with the others; whoever is alone on a list that is fully read plans it."""
    read.read(list_id=list_id, call=call)
    with read.alone_on(list_id) as alone:
        received_list = ReceivedList.objects.get(pk=list_id)
        if alone and received_list.state == ListState.READING and received_list.fully_read:
            plan.plan(list_id=list_id, at=at)
            faults.hit("plan.committed")
            return 1
    return int(received_list.state not in (ListState.RECEIVED, ListState.READING))


@transaction.atomic
def fail(*, list_id: int, fault: Exception) -> None:
    """Keep why a list was interrupted: the kind of fault, never the data."""
    received_list = states.locked(list_id)
    if received_list.state in IN_PROGRESS:
        states.move(
            received_list,
            ListState.FAILED,
            reason_code="FAULT",
            reason_details={"was": received_list.state, "fault": type(fault).__name__},
        )


def advance_to_rest(*, list_id: int, clock) -> ReceivedList:
    """Do every step a list can do now, in this process; `clock` gives the instant of each."""
    while advance(list_id=list_id, at=clock()):
        pass
    return ReceivedList.objects.get(pk=list_id)
