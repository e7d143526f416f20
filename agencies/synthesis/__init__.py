"""A fictitious network of the real size, in real communes: no list of the CNSS's is public.

Every place is marked fictitious, in its name and by its flag. The same seed gives the same network.
"""

from random import Random

from django.db import transaction

from agencies.models import Agency, Approval, Point, Stop
from agencies.synthesis import mobile, partners
from agencies.synthesis.settled import agencies_that_stay
from agencies.synthesis.sizes import OF_2022, Sizes
from agencies.synthesis.timetables import fictitious_timetables
from agencies.synthesis.towns import towns


class NetworkExists(Exception):
    """There are places already: a fictitious network is not mixed with another."""


@transaction.atomic
def synthesize_network(*, seed: int = 1, sizes: Sizes = OF_2022) -> Sizes:
    """Write a fictitious network. Raises NetworkExists where there are places already."""
    if Agency.objects.exists() or Point.objects.exists():
        raise NetworkExists
    draw, places = Random(seed), towns()
    timetables = fictitious_timetables()
    settled = agencies_that_stay(places, sizes, timetables, draw)
    mobile.send_out(places, settled, sizes.mobile, draw)
    partners.open_points(places, sizes.points, timetables, draw)
    return sizes


@transaction.atomic
def remove_fictitious_network() -> int:
    """Remove every fictitious place that nothing else cites; return how many there were.

    Raises ProtectedError when somebody is still posted to one.
    """
    Stop.objects.filter(agency__fictitious=True).delete()
    Approval.objects.filter(point__fictitious=True).delete()
    points = Point.objects.filter(fictitious=True)
    attached = Agency.objects.filter(fictitious=True, parent__isnull=False)
    agencies = Agency.objects.filter(fictitious=True)
    removed = points.count() + agencies.count()
    for places in (points, attached, agencies):
        places.delete()
    return removed
