"""Two files of one person, for the tests of mergers and splits."""

from datetime import UTC, date, datetime

from registration.enums import PaperSeen
from registration.models import Merger, Person
from registration.services import accept_merger, propose_merger
from tests.registration.factories import make_activity, make_person

NOON = datetime(2023, 1, 10, 12, tzinfo=UTC)
LATER = datetime(2023, 1, 11, 9, tzinfo=UTC)


def two_files() -> tuple[Person, Person]:
    """Karim, listed by the tax office, then again under another card by Barid Al-Maghrib."""
    older = make_person(cin="AB123456", registered_on=date(2022, 1, 1))
    newer = make_person(
        cin="AB123465",
        registered_on=date(2022, 6, 1),
        last_name_ar="بناني",
        first_name_ar="كريم",
        phone="+212612345678",
        sex="M",
    )
    make_activity(older, "CPU", facts={"ir_annuel": 1200})
    make_activity(newer, "AE", body="BAM", started_on=date(2022, 6, 1))
    return older, newer


def propose(one, other, by, **said) -> Merger:
    """Propose a merger as an agent does."""
    return propose_merger(
        person_id=one.pk,
        other_id=other.pk,
        reason="Une seule personne",
        paper=PaperSeen.CIN,
        by=by,
        at=NOON,
        **said,
    )


def merge(one, other, by, second, **said) -> Merger:
    """Merge two files, one person proposing and another deciding."""
    merger = propose(one, other, by, **said)
    return accept_merger(merger_id=merger.pk, by=second, at=LATER)
