"""The hours that most agencies keep, for whoever asks without saying where she is."""

from datetime import date

from django.db.models import Count

from agencies.enums import AgencyKind
from agencies.models import Agency
from agencies.queries.opening import calendar_of, schedule_of
from agencies.rules import Hours, hours_on


def usual_hours(day: date) -> tuple[Hours, ...] | None:
    """Return the hours of a day in the timetable that most agencies keep; none: they are closed.

    None at all where no agency has a timetable.
    """
    agencies = Agency.objects.open_on(day).exclude(kind=AgencyKind.MOBILE)
    kept = agencies.filter(timetable__isnull=False).order_by().values_list("timetable")
    commonest = kept.annotate(n=Count("pk")).order_by("-n", "timetable").first()
    if commonest is None:
        return None
    agency = agencies.filter(timetable=commonest[0]).select_related("timetable").earliest("pk")
    return hours_on(schedule_of(agency), day, calendar_of(day, days=1))
