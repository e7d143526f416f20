"""At which point an act is done, and whether that point may do it today."""

from datetime import datetime

from django.utils import timezone

from agencies.models import Approval, Point
from cnss_amo.api.enums import Scope
from cnss_amo.api.models import Client
from cnss_amo.api.problems import Problem

APPROVED_FOR = {
    Scope.ACTIVATION: "CODE",
    Scope.COMPLETION: "COMPLETION",
    Scope.REQUESTS: "IMMATRICULATION",
}


def place_of(client: Client, code: str, scope: Scope, *, at: datetime) -> str:
    """Return the code of where the act is done; raise Problem when it may not be done there.

    A point of another network is one that does not exist.
    """
    if client.body_id is not None:
        return client.body_id
    today = timezone.localdate(at)
    points = Point.objects.open_on(today)
    points = points.filter(network=client.network_id) if client.network_id else points
    points = points.filter(pk=client.point_id) if client.point_id else points.filter(code=code)
    point = points.first()
    if point is None or code not in ("", point.code):
        raise Problem("not_found")
    service = APPROVED_FOR.get(scope)
    approvals = Approval.objects.on(today).filter(point=point, service=service)
    if service and not approvals.exists():
        raise Problem("not_approved")
    return point.code
