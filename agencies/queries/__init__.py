"""Questions on the network: who works where, what a point may do, when a place is open."""

from agencies.queries.approvals import services_of
from agencies.queries.opening import calendar_of, schedule_of, schedule_of_stop, schedules_of
from agencies.queries.postings import place_of, posting_of

__all__ = [
    "calendar_of",
    "place_of",
    "posting_of",
    "schedule_of",
    "schedule_of_stop",
    "schedules_of",
    "services_of",
]
