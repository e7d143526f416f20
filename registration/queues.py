"""The queues of the register: what one person proposed about an identity waits for another."""

from django.utils.translation import gettext_lazy as _

from cnss_amo.accounts.enums import Role
from cnss_amo.queues.queue import Queue
from registration.models import Correction, Merger

CORRECTIONS = Queue(
    code="corrections",
    label=_("Corrections d'identité à décider"),
    roles=(Role.SUPERVISOR,),
    waiting=lambda: Correction.objects.waiting().select_related("person"),
    opened_at="proposed_at",
    maker="by",
    page="backoffice:correction",
    target="CORRECTION_TARGET_DAYS",
)
MERGERS = Queue(
    code="fusions",
    label=_("Fusions de dossiers à décider"),
    roles=(Role.SUPERVISOR,),
    waiting=lambda: Merger.objects.waiting().select_related("survivor", "absorbed"),
    opened_at="proposed_at",
    maker="by",
    page="backoffice:merger",
    target="MERGER_TARGET_DAYS",
)

QUEUES = (CORRECTIONS, MERGERS)


def queue_of(model: type[Correction] | type[Merger]) -> Queue:
    """The queue where proposals of a kind wait."""
    return CORRECTIONS if model is Correction else MERGERS
