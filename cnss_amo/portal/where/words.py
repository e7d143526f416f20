"""When a place receives people, in the words of the page."""

from collections.abc import Sequence
from typing import NamedTuple

from django.template.defaultfilters import floatformat
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from agencies.enums import AgencyKind
from agencies.models import Point
from agencies.queries.nearby import Doors, NearbyPlace
from agencies.rules import Hours, Opening
from cnss_amo.portal.where.answer import Answer
from cnss_amo.portal.where.question import day_in_words

GOOD, WAIT = "good", "wait"


class DoorsInWords(NamedTuple):
    """A word on a badge, its tone, and what follows it."""

    badge: str
    tone: str
    more: str


def kind_in_words(place: NearbyPlace) -> str:
    """Name what a place is; a partner's point by its network."""
    if isinstance(place.host, Point):
        return _("Point %(network)s") % {"network": place.host.network}
    if place.stop:
        return " · ".join((_("Agence mobile"), str(place.stop.get_kind_display())))
    return {
        AgencyKind.LIAISON_OFFICE: _("Bureau de liaison"),
        AgencyKind.KIOSK: _("Kiosque"),
    }.get(AgencyKind(place.host.kind), _("Agence"))


def distance_in_words(place: NearbyPlace) -> str:
    """Write a distance no more precisely than it is known; "" when it is not."""
    if place.in_own_commune and None in (place.kilometres, place.position):
        return _("dans votre commune")
    if place.kilometres is None:
        return ""
    if place.position is None:  # where it is in its commune is not known
        distance = {"distance": floatformat(max(place.kilometres, 1), 0)}
        return _("commune à %(distance)s\u00a0km") % distance
    if place.kilometres < 1:
        return _("à moins de 1\u00a0km")
    rounded = floatformat(round(place.kilometres, 1), -1 if place.kilometres < 10 else 0)
    return _("à %(distance)s\u00a0km") % {"distance": rounded}


def doors_in_words(place: NearbyPlace, answer: Answer) -> DoorsInWords:
    """Say whether a place is open, and when next; for a mobile agency, when it comes."""
    doors = place.doors
    if place.stop:
        return _passage_in_words(doors, answer)
    if not doors.known:
        return DoorsInWords(_("Horaires inconnus"), WAIT, _("Appelez avant de venir."))
    if not answer.is_now:
        return _of_the_day(doors)
    if doors.open_until:
        until = {"hour": date_format(doors.open_until, "H:i")}
        return DoorsInWords(pgettext("lieu", "Ouvert"), GOOD, _("jusqu'à %(hour)s") % until)
    return DoorsInWords(pgettext("lieu", "Fermé"), WAIT, _opening_in_words(doors.next, answer))


def _of_the_day(doors: Doors) -> DoorsInWords:
    if doors.of_the_day:
        return DoorsInWords(pgettext("lieu", "Ouvert"), GOOD, _hours_in_words(doors.of_the_day))
    return DoorsInWords(pgettext("lieu", "Fermé"), WAIT, _opening_in_words(doors.next))


def _passage_in_words(doors: Doors, answer: Answer) -> DoorsInWords:
    if answer.is_now and doors.open_until:
        until = {"hour": date_format(doors.open_until, "H:i")}
        return DoorsInWords(_("Sur place"), GOOD, _("jusqu'à %(hour)s") % until)
    if doors.next is None:
        return DoorsInWords(_("Aucun passage prévu"), WAIT, "")
    that_day = doors.next.day == answer.at.date()
    words = pgettext("passage", "%(day)s, %(hours)s") % {
        "day": _("aujourd'hui") if that_day and answer.is_now else day_in_words(doors.next.day),
        "hours": _hours_in_words([doors.next.hours]),
    }
    return DoorsInWords(_("Prochain passage"), GOOD if that_day else WAIT, words)


def _opening_in_words(opening: Opening | None, answer: Answer | None = None) -> str:
    if opening is None:
        return _("Aucune ouverture prévue : appelez avant de venir.")
    hour = {"hour": date_format(opening.hours.opens, "H:i")}
    if answer and opening.day == answer.at.date():
        return _("ouvre à %(hour)s") % hour
    return _("ouvre %(day)s à %(hour)s") % (hour | {"day": day_in_words(opening.day)})


def _hours_in_words(day: Sequence[Hours]) -> str:
    spans = [
        _("de %(opens)s à %(closes)s")
        % {"opens": date_format(hours.opens, "H:i"), "closes": date_format(hours.closes, "H:i")}
        for hours in day
    ]
    return pgettext("énumération", ", ").join(spans)
