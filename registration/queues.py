"""The queues of the register: what was proposed about an identity, what people submitted."""

from django.utils.translation import gettext_lazy as _

from cnss_amo.accounts.enums import Role
from cnss_amo.queues.queue import Queue
from registration.models import Contest, Correction, Merger, RegistrationRequest
from registration.queries.submissions import contests_to_decide, requests_to_decide

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

CONTESTS = Queue(
    code="contestations",
    label=_("Contestations à décider"),
    roles=(Role.AGENT, Role.SUPERVISOR),
    waiting=contests_to_decide,
    opened_at="clock_from",
    maker="by",
    page="backoffice:contest",
    listed="backoffice:contests",
    law="registration/answer_delay",
    target="CONTEST_TARGET_DAYS",
)
REQUESTS = Queue(
    code="demandes",
    label=_("Demandes d'immatriculation à décider"),
    roles=(Role.AGENT, Role.SUPERVISOR),
    waiting=requests_to_decide,
    opened_at="clock_from",
    maker="by",
    page="backoffice:request",
    listed="backoffice:requests",
    law="registration/answer_delay",
    target="REQUEST_TARGET_DAYS",
)

QUEUES = (REQUESTS, CONTESTS, CORRECTIONS, MERGERS)


def queue_of(model: type[Correction] | type[Merger]) -> Queue:
    """The queue where proposals of a kind wait."""
    return CORRECTIONS if model is Correction else MERGERS


def queue_of_submissions(model: type[Contest] | type[RegistrationRequest]) -> Queue:
    """The queue where submissions of a kind wait."""
    return CONTESTS if model is Contest else REQUESTS
