"""Approve a point for services, or no longer."""

from collections.abc import Iterable
from datetime import date

from django.db import transaction

from agencies.models import Approval, Point


@transaction.atomic
def approve_for(point: Point, codes: Iterable[str], *, on: date) -> None:
    """Approve a point for these services and no other from a day on.

    Services added to a point that had none begin with it; what it may no longer do ends that day.
    """
    wanted = set(codes)
    held = {approval.service_id: approval for approval in point.approvals.not_ended(on)}
    for code in held.keys() - wanted:
        _end(held[code], on)
    first_day = on if point.approvals.exists() else point.opened_on
    Approval.objects.bulk_create(
        Approval(point=point, service_id=code, begins_on=first_day)
        for code in sorted(wanted - held.keys())
    )


def _end(approval: Approval, on: date) -> None:
    if approval.begins_on >= on:  # it never held: there is no day to keep
        approval.delete()
    else:
        approval.ends_on = on
        approval.save(update_fields=["ends_on"])
