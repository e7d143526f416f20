"""Approve points for services, or no longer."""

from collections.abc import Mapping
from datetime import date

from django.db import transaction

from agencies.models import Approval, Point


@transaction.atomic
def approve(services: Mapping[Point, tuple[str, ...]], *, on: date) -> None:
    """Approve each point for its services and no other from a day on.

    Services of a point that had none begin with it; what it may no longer do ends that day.
    """
    known: dict[int, list[Approval]] = {point.pk: [] for point in services}
    for approval in Approval.objects.filter(point__in=known):
        known[approval.point_id].append(approval)
    begun, ended = [], []
    for point, codes in services.items():
        held = {one.service_id: one for one in known[point.pk] if not one.is_over(on)}
        ended += [one for code, one in held.items() if code not in codes]
        first_day = on if known[point.pk] else point.opened_on
        begun += [
            Approval(point=point, service_id=code, begins_on=first_day)
            for code in codes
            if code not in held
        ]
    _end(ended, on)
    Approval.objects.bulk_create(begun)


def _end(approvals: list[Approval], on: date) -> None:
    """End approvals; one that never held leaves no day to keep."""
    never_held = [one.pk for one in approvals if one.begins_on >= on]
    held = [one.pk for one in approvals if one.begins_on < on]
    Approval.objects.filter(pk__in=never_held).delete()
    Approval.objects.filter(pk__in=held).update(ends_on=on)
