"""Valid places, made quickly: the test says only what matters to it."""

from datetime import date, time
from itertools import count

from agencies.enums import AgencyKind
from agencies.models import Agency, Commune, OpeningHours, PartnerNetwork, Point, Stop, Timetable

_number = count(1)


def commune(name="Sefrou"):
    return Commune.objects.filter(name_fr=name).order_by("code").first()


def make_agency(**fields):
    number = next(_number)
    return Agency.objects.create(
        **{
            "code": f"AG-{number:04d}",
            "kind": AgencyKind.SECOND,
            "name_fr": f"Agence {number}",
            "name_ar": f"وكالة {number}",
            "commune": commune(),
            "opened_on": date(2022, 1, 1),
            "fictitious": True,
        }
        | fields
    )


def make_point(**fields):
    number = next(_number)
    return Point.objects.create(
        **{
            "code": f"PT-{number:05d}",
            "network": PartnerNetwork.objects.get(code="CASHPLUS"),
            "name_fr": f"Point {number}",
            "name_ar": f"نقطة {number}",
            "commune": commune(),
            "opened_on": date(2022, 1, 1),
            "fictitious": True,
        }
        | fields
    )


def make_stop(**fields):
    return Stop.objects.create(
        **{
            "agency": fields.get("agency") or make_agency(kind=AgencyKind.MOBILE),
            "commune": commune(),
            "place": "Place du souk",
            "weekday": 1,
            "opens": time(9),
            "closes": time(13),
            "begins_on": date(2022, 1, 1),
        }
        | fields
    )


def make_timetable(*hours, **fields):
    """A timetable: `make_timetable((1, time(8, 30), time(16, 30)))`, a season may come fourth."""
    number = next(_number)
    timetable = Timetable.objects.create(
        **{"code": f"H-{number}", "name_fr": f"Horaire {number}", "name_ar": f"توقيت {number}"}
        | fields
    )
    for weekday, opens, closes, *season in hours:
        OpeningHours.objects.create(
            timetable=timetable,
            weekday=weekday,
            opens=opens,
            closes=closes,
            **({"season": season[0]} if season else {}),
        )
    return timetable
