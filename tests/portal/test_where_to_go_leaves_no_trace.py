"""The page is public, light, and keeps nothing of who asks; its JSON says the same."""

import logging
import re
from datetime import date, time

import pytest
from django.contrib.sessions.models import Session
from django.contrib.staticfiles import finders
from django.test import Client
from django.urls import reverse

from agencies.models import Approval
from agencies.synthesis import synthesize_network
from tests.agencies.places import commune, make_agency, make_point, make_stop, make_timetable

pytestmark = pytest.mark.django_db

WHERE, JSON = reverse("portal:where"), reverse("portal:where_json")
TUESDAY = "2026-11-24"
POSITION = {"latitude": "33.837412", "longitude": "-4.831967"}


@pytest.fixture
def crowd():
    """A town with each kind of place, more than a page of them."""
    hours = make_timetable(*((day, time(8, 30), time(16, 30)) for day in range(1, 6)))
    for number in range(8):
        make_agency(
            latitude=33.8 + number / 100, longitude=-4.83, timetable=hours, phone="0535000000"
        )
    for number in range(8):
        point = make_point(latitude=33.8, longitude=-4.9 + number / 100, timetable=hours)
        Approval.objects.create(point=point, service_id="DEPOT", begins_on=date(2022, 1, 1))
    make_stop()


@pytest.mark.parametrize("asked", [{}, {"commune": "Sefrou"}])
@pytest.mark.parametrize("language", ["fr", "ar"])
def test_the_page_weighs_little_and_needs_no_script(client, crowd, language, asked):
    page = client.get(WHERE, asked, headers={"accept-language": language}).text
    files = set(re.findall(r'(?:href|src)="/static/([^"]+)"', page))

    assert "<script" not in page
    assert "style=" not in page
    assert len(page.encode()) <= 14_000
    assert len(files) + 1 <= 6, files
    assert sum(size_of(name) for name in files) + len(page.encode()) <= 75_000


def size_of(name):
    with open(finders.find(name), "rb") as file:
        return len(file.read())


def test_the_page_may_be_kept_by_caches_and_sets_no_cookie(crowd):
    visitor = Client(enforce_csrf_checks=True)

    for url in (WHERE, f"{WHERE}?commune=Sefrou", f"{JSON}?commune=Sefrou"):
        response = visitor.get(url)

        assert response.cookies == {}
        assert "public" in response.headers["Cache-Control"]
        assert "max-age=120" in response.headers["Cache-Control"]
        assert "Accept-Language" in response.headers["Vary"]


def test_a_position_comes_by_post_and_is_kept_nowhere(crowd, caplog):
    visitor = Client(enforce_csrf_checks=True)

    with caplog.at_level(logging.DEBUG):
        page = visitor.post(WHERE, POSITION)

    assert page.status_code == 200
    assert page.headers["Cache-Control"] == "no-store"
    assert page.cookies == {}
    assert not Session.objects.exists()
    for precise in POSITION.values():
        assert precise not in page.text
        assert precise not in caplog.text
    addresses = re.findall(r'(?:href|action)="([^"]*)"', page.text)
    assert not [address for address in addresses if "33.8" in address or "latitude" in address]


def test_a_position_in_an_address_is_not_read(client, crowd):
    page = client.get(WHERE, POSITION)

    assert page.context["answer"].problem == "where_are_you"


def test_what_was_asked_from_a_position_goes_on_by_post(client, crowd):
    first = client.post(WHERE, POSITION | {"service": "DEPOT", "day": TUESDAY})
    hidden = dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', first.text))

    second = client.post(WHERE, hidden | {"page": "1", "kind": "point"})

    assert hidden["latitude"] == "33.837"
    assert hidden["service"] == "DEPOT"
    assert hidden["day"] == TUESDAY
    assert {place.kind for place in second.context["answer"].places} == {"point"}


@pytest.mark.parametrize(
    "position", [("91", "0"), ("x", "0"), ("33", ""), ("nan", "0"), ("inf", "1")]
)
def test_a_position_that_is_none_asks_where_one_is(client, crowd, position):
    page = client.post(WHERE, dict(zip(("latitude", "longitude"), position, strict=True)))

    assert page.status_code == 200
    assert page.context["answer"].places == []


@pytest.mark.parametrize("language", ["fr", "ar"])
def test_the_json_says_what_the_page_says(client, crowd, language):
    for asked in ({"page": "2"}, {"service": "DEPOT"}, {"kind": "mobile"}):
        asked |= {"commune": "Sefrou", "day": TUESDAY, "lang": language}
        page = client.get(WHERE, asked)
        answer = client.get(JSON, asked).json()

        shown = re.findall(r'id="lieu-(\d+)".*?<h3>(.*?)</h3>', page.text, re.DOTALL)
        told = [(str(place["rank"]), place["name"]) for place in answer["places"]]
        assert told == shown
        assert answer["problem"] is None
        assert answer["is_fictitious"] is True


def test_the_json_tells_each_thing_under_a_name_that_stays(client):
    hours = make_timetable((2, time(8, 30), time(16, 30)))
    make_agency(code="AG-1", name_fr="Agence", latitude=33.83, longitude=-4.83, timetable=hours)

    answer = client.get(JSON, {"commune": "Sefrou", "day": TUESDAY}).json()

    [place] = answer["places"]
    assert place.pop("distance_km") == pytest.approx(0.3, abs=0.5)
    assert place == {
        "rank": 1,
        "kind": "agency",
        "code": "AG-1",
        "name": "Agence",
        "network": None,
        "address": "",
        "commune": {"code": "03.451.01.09", "name": "Sefrou", "province": "Sefrou"},
        "latitude": 33.83,
        "longitude": -4.83,
        "phone": None,
        "services": [],
        "hours_known": True,
        "open_now": None,
        "closes_at": None,
        "hours_of_the_day": [{"opens": "08:30", "closes": "16:30"}],
        "next_opening": {"day": TUESDAY, "opens": "08:30", "closes": "16:30"},
        "is_fictitious": True,
    }


@pytest.mark.parametrize(
    ("asked", "problem"),
    [
        ({}, "where_are_you"),
        ({"commune": "zzzz"}, "unknown_commune"),
        ({"commune": "Oulad Aissa"}, "which_commune"),
        ({"commune": "Sefrou", "service": "VOYAGE"}, "unknown_service"),
        ({"commune": "Sefrou", "day": "demain"}, "unknown_day"),
        ({"commune": "Sefrou", "kind": "airport"}, "unknown_kind"),
    ],
)
def test_the_json_names_what_is_wrong_with_a_question(client, asked, problem):
    response = client.get(JSON, asked)

    assert response.status_code == 400
    assert response.json()["problem"] == problem
    assert response.json()["places"] == []


@pytest.mark.parametrize("asked", ["Casablanca", "Ribate El Kheir", "sefrou", "Tata"])
def test_few_queries_answer_from_a_whole_network(client, asked, django_assert_max_num_queries):
    synthesize_network(seed=1)

    with django_assert_max_num_queries(12):
        page = client.get(WHERE, {"commune": asked, "service": "DEPOT"})

    assert len(page.context["answer"].places) == 10


def test_a_commune_far_from_everything_still_finds_where_to_go(client):
    make_agency(commune=commune("Agadir"), name_fr="La seule")

    page = client.get(WHERE, {"commune": "Oujda"})

    assert [place.host.name_fr for place in page.context["answer"].places] == ["La seule"]
