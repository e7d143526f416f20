"""The queues of the lists: what waits for a list manager, where it already is."""

from collections.abc import Iterable
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from cnss_amo.accounts.enums import Role
from cnss_amo.queues.queue import Batches, Queue
from liaison import queries
from liaison.models import ReceivedList


def _closed_at(lists: Iterable[int]) -> dict[int, datetime]:
    return dict(ReceivedList.objects.filter(pk__in=lists).values_list("pk", "closed_at"))


CONFLICTS = Queue(
    code="conflits",
    label=_("Conflits d'identité"),
    roles=(Role.LIST_MANAGER,),
    waiting=queries.conflicts_waiting,
    key=("list_id", "line"),
    batches=Batches("list_id", _closed_at),
    page="liaison:conflict",
    listed="liaison:conflicts",
    target="CONFLICT_TARGET_DAYS",
)
MISSING = Queue(
    code="absents",
    label=_("Absents des listes complètes"),
    roles=(Role.LIST_MANAGER,),
    waiting=queries.missing_people,
    batches=Batches("missing_list", _closed_at),
    page="liaison:missing_person",
    listed="liaison:missing",
    law="registration/liaison_answer_delay",
    target="MISSING_TARGET_DAYS",
)
LISTS = Queue(
    code="listes",
    label=_("Listes à décider"),
    roles=(Role.LIST_MANAGER,),
    waiting=queries.lists_to_decide,
    opened_at="planned_at",
    maker="sent_by",
    page="liaison:list",
    listed="liaison:lists",
    target="LIST_DECISION_TARGET_DAYS",
)
QUARANTINE = Queue(
    code="quarantaine",
    label=_("Lignes en quarantaine"),
    roles=(Role.LIST_MANAGER,),
    waiting=queries.quarantined_rows,
    key=("list_id", "line"),
    batches=Batches("list_id", _closed_at),
    page="liaison:row",
    listed="liaison:quarantine",
    target="QUARANTINE_TARGET_DAYS",
)

QUEUES = (LISTS, CONFLICTS, MISSING, QUARANTINE)
