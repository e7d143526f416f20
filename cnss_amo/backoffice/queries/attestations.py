"""The attestations of a person, as the desk lists them."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count

from registration.attestation import references
from registration.attestation.rules import CheckResult
from registration.attestation.services import standing_of
from registration.models import Attestation
from registration.queries import files_of

MOST = 50


@dataclass(frozen=True)
class Issued:
    """An attestation, what it is worth now, how many times somebody asked."""

    attestation: Attestation
    result: CheckResult
    checks: int

    @property
    def reference(self) -> str:
        """Its reference, as people read it."""
        return references.written(self.attestation.reference)

    @property
    def is_revocable(self) -> bool:
        """Whether a revocation would change what a check says."""
        return self.result == CheckResult.VALID


def issued_to(person_id: int, now: datetime) -> list[Issued]:
    """The attestations of a person and of the files merged into hers, latest first."""
    attestations = (
        Attestation.objects.filter(person__in=files_of(person_id))
        .select_related("by")
        .annotate(asked=Count("checks"))
        .order_by("-issued_at", "-pk")
    )
    return [Issued(one, standing_of(one, now).result, one.asked) for one in attestations[:MOST]]
