"""What is said of a place at a given moment, and where the map draws it."""

from datetime import datetime, time
from zoneinfo import ZoneInfo

import pytest

from agencies.rules import Position
from cnss_amo.portal.where.answer import answer_to
from cnss_amo.portal.where.drawing import SIDE, drawing_of
from cnss_amo.portal.where.words import distance_in_words, doors_in_words, kind_in_words
from tests.agencies.places import commune, make_agency, make_point, make_stop, make_timetable

pytestmark = pytest.mark.django_db

HERE = Position(33.83, -4.83)


def at(hour, minute=0, day=23):
    """A moment of November 2026; the 23rd is a Monday."""
    return datetime(2026, 11, day, hour, minute, tzinfo=ZoneInfo("Africa/Casablanca"))


def said(now, **asked):
    answer = answer_to({"commune": "Sefrou"} | asked, now)
    [place] = answer.places
    return " ".join(filter(None, doors_in_words(place, answer)[::2]))


@pytest.fixture
def day_with_a_break():
    return make_timetable((1, time(8, 30), time(12)), (1, time(14), time(18)))


@pytest.mark.parametrize(
    ("now", "words"),
    [
        (at(8, 29), "Fermé ouvre à 08:30"),
        (at(8, 30), "Ouvert jusqu'à 12:00"),
        (at(11, 59), "Ouvert jusqu'à 12:00"),
        (at(12), "Fermé ouvre à 14:00"),
        (at(18), "Fermé ouvre lundi 30 novembre à 08:30"),
    ],
)
def test_an_agency_says_until_when_or_from_when(day_with_a_break, now, words):
    make_agency(timetable=day_with_a_break)

    assert said(now) == words


def test_on_another_day_all_its_hours_are_said(day_with_a_break):
    make_agency(timetable=day_with_a_break)

    assert said(at(8), day="2026-11-30") == "Ouvert de 08:30 à 12:00, de 14:00 à 18:00"


@pytest.mark.parametrize(
    ("now", "words"),
    [
        (at(8), "Prochain passage aujourd'hui, de 09:00 à 13:00"),
        (at(9), "Sur place jusqu'à 13:00"),
        (at(13), "Prochain passage lundi 30 novembre, de 09:00 à 13:00"),
    ],
)
def test_a_mobile_agency_says_when_it_is_there(now, words):
    make_stop(weekday=1, opens=time(9), closes=time(13))

    assert said(now) == words


def test_a_mobile_agency_that_no_longer_comes_says_so():
    make_stop(weekday=1, begins_on="2026-01-01", ends_on="2026-11-24")

    assert said(at(14)) == "Aucun passage prévu"


def test_an_agency_that_never_opens_again_asks_to_call():
    make_agency(timetable=make_timetable((1, time(9), time(12))), closed_on="2026-11-25")

    assert said(at(14)) == "Fermé Aucune ouverture prévue : appelez avant de venir."


def test_a_place_is_called_what_people_call_it():
    for kind, words in (
        ("FIRST", "Agence"),
        ("LIAISON_OFFICE", "Bureau de liaison"),
        ("KIOSK", "Kiosque"),
    ):
        make_agency(kind=kind, name_fr=words)
    make_stop(kind="SOUK")

    for place in answer_to({"commune": "Sefrou"}, at(9)).places:
        assert kind_in_words(place) == (
            "Agence mobile · souk" if place.stop else place.host.name_fr
        )


def test_a_distance_is_told_no_finer_than_it_is_known():
    make_agency(name_fr="à moins de 1 km", latitude=33.831, longitude=-4.83)
    make_agency(name_fr="à 2,2 km", latitude=33.85, longitude=-4.83)
    make_agency(name_fr="à 33 km", latitude=34.13, longitude=-4.83)
    make_agency(name_fr="commune à 28 km", commune=commune("Fès"))

    for place in answer_to({"latitude": "33.83", "longitude": "-4.83"}, at(9)).places:
        assert distance_in_words(place).replace("\u00a0", " ") == place.host.name_fr


def test_what_has_no_position_is_in_ones_commune_or_is_not_measured():
    make_agency(name_fr="dans votre commune", commune=commune("Ribate El Kheir"))
    make_agency(name_fr="", commune=commune("Guigou"))

    for place in answer_to({"commune": "Ribate El Kheir"}, at(9)).places:
        assert distance_in_words(place) == place.host.name_fr


def test_the_map_has_the_north_up_and_one_dot_for_neighbours():
    make_agency(latitude=33.92, longitude=-4.83)
    make_agency(latitude=33.92, longitude=-4.8299)
    make_agency(latitude=33.83, longitude=-4.7)
    make_stop()

    places = answer_to({"latitude": "33.83", "longitude": "-4.83"}, at(9)).places
    drawing = drawing_of(HERE, places)

    north, east = sorted(drawing.marks, key=lambda mark: mark.x)
    ranks = {place.rank for place in places if place.position}
    assert set(north.ranks) | set(east.ranks) == ranks
    assert len(north.ranks) == 2
    assert north.y < SIDE / 2
    assert north.x == pytest.approx(SIDE / 2, abs=1)
    assert east.x > SIDE / 2
    assert east.y == pytest.approx(SIDE / 2, abs=1)


def test_the_circle_of_the_map_is_as_long_as_it_says():
    make_agency(latitude=round(33.83 + 5 / 111.195, 5), longitude=-4.83)

    drawing = drawing_of(HERE, answer_to({"latitude": "33.83", "longitude": "-4.83"}, at(9)).places)

    assert drawing.ring_km == 5
    assert drawing.middle - drawing.marks[0].y == pytest.approx(drawing.ring, abs=0.5)


def test_nothing_is_drawn_of_what_is_nowhere_on_the_map():
    make_stop()
    make_point()

    answer = answer_to({"latitude": "33.83", "longitude": "-4.83"}, at(9))

    assert drawing_of(HERE, answer.places) is None
    assert drawing_of(None, answer.places) is None
