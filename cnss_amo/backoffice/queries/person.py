"""The page of a person: everything the register and the lists tell of her, masked."""

from dataclasses import dataclass

from cnss_amo.backoffice import words
from cnss_amo.backoffice.queries.results import masked
from cnss_amo.backoffice.timeline import Entry, Mentions, origin, timeline
from cnss_amo.kernel import identifiers
from liaison.models import ReceivedList, RowOutcome
from registration.enums import DocumentKind
from registration.models import Activity, Person
from registration.queries import PersonFile, person_file

MOST_MENTIONS = 100


@dataclass(frozen=True)
class ShownActivity:
    """An activity in words: its facts, and where it came from."""

    activity: Activity
    facts: list[tuple[str, str]]
    origin: str


@dataclass(frozen=True)
class PersonPage:
    """Everything the page of a person shows, masked."""

    person: Person
    birth: str
    state: str
    documents: list[tuple[str, str]]
    phone: str
    email: str
    address: str
    activities: list[ShownActivity]
    timeline: list[Entry]
    other_cover: list[str]


def person_page(person_id: int, *, with_links: bool) -> PersonPage:
    """Gather the page of a person; `with_links` leads to the lists. Raise Person.DoesNotExist."""
    file = person_file(person_id)
    mentions = _mentions(file)
    return PersonPage(
        person=file.person,
        birth=str(file.person.born),
        state=words.state_in_words(file.person, file.activities),
        documents=[
            (str(DocumentKind(kind).label), masked(paper)) for kind, paper in file.documents
        ],
        phone=identifiers.mask_phone(file.phone) if file.phone else "",
        email=identifiers.mask_email(file.email) if file.email else "",
        address=identifiers.mask_text(file.address) if file.address else "",
        activities=[
            ShownActivity(
                activity=activity,
                facts=words.facts_in_words(activity),
                origin=origin(activity, mentions.lists, with_links=with_links),
            )
            for activity in file.activities
        ],
        timeline=timeline(file, mentions, with_links=with_links),
        other_cover=[cover.scheme for cover in file.other_cover],
    )


def _mentions(file: PersonFile) -> Mentions:
    spoke = RowOutcome.objects.filter(person_id=file.person.pk).order_by("-list_id", "-line")
    outcomes = list(spoke[:MOST_MENTIONS])
    wanted = {outcome.list_id for outcome in outcomes}
    wanted |= {activity.origin_list for activity in file.activities if activity.origin_list}
    return Mentions(outcomes, ReceivedList.objects.select_related("body").in_bulk(wanted))
