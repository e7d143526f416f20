from dataclasses import replace
from datetime import date, datetime, time, timedelta

import pytest

from agencies import rules
from agencies.rules import Calendar, Hours, Opening, Period, Position, Schedule, Slot

# Monday 5 to Sunday 11 January 2026; the 11th is the Manifeste de l'indépendance.
MONDAY, SATURDAY, SUNDAY = date(2026, 1, 5), date(2026, 1, 10), date(2026, 1, 11)
TUESDAY = MONDAY + timedelta(days=1)
DAY, SHORT_DAY = Hours(time(8, 30), time(16, 30)), Hours(time(9), time(15))
ORDINARY = Calendar()
SINCE_2022 = Period(date(2022, 1, 1))

OFFICE = Schedule(tuple(Slot(weekday, DAY) for weekday in range(1, 6)), SINCE_2022)
SHOP = replace(OFFICE, open_on_holidays=True)


def at(day, hour, minute=0):
    return datetime.combine(day, time(hour, minute))


@pytest.mark.parametrize(
    ("hour", "minute", "expected"),
    [(8, 29, False), (8, 30, True), (16, 29, True), (16, 30, False)],
)
def test_a_place_is_open_from_its_first_minute_to_the_one_before_it_closes(hour, minute, expected):
    assert rules.is_open(OFFICE, at(MONDAY, hour, minute), ORDINARY) is expected


def test_who_comes_while_it_is_open_is_told_until_when():
    assert rules.open_until(OFFICE, at(MONDAY, 10), ORDINARY) == time(16, 30)
    assert rules.open_until(OFFICE, at(MONDAY, 20), ORDINARY) is None


def test_hours_that_follow_each_other_are_one_opening():
    hours = (Hours(time(8), time(12)), Hours(time(12), time(15)), Hours(time(16), time(18)))
    schedule = Schedule(tuple(Slot(1, one) for one in hours), SINCE_2022)

    until = {
        hour: rules.open_until(schedule, datetime.combine(MONDAY, time(hour)), ORDINARY)
        for hour in (7, 8, 12, 15, 16)
    }

    assert until == {7: None, 8: time(15), 12: time(15), 15: None, 16: time(18)}


def test_a_place_has_no_hours_on_a_day_without_any():
    assert rules.hours_on(OFFICE, SATURDAY, ORDINARY) == ()


def test_the_hours_of_a_day_cut_by_lunch_come_in_order():
    afternoon, morning = Hours(time(14), time(18)), Hours(time(8), time(12))
    cut = Schedule((Slot(1, afternoon), Slot(1, morning)), SINCE_2022)

    assert rules.hours_on(cut, MONDAY, ORDINARY) == (morning, afternoon)
    assert not rules.is_open(cut, at(MONDAY, 13), ORDINARY)
    assert rules.next_opening(cut, at(MONDAY, 13), ORDINARY) == Opening(MONDAY, afternoon)


def test_before_the_doors_open_the_next_opening_is_the_same_day():
    assert rules.next_opening(OFFICE, at(MONDAY, 7), ORDINARY) == Opening(MONDAY, DAY)


def test_once_they_are_open_the_next_opening_is_another_day():
    assert rules.next_opening(OFFICE, at(MONDAY, 8, 30), ORDINARY) == Opening(TUESDAY, DAY)


def test_after_friday_the_next_opening_is_on_monday():
    friday = MONDAY + timedelta(days=4)

    opening = rules.next_opening(OFFICE, at(friday, 17), ORDINARY)

    assert opening == Opening(MONDAY + timedelta(days=7), DAY)


def test_a_holiday_closes_the_agencies_and_not_the_shops():
    calendar = Calendar(holidays={MONDAY: "Nouvel An"})

    assert rules.hours_on(OFFICE, MONDAY, calendar) == ()
    assert rules.hours_on(SHOP, MONDAY, calendar) == (DAY,)
    assert rules.next_opening(OFFICE, at(MONDAY, 7), calendar) == Opening(TUESDAY, DAY)


RAMADAN = Period(date(2026, 2, 19), date(2026, 3, 20))
FASTING = Calendar(ramadans=(RAMADAN,))


