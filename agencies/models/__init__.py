"""The network: where people are received, what for, when, and who works there."""

from agencies.models.agencies import Agency, Stop
from agencies.models.calendar import Holiday, OpeningHours, Ramadan, Timetable
from agencies.models.partners import Approval, PartnerNetwork, Point
from agencies.models.places import Place, Service
from agencies.models.postings import Posting
from agencies.models.territory import Commune

__all__ = [
    "Agency",
    "Approval",
    "Commune",
    "Holiday",
    "OpeningHours",
    "PartnerNetwork",
    "Place",
    "Point",
    "Posting",
    "Ramadan",
    "Service",
    "Stop",
    "Timetable",
]
