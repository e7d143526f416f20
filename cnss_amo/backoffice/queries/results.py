"""The people a search found, with what tells namesakes apart."""

from dataclasses import dataclass

from django.db.models import Prefetch, prefetch_related_objects

from cnss_amo.kernel import identifiers
from cnss_amo.kernel.db import keyring
from registration.models import Activity, Person
from registration.queries import Match, Reason

EXACT = (Reason.NUMBER, Reason.DOCUMENT, Reason.PHONE, Reason.PROFESSION)


@dataclass(frozen=True)
class Result:
    """Somebody found, with what tells namesakes apart."""

    person: Person
    reason: Reason
    birth: str
    commune: str
    document: str
    activities: list[Activity]

    @property
    def is_exact(self) -> bool:
        """Whether an identifier found her."""
        return self.reason in EXACT


def results(matches: list[Match], *, on_phone: bool = False) -> list[Result]:
    """Make results of matches, their open activities asked at once.

    On the phone, what a caller will be asked is masked.
    """
    running = Activity.objects.open().select_related("category").order_by("begins_on", "pk")
    people = [match.person for match in matches]
    prefetch_related_objects(people, Prefetch("activities", running, to_attr="running"))
    unseal = keyring().unseal_text
    return [
        Result(
            person=match.person,
            reason=match.reason,
            birth=birth_of(match.person, to_verify=on_phone),
            commune=commune_of(match.person, to_verify=on_phone),
            document=masked(unseal(match.person.document_sealed, "document")),
            activities=match.person.running,
        )
        for match in matches
    ]


def birth_of(person: Person, *, to_verify: bool) -> str:
    """When somebody was born; its decade only, as long as a caller may be asked."""
    return identifiers.mask_birth(str(person.born)) if to_verify else str(person.born)


def commune_of(person: Person, *, to_verify: bool) -> str:
    """Where somebody lives, or nothing; its first letter only, as long as a caller may be asked."""
    commune = str(person.commune or "")
    return identifiers.mask_text(commune) if commune and to_verify else commune


def masked(document: str | None) -> str:
    """Show an identity document without telling it."""
    return identifiers.mask_cin(document) if document else ""
