"""The same answer for programs: names that stay, documented in docs/ou-me-rendre.md."""

from datetime import time
from typing import Any

from agencies.models import Commune, Point
from agencies.queries.nearby import NearbyPlace
from agencies.rules import Hours, Opening
from cnss_amo.portal.where.answer import Answer


def as_json(answer: Answer) -> dict[str, Any]:
    """Return what the page says, field by field."""
    return {
        "problem": answer.problem or None,
        "at": answer.at.isoformat(timespec="minutes"),
        "is_now": answer.is_now,
        "service": answer.form.cleaned_data.get("service") or None,
        "commune": _commune(answer.origin.commune if answer.origin else None),
        "perhaps": [_commune(commune) for commune in answer.perhaps],
        "holiday": answer.holiday or None,
        "is_ramadan": answer.is_ramadan,
        "is_fictitious": answer.is_fictitious,
        "page": answer.page.number if answer.page else 1,
        "pages": answer.page.paginator.num_pages if answer.page else 1,
        "places": [_place(place, answer) for place in answer.places],
    }


def _commune(commune: Commune | None) -> dict[str, str] | None:
    if commune is None:
        return None
    return {"code": commune.code, "name": str(commune), "province": commune.province}


def _place(place: NearbyPlace, answer: Answer) -> dict[str, Any]:
    doors = place.doors
    return {
        "rank": place.rank,
        "kind": place.kind.value,
        "code": place.host.code,
        "name": str(place.host),
        "network": place.host.network_id if isinstance(place.host, Point) else None,
        "address": place.address,
        "commune": _commune(place.commune),
        "distance_km": None if place.kilometres is None else round(place.kilometres, 1),
        "latitude": place.position.latitude if place.position else None,
        "longitude": place.position.longitude if place.position else None,
        "phone": place.host.phone or None,
        "services": place.service_codes,
        "hours_known": doors.known,
        "open_now": bool(doors.open_until) if answer.is_now and doors.known else None,
        "closes_at": _hour(doors.open_until) if answer.is_now and doors.open_until else None,
        "hours_of_the_day": [_hours(hours) for hours in doors.of_the_day],
        "next_opening": _opening(doors.next),
        "is_fictitious": place.host.fictitious,
    }


def _opening(opening: Opening | None) -> dict[str, str] | None:
    return opening and {"day": opening.day.isoformat()} | _hours(opening.hours)


def _hours(hours: Hours) -> dict[str, str]:
    return {"opens": _hour(hours.opens), "closes": _hour(hours.closes)}


def _hour(hour: time) -> str:
    return f"{hour:%H:%M}"
