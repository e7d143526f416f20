from datetime import date, time

import pytest
from django.db import IntegrityError

from agencies.enums import AgencyKind
from agencies.models import Approval, OpeningHours, Posting, Ramadan
from cnss_amo.accounts.enums import Role
from tests.agencies.places import make_agency, make_point, make_stop, make_timetable

pytestmark = pytest.mark.django_db
DAY, NEXT = date(2026, 3, 2), date(2026, 3, 3)


@pytest.mark.parametrize(
    ("make", "fields", "constraint"),
    [
        (make_agency, {"closed_on": date(2022, 1, 1)}, "agency_closes_after_it_opens"),
        (make_point, {"closed_on": date(2021, 1, 1)}, "point_closes_after_it_opens"),
        (make_agency, {"latitude": 33}, "agency_position_is_whole_and_in_the_kingdom"),
        (
            make_point,
            {"latitude": -7, "longitude": 33},
            "point_position_is_whole_and_in_the_kingdom",
        ),
        (make_stop, {"closes": time(9)}, "stop_closes_after_it_opens"),
        (make_stop, {"ends_on": date(2022, 1, 1)}, "stop_ends_after_it_begins"),
        (make_stop, {"weekday": 8}, "stop_is_on_a_day_of_the_week"),
    ],
)
def test_a_place_that_contradicts_itself(make, fields, constraint):
    with pytest.raises(IntegrityError, match=constraint):
        make(**fields)


def test_two_places_of_the_same_code():
    make_agency(code="AG-1")

    with pytest.raises(IntegrityError, match="code"):
        make_agency(code="AG-1")


def test_an_agency_of_first_category_that_answers_to_another():
    with pytest.raises(IntegrityError, match="agencies_that_stand_alone_have_no_parent"):
        make_agency(kind=AgencyKind.FIRST, parent=make_agency())


def test_an_office_that_answers_to_itself():
    office = make_agency(kind=AgencyKind.LIAISON_OFFICE)
    office.parent = office

    with pytest.raises(IntegrityError, match="agency_is_not_its_own_parent"):
        office.save()


def test_a_mobile_agency_in_two_places_at_once():
    stop = make_stop(opens=time(9), closes=time(13))
    make_stop(agency=stop.agency, opens=time(13), closes=time(15))
    make_stop(agency=stop.agency, weekday=2)

    with pytest.raises(IntegrityError, match="mobile_agency_is_in_one_place_at_a_time"):
        make_stop(agency=stop.agency, opens=time(12), closes=time(14))


def test_a_mobile_agency_in_two_places_at_once_in_ramadan():
    stop = make_stop(opens=time(9), closes=time(11))
    later = {"agency": stop.agency, "opens": time(11), "closes": time(13)}

    with pytest.raises(IntegrityError, match="one_place_at_a_time_in_ramadan"):
        make_stop(**later, ramadan_opens=time(10), ramadan_closes=time(12))


def test_a_stop_that_says_half_of_its_hours_in_ramadan():
    with pytest.raises(IntegrityError, match="stop_in_ramadan_closes_after_it_opens"):
        make_stop(ramadan_opens=time(10))


@pytest.mark.parametrize(
    ("hours", "constraint"),
    [
        ({"closes": time(8)}, "hours_close_after_they_open"),
        ({"weekday": 0}, "hours_are_on_a_day_of_the_week"),
        ({"weekday": 1}, "hours_of_a_day_never_overlap"),
        ({"weekday": 1, "opens": time(11), "closes": time(17)}, "hours_of_a_day_never_overlap"),
    ],
)
def test_hours_that_make_no_week(hours, constraint):
    timetable = make_timetable((1, time(8), time(12)))

    with pytest.raises(IntegrityError, match=constraint):
        OpeningHours.objects.create(
            **{"timetable": timetable, "weekday": 2, "opens": time(8), "closes": time(12)} | hours
        )


@pytest.mark.parametrize(
    ("days", "constraint"),
    [
        ((date(2040, 1, 1), date(2040, 1, 1)), "ramadan_ends_after_it_begins"),
        ((date(2027, 3, 1), date(2027, 3, 20)), "one_ramadan_at_a_time"),
    ],
)
def test_a_month_of_ramadan_without_days_or_over_another(days, constraint):
    begins_on, ends_on = days

    with pytest.raises(IntegrityError, match=constraint):
        Ramadan.objects.create(code="x", begins_on=begins_on, ends_on=ends_on, source="x")


def test_an_approval_that_ends_on_its_first_day():
    with pytest.raises(IntegrityError, match="approval_ends_after_it_begins"):
        Approval.objects.create(point=make_point(), service_id="CODE", begins_on=DAY, ends_on=DAY)


def test_an_approval_that_begins_twice():
    point = make_point()
    Approval.objects.create(point=point, service_id="DEPOT", begins_on=DAY)

    with pytest.raises(IntegrityError, match="approval_begins_once"):
        Approval.objects.create(point=point, service_id="DEPOT", begins_on=DAY)


@pytest.mark.parametrize("role", [Role.AGENT, Role.POINT_OPERATOR])
def test_a_posting_where_the_role_does_not_work(hire, role):
    place = {"point": make_point()} if role == Role.AGENT else {"agency": make_agency()}

    with pytest.raises(IntegrityError, match="posting_of_an_operator_is_at_a_point"):
        Posting.objects.create(user=hire("karim", role), begins_on=DAY, **place)


def test_but_a_posting_may_end_after_the_role_is_gone(hire):
    karim = hire("karim", Role.POINT_OPERATOR)
    posting = Posting.objects.create(user=karim, point=make_point(), begins_on=DAY)
    karim.role_grants.all().delete()

    posting.ends_on = NEXT
    posting.full_clean()
    posting.save()

    assert Posting.objects.get().ends_on == NEXT
