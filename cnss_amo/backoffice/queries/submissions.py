"""A contest or a request as an agent's page shows it: masked, with what lists made of it since."""

from dataclasses import dataclass
from functools import cached_property

from cnss_amo.backoffice.queries.results import masked
from cnss_amo.kernel.db import keyring
from cnss_amo.kernel.identifiers import mask_phone
from liaison.models import LiaisonBody, ReceivedList
from registration.enums import Scheme
from registration.models import Contest, Person, RegistrationRequest
from registration.queries import standing_file
from registration.queries.submissions import (
    Listing,
    holder_of,
    listing_of_contest,
    listing_of_request,
    namesakes_of,
    others_of_document,
)


@dataclass
class Case:
    """What an agent decides on; asked as it is shown."""

    submission: Contest | RegistrationRequest

    @cached_property
    def papers(self) -> list:
        """The papers that go with it, the first given first."""
        return list(self.submission.papers.defer("sealed").order_by("pk"))

    @cached_property
    def body(self) -> LiaisonBody | None:
        """The body that is asked."""
        question = getattr(self.submission, "question", None)
        return LiaisonBody.objects.filter(pk=question.body).first() if question else None

    @cached_property
    def lists(self) -> dict[int, ReceivedList]:
        """The lists that its activity comes from, or is absent from."""
        wanted = {self.listing.missing_list, self.listing.origin_list} - {None}
        return ReceivedList.objects.in_bulk(wanted)

    @property
    def missing_from(self) -> ReceivedList | None:
        """The complete list that no longer names the person."""
        return self.lists.get(self.listing.missing_list or 0)

    @property
    def listed_in(self) -> ReceivedList | None:
        """The list that brought the activity."""
        return self.lists.get(self.listing.origin_list or 0)

    @cached_property
    def listing(self) -> Listing:
        """What the register says of the activity by now."""
        if isinstance(self.submission, Contest):
            return listing_of_contest(self.submission)
        return listing_of_request(self.submission)


class RequestCase(Case):
    """A request, the papers and contacts masked."""

    submission: RegistrationRequest

    @property
    def document(self) -> str:
        """The identity document, masked."""
        return masked(keyring().unseal_text(self.submission.document_sealed, "document"))

    @property
    def phone(self) -> str:
        """The phone, masked."""
        told = keyring().unseal_text(self.submission.phone_sealed, "phone")
        return mask_phone(told) if told else ""

    @cached_property
    def holder(self) -> Person | None:
        """Whom the register knows by this document."""
        return holder_of(self.submission)

    @cached_property
    def namesakes(self) -> list[Person]:
        """Who has the same name and birth by another document."""
        return [] if self.holder else namesakes_of(self.submission)

    @cached_property
    def others(self) -> list[RegistrationRequest]:
        """The other requests that name this document."""
        return others_of_document(self.submission)

    @property
    def people(self) -> list[int]:
        """The people of the register that the page shows."""
        shown = {person.pk for person in (self.holder, *self.namesakes) if person}
        return sorted(shown | ({self.submission.person_id} - {None}))


class ContestCase(Case):
    """A contest, with the person's standing file."""

    submission: Contest

    @cached_property
    def person(self) -> Person:
        """The person, in the file that stands."""
        return Person.objects.get(pk=standing_file(self.submission.person_id))

    @property
    def scheme(self) -> str:
        """The other scheme, in words."""
        told = self.submission.scheme
        return str(Scheme(told).label) if told in Scheme.values else told

    @property
    def people(self) -> list[int]:
        """The person that the page shows."""
        return [self.person.pk]
