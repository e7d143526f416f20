"""The file of a person as its pages show it: masked, each part asked only where it is shown."""

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import NamedTuple

from cnss_amo.accounts.models import User
from cnss_amo.backoffice import words
from cnss_amo.backoffice.queries.identity import Waiting, proposals_about
from cnss_amo.backoffice.queries.results import birth_of, commune_of, masked
from cnss_amo.backoffice.timeline import Entry, Mentions, acts, origin, place, timeline
from cnss_amo.kernel import identifiers
from liaison.models import ReceivedList, RowOutcome
from registration.enums import DocumentKind, EventKind
from registration.facts import facts_in_words
from registration.models import Activity, Person
from registration.queries import Happening, PersonFile, Relative, person_file, relatives
from registration.queries.relatives import Tie
from registration.services.contact import UNDO_WITHIN

MOST_MENTIONS = 100
LATEST = 3
CONTACT_ACTS = (EventKind.CONTACT_CHANGED, EventKind.CONTACT_RESTORED)


@dataclass(frozen=True)
class ShownActivity:
    """An activity in words: its facts, and where it came from."""

    activity: Activity
    facts: list[tuple[str, str]]
    origin: str


class Mention(NamedTuple):
    """A line of a list that spoke of her: where, and what came of it."""

    received_list: ReceivedList
    place: str
    outcome: str


class ShownRelative(NamedTuple):
    """Somebody tied to her, as her page tells who."""

    person: Person
    ties: list[Tie]
    birth: str
    commune: str


class PersonPage:
    """Everything the pages of a person show, masked; `with_links` leads to the lists.

    On the phone, what a caller is asked is masked as well, birth and commune: hers until she is
    verified, and her relatives' all along.
    """

    def __init__(
        self,
        file: PersonFile,
        *,
        with_links: bool = False,
        on_phone: bool = False,
        verified: bool = False,
    ) -> None:
        self.file = file
        self.person: Person = file.person
        self.with_links = with_links
        self.on_phone = on_phone
        self.to_verify = on_phone and not verified

    @property
    def birth(self) -> str:
        """When she was born, as finely as it is known."""
        return birth_of(self.person, to_verify=self.to_verify)

    @property
    def birth_place(self) -> str:
        """Where she was born, or nothing."""
        place = self.person.birth_place
        return identifiers.mask_text(place) if place and self.to_verify else place

    @property
    def commune(self) -> str:
        """The commune where she lives, or nothing."""
        return commune_of(self.person, to_verify=self.to_verify)

    @cached_property
    def documents(self) -> list[tuple[str, str]]:
        """Her identity documents, each with its kind: the one in use first."""
        return [
            (str(DocumentKind(kind).label), masked(paper)) for kind, paper in self.file.documents
        ]

    @property
    def document(self) -> str:
        """The identity document in use."""
        return self.documents[0][1] if self.documents else ""

    @property
    def phone(self) -> str:
        """Her phone, or nothing."""
        return identifiers.mask_phone(self.file.phone) if self.file.phone else ""

    @property
    def email(self) -> str:
        """Her e-mail address, or nothing."""
        return identifiers.mask_email(self.file.email) if self.file.email else ""

    @property
    def address(self) -> str:
        """Where she lives, or nothing."""
        return identifiers.mask_text(self.file.address) if self.file.address else ""

    @property
    def contact(self) -> dict[str, str]:
        """How the register reaches her, by the name of each datum."""
        return {
            "phone": self.phone,
            "email": self.email,
            "address": self.address,
            "commune": self.commune,
        }

    @property
    def state(self) -> str:
        """Where her registration is, in a sentence."""
        return words.state_in_words(self.person, self.file.activities)

    @property
    def running(self) -> list[Activity]:
        """Her open activities."""
        return [activity for activity in self.file.activities if activity.ends_on is None]

    @property
    def is_missing(self) -> bool:
        """Whether a complete list no longer speaks of one of her activities."""
        return any(activity.missing_list for activity in self.running)

    @cached_property
    def activities(self) -> list[ShownActivity]:
        """Her activities in words, latest first."""
        lists = self.mentions.lists
        return [
            ShownActivity(
                activity=activity,
                facts=facts_in_words(activity),
                origin=origin(activity, lists, with_links=self.with_links),
            )
            for activity in self.file.activities
        ]

    @property
    def other_cover(self) -> list[str]:
        """The other schemes that know one of her documents."""
        return [cover.scheme for cover in self.file.other_cover]

    @cached_property
    def timeline(self) -> list[Entry]:
        """What happened to her, newest first."""
        hidden = words.ASKED if self.to_verify else ()
        return timeline(self.file, self.mentions, with_links=self.with_links, hidden=hidden)

    @property
    def earlier_numbers(self) -> list[str]:
        """The numbers of the files that were merged into hers."""
        return [f"{number:09d}" for number in self.person.earlier_numbers]

    @cached_property
    def proposals(self) -> list[Waiting]:
        """What waits for a second person about her."""
        return proposals_about(self.person)

    @cached_property
    def relatives(self) -> list[Relative]:
        """The people whom something ties to her."""
        return relatives(self.person)

    @property
    def shown_relatives(self) -> list[ShownRelative]:
        """The same, as her page shows them: a caller verified as her is not them."""
        masks = {"to_verify": self.on_phone}
        return [
            ShownRelative(*one, birth_of(one.person, **masks), commune_of(one.person, **masks))
            for one in self.relatives
        ]

    @property
    def lists(self) -> list[Mention]:
        """The lines of lists that spoke of her, latest first."""
        lists = self.mentions.lists
        return [
            Mention(
                lists[one.list_id],
                place(lists[one.list_id], one.line, self.with_links),
                words.outcome_in_words(one.outcome),
            )
            for one in self.mentions.outcomes
            if one.list_id in lists
        ]

    @property
    def latest(self) -> list[Entry]:
        """What people did last on the file."""
        return acts(self.file)[:LATEST]

    def undoable(self, user: User, now: datetime) -> Happening | None:
        """The change of contact that the user may still undo: hers, the last, minutes ago."""
        changes = (one for one in self.file.history if one.code in CONTACT_ACTS)
        last = next(changes, None)
        if last and last.code == EventKind.CONTACT_CHANGED and last.by_id == user.pk:
            return last if now - last.at < UNDO_WITHIN else None
        return None

    @cached_property
    def mentions(self) -> Mentions:
        """The lines of lists that spoke of her."""
        files = [self.person.pk, *self.person.absorbed_ids]
        spoke = RowOutcome.objects.filter(person_id__in=files).order_by("-list_id", "-line")
        outcomes = list(spoke[:MOST_MENTIONS])
        wanted = {outcome.list_id for outcome in outcomes}
        wanted |= {one.origin_list for one in self.file.activities if one.origin_list}
        return Mentions(outcomes, ReceivedList.objects.select_related("body").in_bulk(wanted))


def person_page(person_id: int, **shown: bool) -> PersonPage:
    """Open the file of a person; raise Person.DoesNotExist."""
    return PersonPage(person_file(person_id), **shown)