@pytest.mark.parametrize(
    ("day", "hours"),
    [
        (date(2026, 2, 18), DAY),
        (date(2026, 2, 19), SHORT_DAY),
        (date(2026, 3, 19), SHORT_DAY),
        (date(2026, 3, 20), DAY),
    ],
)
def test_the_hours_of_ramadan_hold_from_its_first_day_to_the_eve_of_the_feast(day, hours):
    slots = tuple(Slot(weekday, SHORT_DAY, in_ramadan=True) for weekday in range(1, 6))
    office = replace(OFFICE, slots=OFFICE.slots + slots)

    assert rules.hours_on(office, day, FASTING) == (hours,)


def test_a_place_without_hours_of_ramadan_keeps_its_own():
    assert rules.hours_on(OFFICE, RAMADAN.begins_on, FASTING) == (DAY,)


@pytest.mark.parametrize(
    ("day", "open_then"),
    [(MONDAY, True), (MONDAY + timedelta(days=1), True), (MONDAY + timedelta(days=2), False)],
)
def test_a_place_has_no_hours_from_the_day_it_closes_for_ever(day, open_then):
    closing = replace(OFFICE, exists=Period(date(2022, 1, 1), MONDAY + timedelta(days=2)))

    assert bool(rules.hours_on(closing, day, ORDINARY)) is open_then
    assert rules.is_closed_for_ever(closing, day) is not open_then


def test_a_place_that_is_to_open_says_when():
    new = replace(OFFICE, exists=Period(MONDAY + timedelta(days=14)))

    opening = rules.next_opening(new, at(MONDAY, 10), ORDINARY)

    assert opening == Opening(MONDAY + timedelta(days=14), DAY)
    assert not rules.is_closed_for_ever(new, MONDAY)


def test_a_place_closed_for_ever_never_opens_again():
    closed = replace(OFFICE, exists=Period(date(2022, 1, 1), MONDAY))

    assert rules.next_opening(closed, at(MONDAY, 7), ORDINARY) is None


SOUK = Hours(time(9), time(13))


def stops(**fields):
    return Schedule((Slot(1, SOUK, **fields),), SINCE_2022)


def test_a_mobile_agency_comes_back_every_week_on_its_day():
    weekly = stops()

    assert rules.is_open(weekly, at(MONDAY, 9), ORDINARY)
    assert rules.hours_on(weekly, TUESDAY, ORDINARY) == ()
    assert rules.next_opening(weekly, at(MONDAY, 14), ORDINARY).day == MONDAY + timedelta(days=7)


def test_a_cancelled_day_is_skipped():
    cancelled = stops(cancelled=frozenset({MONDAY}))

    assert not rules.is_open(cancelled, at(MONDAY, 10), ORDINARY)
    assert rules.next_opening(cancelled, at(MONDAY, 7), ORDINARY).day == MONDAY + timedelta(days=7)


def test_a_stop_holds_from_its_first_day_to_its_last_excluded():
    dated = stops(period=Period(MONDAY, MONDAY + timedelta(days=7)))

    assert rules.hours_on(dated, MONDAY, ORDINARY) == (SOUK,)
    assert rules.hours_on(dated, MONDAY - timedelta(days=7), ORDINARY) == ()
    assert rules.hours_on(dated, MONDAY + timedelta(days=7), ORDINARY) == ()


def test_an_opening_too_far_is_not_promised():
    far = stops(period=Period(MONDAY + timedelta(days=rules.LOOKED_AHEAD_DAYS + 7)))

    assert rules.next_opening(far, at(MONDAY, 7), ORDINARY) is None


CASABLANCA, RABAT = Position(33.5731, -7.5898), Position(34.0209, -6.8416)


def test_casablanca_and_rabat_are_some_eighty_five_kilometres_apart():
    assert rules.distance_km(CASABLANCA, RABAT) == pytest.approx(85, abs=2)
    assert rules.distance_km(RABAT, CASABLANCA) == rules.distance_km(CASABLANCA, RABAT)


def test_a_place_is_at_no_distance_from_itself():
    assert rules.distance_km(RABAT, RABAT) == 0
