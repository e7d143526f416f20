"""The fictitious points of the partners' networks: where people are, and what each may do."""

from collections import Counter
from datetime import date, timedelta
from random import Random

from agencies.models import Approval, PartnerNetwork, Point
from agencies.synthesis.timetables import Timetables
from agencies.synthesis.towns import Town

FIRST_DAY = date(2021, 6, 1)
DAYS = 500
# 8,000 points registered people at the end of 2022 and a quarter of them took files: two approvals.
SERVICES = (
    ("IMMATRICULATION", 1.0),
    ("COMPLETION", 1.0),
    ("CODE", 1.0),
    ("PAIEMENT", 0.75),
    ("DEPOT", 0.25),
    ("FAMILLE", 0.25),
)
OPEN_EVERY_DAY = 0.2


def open_points(towns: list[Town], how_many: int, timetables: Timetables, draw: Random) -> None:
    """Write the points of every network, and their approvals."""
    networks = list(PartnerNetwork.objects.order_by("code"))
    placed = draw.choices(towns, weights=[town.population for town in towns], k=how_many)
    named: Counter[tuple[str, str]] = Counter()
    points = []
    for number, town in enumerate(placed, 1):
        network = draw.choice(networks)
        named[network.code, town.code] += 1
        points.append(_point(number, network, town, named[network.code, town.code], draw))
        points[-1].timetable = (
            timetables.shops_of_every_day if draw.random() < OPEN_EVERY_DAY else timetables.shops
        )
    Point.objects.bulk_create(points)
    Approval.objects.bulk_create(
        Approval(point=point, service_id=code, begins_on=point.opened_on)
        for point in points
        for code, share in SERVICES
        if draw.random() < share
    )


def _point(number: int, network: PartnerNetwork, town: Town, rank: int, draw: Random) -> Point:
    return Point(
        code=f"PT-{number:05d}",
        network=network,
        name_fr=f"{network.name_fr} fictif {rank} · {town.name_fr}",
        name_ar=f"{network.name_ar} وهمي {rank} · {town.name_ar}",
        opened_on=FIRST_DAY + timedelta(days=draw.randrange(DAYS)),
        fictitious=True,
        **town.somewhere(draw),
    )
