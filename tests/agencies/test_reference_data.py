from datetime import date

import pytest

from agencies.models import Commune, Holiday, PartnerNetwork, Ramadan, Service
from agencies.queries import calendar_of
from agencies.services import sync_reference

pytestmark = pytest.mark.django_db


def test_each_service_and_network_is_named_in_both_languages():
    assert Service.objects.count() == 9
    assert set(PartnerNetwork.objects.values_list("code", flat=True)) == {
        *("CASHPLUS", "BARIDCASH", "TASSHILAT", "CHAABICASH")
    }
    for named in (*Service.objects.all(), *PartnerNetwork.objects.all()):
        assert named.name_fr
        assert named.name_ar


def test_every_holiday_cites_its_source_and_the_moon_is_to_be_confirmed():
    assert not Holiday.objects.filter(source="").exists()
    assert not Ramadan.objects.filter(source="").exists()
    for feast in ("aid-al-fitr", "aid-al-adha", "premier-moharram", "aid-al-mawlid"):
        days = Holiday.objects.filter(code__startswith=feast)
        assert days.exists()
        assert all(day.to_confirm for day in days)
    assert all(month.to_confirm for month in Ramadan.objects.all())


@pytest.mark.parametrize(
    ("day", "is_holiday"),
    [
        (date(2026, 7, 30), True),
        (date(2026, 7, 29), False),
        (date(2023, 1, 14), False),
        (date(2024, 1, 14), True),
        (date(2025, 10, 31), False),
        (date(2026, 10, 31), True),
    ],
)
def test_a_holiday_exists_from_the_year_its_decree_says(day, is_holiday):
    assert Holiday.objects.filter(day=day).exists() is is_holiday


def test_a_month_of_ramadan_ends_where_the_feast_begins():
    for month in Ramadan.objects.all():
        assert Holiday.objects.filter(day=month.ends_on, code__startswith="aid-al-fitr").exists()


def test_what_an_administrator_set_stands_when_the_files_are_read_again():
    feast = Holiday.objects.get(code="aid-al-fitr-2027-1")
    feast.day, feast.to_confirm = date(2027, 3, 10), False
    feast.save()
    held = Holiday.objects.count(), Ramadan.objects.count()

    sync_reference()

    feast.refresh_from_db()
    assert (feast.day, feast.to_confirm) == (date(2027, 3, 10), False)
    assert (Holiday.objects.count(), Ramadan.objects.count()) == held


def test_the_calendar_names_the_holidays_of_the_days_to_come():
    calendar = calendar_of(date(2026, 10, 1))

    assert calendar.holidays[date(2026, 11, 6)] == "Marche verte"
    assert date(2026, 8, 21) not in calendar.holidays
    assert not calendar.is_ramadan(date(2027, 2, 8))
    assert calendar_of(date(2027, 1, 1)).is_ramadan(date(2027, 2, 8))


def test_chief_towns_are_on_the_map_where_geonames_knows_them():
    casablanca = Commune.objects.get(name_fr="Casablanca")

    assert casablanca.map_position == pytest.approx((33.59, -7.62), abs=0.05)
    assert Commune.objects.filter(latitude__isnull=False).count() == 360
