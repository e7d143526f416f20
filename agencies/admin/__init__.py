"""The Django admin of the network: places, hours, calendar, postings; nothing is lost in it."""

from agencies.admin.calendar import HolidayAdmin, RamadanAdmin, TimetableAdmin
from agencies.admin.places import AgencyAdmin, PartnerNetworkAdmin, PointAdmin, ServiceAdmin
from agencies.admin.postings import PostingAdmin
from agencies.admin.stops import StopAdmin
from agencies.admin.territory import CommuneAdmin

__all__ = [
    "AgencyAdmin",
    "CommuneAdmin",
    "HolidayAdmin",
    "PartnerNetworkAdmin",
    "PointAdmin",
    "PostingAdmin",
    "RamadanAdmin",
    "ServiceAdmin",
    "StopAdmin",
    "TimetableAdmin",
]
