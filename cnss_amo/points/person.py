"""The little that a point is shown of a person: initials, where she is, what she may ask."""

from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from cnss_amo.kernel.identifiers import mask_phone
from registration.attestation.rules import Lacking, initials, masked_number
from registration.attestation.services import what_is_lacking
from registration.enums import State
from registration.models import Account, Activity, Category, Person
from registration.services.completion import Completion, known_about, why_not_completable


class Shown:
    """A person as a point sees her: never a name, an address, nor a number in clear."""

    def __init__(self, person: Person) -> None:
        self.person = person

    @property
    def initials(self) -> str:
        """Her initials, in Latin letters."""
        return initials(self.person.first_name, self.person.last_name)

    @property
    def initials_ar(self) -> str:
        """Her initials, in Arabic letters; empty when no list gave them."""
        return initials(self.person.first_name_ar, self.person.last_name_ar)

    @property
    def number(self) -> str:
        """Her number but for its last digits, masked."""
        return masked_number(self.person.formatted_number)

    @cached_property
    def known(self) -> Completion:
        """What the register holds of how to reach her."""
        return known_about(self.person)

    @property
    def phone(self) -> str:
        """Her phone, masked; empty when there is none."""
        return mask_phone(self.known.phone) if self.known.phone else ""

    @cached_property
    def categories(self) -> list[Category]:
        """What the lists say she does now."""
        running = Activity.objects.open().filter(person=self.person)
        return list(Category.objects.filter(pk__in=running.values("category")))

    @property
    def standing(self) -> str:
        """Where her registration is, in a sentence; what to do when nothing is to be completed."""
        if self.is_completed:
            return _("Immatriculation complétée.")
        return self._nothing_to_complete or _("Immatriculation à compléter.")

    @cached_property
    def has_space(self) -> bool:
        """Whether her space was opened."""
        return Account.objects.filter(pk=self.person.pk, disabled_at=None).exists()

    @property
    def is_registered(self) -> bool:
        """Whether she has a number and does something today."""
        return self.person.number is not None and self.person.state != State.DEREGISTERED

    @property
    def is_completed(self) -> bool:
        """Whether her registration is complete, by whatever channel."""
        return self.person.state == State.COMPLETED

    @property
    def is_completable(self) -> bool:
        """Whether there is something to complete."""
        return not self.is_completed and not self._nothing_to_complete

    @cached_property
    def lacks(self) -> Lacking | None:
        """What stands between her and her attestation."""
        return what_is_lacking(self.person)

    @property
    def is_attestable(self) -> bool:
        """Whether she may have her attestation."""
        return self.lacks is None

    @cached_property
    def _nothing_to_complete(self) -> str:
        return why_not_completable(self.person)
