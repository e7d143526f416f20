"""What corrections and mergers share: one person proposes, another decides, once."""

from datetime import datetime
from typing import TypeVar

from django.db.models import TextChoices
from django.utils.translation import gettext as _

from cnss_amo.accounts.models import User
from cnss_amo.queues.services import settle
from registration.models import Correction, Merger, Person
from registration.queues import queue_of

Proposed = TypeVar("Proposed", Correction, Merger)
LONGEST_REASON = 200


class NotWaiting(Exception):
    """Somebody decided already; the message can be shown as it is."""


class NeedsSecondPerson(Exception):
    """Whoever proposed does not decide."""


class ReasonRequired(Exception):
    """A proposal and a refusal say why."""


class ChangedMeanwhile(Exception):
    """The register no longer says what the proposal saw; the message can be shown as it is."""


class FileAbsorbed(Exception):
    """The file is a signpost: what was asked of it is asked of the file it leads to."""


def waiting(model: type[Proposed], pk: int, by: User, at: datetime) -> Proposed:
    """Return a proposal that `by` may decide, locked and out of her hands."""
    settle(queue_of(model), queue_of(model).key_of(pk), by=by, at=at)
    proposal = model.objects.waiting().select_for_update(of=("self",)).filter(pk=pk).first()
    if proposal is None:
        raise NotWaiting(_("Cette proposition n'attend plus de décision."))
    if proposal.by_id == by.pk:
        raise NeedsSecondPerson(
            _("Vous avez fait cette proposition : une autre personne en décide.")
        )
    return proposal


def decide(proposal: Proposed, state: TextChoices, by: User, at: datetime, reason: str) -> None:
    """Write the decision on a proposal."""
    proposal.state = state
    proposal.decided_by, proposal.decided_at = by, at
    proposal.decision_reason = reason.strip()[:LONGEST_REASON]
    proposal.save()


def required(reason: str) -> str:
    """Return the reason as it is kept; raise ReasonRequired when there is none."""
    if not reason.strip():
        raise ReasonRequired(_("Donnez le motif."))
    return reason.strip()[:LONGEST_REASON]


def locked(*people: int) -> list[Person]:
    """Return files locked, always by the smaller id first, in the order asked."""
    rows = Person.objects.select_for_update(of=("self",)).filter(pk__in=people).order_by("pk")
    found = {person.pk: person for person in rows}
    if len(found) < len(set(people)):
        raise ChangedMeanwhile(_("Un dossier n'existe plus : sa liste a été annulée."))
    for person in found.values():
        if person.merged_into_id is not None:
            raise FileAbsorbed(_("Un dossier a déjà été fusionné dans un autre."))
    return [found[pk] for pk in people]
