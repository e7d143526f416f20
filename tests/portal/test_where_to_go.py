"""What a visitor meets who asks where to go."""

from datetime import time

import pytest
from django.urls import reverse

from agencies.enums import Season
from tests.agencies.places import make_agency, make_timetable

pytestmark = pytest.mark.django_db

WHERE = reverse("portal:where")
TUESDAY = "2026-11-24"


def ask(client, language="fr", **asked):
    return client.get(WHERE, {"day": TUESDAY} | asked, headers={"accept-language": language})


def names(response):
    return [place.host.name_fr for place in response.context["answer"].places]


@pytest.fixture
def weekdays():
    return make_timetable(
        *((day, time(8, 30), time(16, 30)) for day in range(1, 6)),
        *((day, time(9), time(15), Season.RAMADAN) for day in range(1, 6)),
    )


def test_the_nearest_comes_first(client, weekdays):
    make_agency(name_fr="Loin", latitude=33.9, longitude=-4.8, timetable=weekdays)
    make_agency(name_fr="Près", latitude=33.84, longitude=-4.83, timetable=weekdays)

    page = client.post(WHERE, {"latitude": "33.83", "longitude": "-4.83", "day": TUESDAY})

    assert names(page) == ["Près", "Loin"]
    assert "à 1,1 km" in page.text
    assert "Ouvert</span> de 08:30 à 16:30" in page.text
