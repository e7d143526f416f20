from datetime import UTC, datetime

import pytest

from registration.attestation import services
from registration.enums import Channel, State
from tests.registration.factories import make_activity, make_person

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)


@pytest.fixture
def karim(db):
    """A notary who has completed his registration."""
    karim = make_person(
        cin="AB123456", state=State.COMPLETED, last_name_ar="بناني", first_name_ar="كريم"
    )
    make_activity(karim, "NOT")
    return karim


@pytest.fixture
def issue():
    """Issue an attestation: `issue(person)`, at noon of a day of March unless told."""

    def issued(person, *, at=NOON, by=None):
        return services.issue(person_id=person.pk, by=by, channel=Channel.PORTAL, at=at)

    return issued
