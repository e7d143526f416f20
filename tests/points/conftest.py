import pytest

from agencies.models import Approval, Posting
from cnss_amo.accounts.enums import Role
from cnss_amo.kernel.db import apart
from tests.agencies.places import make_point
from tests.points.counter import ALL_SERVICES
from tests.registration.completing import make_karim


@pytest.fixture(autouse=True)
def nobody_missed(db):
    """Misses are written apart, whatever becomes of a test: each begins with none."""
    with apart() as cursor:
        cursor.execute("DELETE FROM accounts_failure")


@pytest.fixture
def point(db):
    """A point approved for all that is done on its pages."""
    point = make_point(code="PT-SEFROU")
    for service in ALL_SERVICES:
        Approval.objects.create(point=point, service_id=service, begins_on=point.opened_on)
    return point


@pytest.fixture
def said(hire, point):
    """The operator of the point."""
    said = hire("said", Role.POINT_OPERATOR)
    Posting.objects.create(user=said, point=point, begins_on=point.opened_on)
    return said


@pytest.fixture
def till(client, said):
    """The browser of the operator."""
    client.force_login(said)
    return client


@pytest.fixture
def karim(db):
    """Somebody whom a list registered, with an address that no point is shown."""
    return make_karim(
        email="karim@example.com",
        address="17 rue des Orangers",
        last_name_ar="بناني",
        first_name_ar="كريم",
    )
