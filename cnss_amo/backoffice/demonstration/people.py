"""The people of a demo list who complete in the demonstration, and what each knows of herself."""

from collections.abc import Iterator
from typing import NamedTuple

from cnss_amo.kernel.db import keyring
from liaison.enums import ListState
from liaison.models import ReceivedList
from registration.attestation.rules import initials
from registration.enums import DocumentKind, Precision
from registration.models import Activity, CompletedRegistration, Person
from registration.services.caller import Question
from registration.services.completion import latest_completion

LIST = "BAM-2022-01.csv"  # auto-entrepreneurs: a mobile each, names in both scripts


class Somebody(NamedTuple):
    """A person of the list, who has her papers and her phone with her."""

    person_id: int
    number: str
    name: str
    initials: str
    document: str
    birth: str
    phone: str
    commune: str

    @property
    def answers(self) -> dict[str, str]:
        """What she answers on the phone, whichever questions are drawn."""
        return {
            Question.DOCUMENT: self.document[-4:],
            Question.BIRTH: self.birth,
            Question.PHONE: self.phone[-4:],
            Question.COMMUNE: self.commune,
        }

    @property
    def completed(self) -> CompletedRegistration | None:
        """How she completed, once she has."""
        return latest_completion(Person.objects.get(pk=self.person_id))


def people_of_the_list() -> Iterator[Somebody]:
    """Those of the list who can do everything by themselves, in the order of its lines."""
    lists = ReceivedList.objects.filter(file_name=LIST, state=ListState.CLOSED)
    listed = Activity.objects.filter(origin_list__in=lists.values("pk"), ends_on=None)
    for activity in listed.select_related("person__commune").order_by("origin_line"):
        if somebody := _somebody(activity.person):
            yield somebody


def _somebody(person: Person) -> Somebody | None:
    document = keyring().unseal_text(person.document_sealed, "document")
    phone = keyring().unseal_text(person.phone_sealed, "phone")
    knows_all = person.document_kind == DocumentKind.CIN and person.commune and phone
    if not (knows_all and person.birth_precision == Precision.DAY and not person.birth_place):
        return None
    if person.activities.count() != 1 or person.document_disputed:
        return None
    return Somebody(
        person_id=person.pk,
        number=person.formatted_number,
        name=person.name,
        initials=initials(person.first_name, person.last_name),
        document=document,
        birth=str(person.born),
        phone=phone,
        commune=person.commune.name_fr,
    )
