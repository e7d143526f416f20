"""The formats of the lists, as data: adding a body never needs new pipeline code."""

from liaison.formats.dgi import DGI
from liaison.formats.generic import GENERIC
from liaison.formats.layout import ListFormat
from liaison.formats.msps import MSPS
from liaison.formats.simple import ANAM, ARTISANAT, BAM, MAPMDREF, ONN

FORMATS = {
    layout.code: layout for layout in (DGI, MSPS, ONN, BAM, MAPMDREF, ARTISANAT, ANAM, GENERIC)
}

__all__ = ["FORMATS", "ListFormat"]
