"""What a partner's point may do on a day."""

from datetime import date

from agencies.models import Approval, Point, Service


def services_of(point: Point, on: date) -> list[Service]:
    """The services that a point is approved for on a day; none when it is closed."""
    if not Point.objects.open_on(on).filter(pk=point.pk).exists():
        return []
    approved = Approval.objects.on(on).filter(point=point)
    return list(Service.objects.filter(pk__in=approved.values("service")))
