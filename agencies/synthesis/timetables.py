"""The hours of the fictitious places: those usual in offices and in shops."""

from datetime import time
from typing import NamedTuple

from agencies.enums import Season
from agencies.models import OpeningHours, Timetable


class Timetables(NamedTuple):
    """The three weeks that the fictitious places keep."""

    agencies: Timetable
    shops: Timetable
    shops_of_every_day: Timetable


def fictitious_timetables() -> Timetables:
    """Write the hours of the fictitious agencies and points, for the year and for Ramadan."""
    return Timetables(
        agencies=_timetable(
            "FICTIF-AGENCES",
            "Horaire fictif des agences",
            "توقيت وهمي للوكالات",
            days=range(1, 6),
            usual=(time(8, 30), time(16, 30)),
            ramadan=(time(9), time(15)),
        ),
        shops=_timetable(
            "FICTIF-POINTS",
            "Horaire fictif des points, du lundi au samedi",
            "توقيت وهمي للنقط من الاثنين إلى السبت",
            days=range(1, 7),
            usual=(time(9), time(19)),
            ramadan=(time(10), time(17)),
        ),
        shops_of_every_day=_timetable(
            "FICTIF-POINTS-7J",
            "Horaire fictif des points, tous les jours",
            "توقيت وهمي للنقط كل أيام الأسبوع",
            days=range(1, 8),
            usual=(time(9), time(21)),
            ramadan=(time(10), time(18)),
            open_on_holidays=True,
        ),
    )


def _timetable(
    code: str,
    name_fr: str,
    name_ar: str,
    *,
    days: range,
    usual: tuple[time, time],
    ramadan: tuple[time, time],
    open_on_holidays: bool = False,
) -> Timetable:
    timetable, created = Timetable.objects.get_or_create(
        code=code,
        defaults={
            "name_fr": name_fr,
            "name_ar": name_ar,
            "open_on_holidays": open_on_holidays,
        },
    )
    if created:
        OpeningHours.objects.bulk_create(
            OpeningHours(
                timetable=timetable, season=season, weekday=day, opens=opens, closes=closes
            )
            for season, (opens, closes) in ((Season.USUAL, usual), (Season.RAMADAN, ramadan))
            for day in days
        )
    return timetable
