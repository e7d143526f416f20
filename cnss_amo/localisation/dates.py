"""Dates as people write them: in French, the first of a month is « 1er »."""

import re
from datetime import date

from django.utils.formats import date_format
from django.utils.translation import get_language

FIRST = re.compile(r"\b1 (?=[^\W\d])")


def in_words(day: date, form: str = "DATE_FORMAT") -> str:
    """Write a day, or an instant, in a form that names its month."""
    written = date_format(day, form)
    if get_language() == "fr" and day.day == 1:
        return FIRST.sub("1er ", written, count=1)
    return written
