"""A mobile agency keeps other hours in Ramadan where its stop says so, and its own elsewhere."""

from datetime import date, time

import pytest

from agencies import rules
from agencies.enums import AgencyKind
from agencies.queries import schedule_of
from agencies.rules import Calendar, Hours, Period
from tests.agencies.places import make_agency, make_stop

pytestmark = pytest.mark.django_db
MONDAY, TUESDAY = date(2026, 2, 23), date(2026, 2, 24)
FASTING = Calendar(ramadans=(Period(date(2026, 2, 19), date(2026, 3, 20)),))
SOUK = Hours(time(9), time(13))


def test_each_stop_has_its_own_hours_of_ramadan_or_keeps_the_usual_ones():
    agency = make_agency(kind=AgencyKind.MOBILE)
    make_stop(agency=agency, ramadan_opens=time(10), ramadan_closes=time(12))
    make_stop(agency=agency, weekday=2)

    schedule = schedule_of(agency)

    assert rules.hours_on(schedule, MONDAY, FASTING) == (Hours(time(10), time(12)),)
    assert rules.hours_on(schedule, TUESDAY, FASTING) == (SOUK,)
    assert rules.hours_on(schedule, MONDAY, Calendar()) == (SOUK,)
