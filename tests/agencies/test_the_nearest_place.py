"""The nearest place first, whatever its kind; where no position is known, by the territory."""

from datetime import date, timedelta

import pytest

from agencies.enums import AgencyKind
from agencies.models import Approval, Service
from agencies.queries.nearest import Origin, PlaceKind, nearest, origin_in
from agencies.rules import Position, distance_km
from tests.agencies.places import commune, make_agency, make_point, make_stop

pytestmark = pytest.mark.django_db

MONDAY = date(2026, 11, 23)
HERE = Position(33.83, -4.83)  # in Sefrou


def at(kilometres_north):
    return {"latitude": round(HERE.latitude + kilometres_north / 111.195, 5), "longitude": -4.83}


def approved(point, *services, **days):
    for service in services or ("DEPOT",):
        Approval.objects.create(
            **{"point": point, "service_id": service, "begins_on": date(2022, 1, 1)} | days
        )
    return point


def found(origin, on=MONDAY, **wanted):
    return [(near.kind, near.pk) for near in nearest(origin, on, **wanted)]


def test_agencies_and_points_come_nearest_first_from_a_position():
    far = make_agency(**at(30))
    near = approved(make_point(**at(2)))
    middle = make_agency(**at(-10), commune=commune("Fès"))

    ranked = nearest(Origin(position=HERE), MONDAY)

    assert [near.pk for near in ranked] == [near.pk, middle.pk, far.pk]
    assert [round(near.kilometres, 1) for near in ranked] == [2.0, 10.0, 30.0]


def test_ones_own_commune_comes_before_the_next_one_even_nearer_its_centre():
    far = make_agency(**at(8))
    next_door = make_agency(**at(5), commune=commune("Fès"))
    near = make_agency(**at(1))

    ranked = nearest(origin_in(commune()), MONDAY)

    assert [place.pk for place in ranked] == [near.pk, far.pk, next_door.pk]


def test_without_any_position_the_province_comes_before_the_region():
    elsewhere = make_agency(commune=commune("Ammelne"))
    region = make_agency(commune=commune("Guigou"))
    province = make_agency(commune=commune("Immouzzer-Kandar"))
    own = make_agency(commune=commune("Ribate El Kheir"))

    origin = origin_in(commune("Ribate El Kheir"))
    ranked = nearest(origin, MONDAY)

    assert origin.position is None
    assert [near.pk for near in ranked] == [own.pk, province.pk, region.pk, elsewhere.pk]
    assert [near.tier for near in ranked] == [0, 1, 2, 3]
    assert {near.kilometres for near in ranked} == {None}


def test_a_commune_that_is_not_on_the_map_is_where_its_places_are():
    make_agency(**at(0), commune=commune("Ribate El Kheir"))
    approved(make_point(**at(4), commune=commune("Ribate El Kheir")))

    here = origin_in(commune("Ribate El Kheir")).position

    assert distance_km(here, HERE) == pytest.approx(2, abs=0.01)


def test_a_stop_is_told_from_the_chief_town_of_its_commune():
    sefrou, fes = commune("Sefrou"), commune("Fès")
    stop = make_stop(commune=fes)

    [near] = nearest(origin_in(sefrou), MONDAY, kind=PlaceKind.MOBILE)

    between = distance_km(sefrou.map_position, fes.map_position)
    assert near.pk == stop.pk
    assert near.kilometres == pytest.approx(between, rel=0.005)


def test_only_places_that_do_the_service_are_told():
    service = Service.objects.get(code="DEPOT")
    agency, other = make_agency(), make_agency()
    agency.services.add(service)
    other.services.add(Service.objects.get(code="FAMILLE"))
    point = approved(make_point(), "DEPOT")
    approved(make_point(), "PAIEMENT")
    make_point()
    mobile = make_agency(kind=AgencyKind.MOBILE)
    mobile.services.add(service)
    stop = make_stop(agency=mobile)
    make_stop()

    assert set(found(origin_in(commune()), service="DEPOT")) == {
        ("agency", agency.pk),
        ("point", point.pk),
        ("mobile", stop.pk),
    }


def test_an_approval_that_ended_or_has_not_begun_is_none():
    approved(make_point(), ends_on=MONDAY)
    approved(make_point(), begins_on=MONDAY + timedelta(days=1))
    point = approved(make_point(), ends_on=MONDAY + timedelta(days=1))

    assert found(origin_in(commune())) == [("point", point.pk)]


def test_a_mobile_agency_is_where_it_stops_and_nowhere_else():
    mobile = make_agency(kind=AgencyKind.MOBILE, commune=commune("Agadir"), **at(0))
    stops = {make_stop(agency=mobile, weekday=day).pk for day in (1, 4)}
    make_stop(agency=mobile, weekday=5, ends_on=MONDAY)
    make_stop(agency=mobile, weekday=6, begins_on=MONDAY + timedelta(days=90))

    assert set(found(origin_in(commune()))) == {("mobile", pk) for pk in stops}


def test_a_place_closed_for_good_or_not_open_yet_is_not_told():
    make_agency(closed_on=MONDAY)
    make_agency(opened_on=MONDAY + timedelta(days=1))
    make_stop(agency=make_agency(kind=AgencyKind.MOBILE, closed_on=MONDAY))

    assert found(origin_in(commune())) == []


def test_fifty_places_are_enough_whatever_there_is():
    for number in range(55):
        make_agency(**at(number))

    ranked = nearest(Origin(position=HERE), MONDAY)

    assert len(ranked) == 50
    assert max(near.kilometres for near in ranked) < 50
