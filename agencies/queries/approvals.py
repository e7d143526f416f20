"""What a partner's point may do on a day."""

from datetime import date

from agencies.models import Approval, Point, Service


def services_of(point: Point, on: date) -> list[Service]:
    """The services that a point is approved for on a day; none when it is closed."""
    still_open = Point.objects.open_on(on).filter(pk=point.pk)
    approved = Approval.objects.on(on).filter(point__in=still_open)
    return list(Service.objects.filter(pk__in=approved.values("service")))
