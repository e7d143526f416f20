"""Template tags of every page: values kept left to right, numbers, durations, navigation, bars."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any, NamedTuple

from django import template
from django.template.context import Context
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import number_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language_bidi, pgettext
from django.utils.translation import gettext as _

from cnss_amo.kernel import identifiers
from cnss_amo.kernel.references import PersonReference
from cnss_amo.localisation.dates import in_words

register = template.Library()

LONGEST_WHOLE = 24


# --- Values -----------------------------------------------------------------------------------


@register.simple_tag
def ltr(value: object) -> SafeString:
    """Keep an identifier, a phone or a path left to right; break no short one at a hyphen."""
    text = "" if value is None else str(value)
    if "-" in text and len(text) <= LONGEST_WHOLE:
        return format_html('<bdi dir="ltr" class="whole">{}</bdi>', text)
    return format_html('<bdi dir="ltr">{}</bdi>', text)


@register.simple_tag
def colon() -> str:
    """What stands between a label and its value; French puts a space before, which never breaks."""
    return pgettext("ponctuation", "\u00a0: ")


@register.simple_tag
def arrow() -> str:
    """From before to after, in the direction of reading."""
    return "←" if get_language_bidi() else "→"


@register.filter
def number(value: float | None) -> str:
    """Write a number with a thin space between thousands."""
    return "" if value is None else number_format(value, force_grouping=True)


@register.filter
def percent_of(part: int | None, whole: int | None) -> int:
    """Return the whole percentage, rounded down: 100 means finished."""
    return min(100, 100 * (part or 0) // whole) if whole else 0


@register.simple_tag
def duration(seconds: float | None) -> str:
    """Write a duration in its two largest units: 2 h 05 min, 3 min 20 s, 45 s."""
    if seconds is None:
        return ""
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    if hours:
        return _("%(hours)d h %(minutes)02d min") % {"hours": hours, "minutes": minutes}
    if minutes:
        return _("%(minutes)d min %(seconds)02d s") % {"minutes": minutes, "seconds": rest}
    return _("%(seconds)d s") % {"seconds": rest}


@register.filter
def moment(value: date | datetime | None) -> str:
    """Write a date, with its time only when it has one."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        return in_words(timezone.localtime(value), "DATETIME_FORMAT")
    return in_words(value)


@register.filter
def whole_day(value: date | datetime) -> str:
    """Write the day of a date or of an instant."""
    return in_words(timezone.localtime(value) if isinstance(value, datetime) else value)


@register.filter
def weekday(value: datetime) -> str:
    """Write a day of these weeks: « mardi 1er décembre »."""
    return in_words(timezone.localtime(value), "l j F")


@register.simple_tag
def person_reference(person_id: int) -> SafeString:
    """Name a person without telling who she is: 4f-9c1e0a7b22d4."""
    return ltr(PersonReference().to_url(person_id))


@register.filter
def masked_cin(value: str | None) -> SafeString:
    """Show an identity document without telling it: AB••••56."""
    return ltr(identifiers.mask_cin(value) if value else "")


@register.filter
def masked_phone(value: str | None) -> SafeString:
    """Show a phone number without telling it: 06••••••12."""
    return ltr(identifiers.mask_phone(value) if value else "")


# --- Navigation -------------------------------------------------------------------------------


class Link(NamedTuple):
    """A link of the header; `current` is an aria-current value, or nothing."""

    url: str
    label: str
    current: str


@register.simple_tag(takes_context=True)
def navigation_links(context: Context) -> list[Link]:
    """Return the links of the user's roles; the deepest one that contains the page is current."""
    lists = context.get("may_see_all_lists") or context.get("may_send_lists")
    offered = [
        (True, "backoffice:home", _("Accueil")),
        (context.get("may_take_work"), "backoffice:queues", _("Files de travail")),
        (lists, "liaison:lists", _("Listes")),
        (context.get("may_send_lists"), "liaison:questions", _("Questions")),
        (context.get("may_see_all_lists"), "liaison:conflicts", _("Conflits")),
        (context.get("may_watch"), "backoffice:control", _("Contrôle")),
        (context["user"].is_staff, "admin:index", _("Administration")),
    ]
    urls = {reverse(name): label for allowed, name, label in offered if allowed}
    path = context["request"].path
    home, *_others = urls
    inside = [url for url in urls if path == url or (url != home and path.startswith(url))]
    deepest = max(inside, key=len, default=None)
    return [
        Link(url, label, ("page" if url == path else "true") if url == deepest else "")
        for url, label in urls.items()
    ]


# --- Pieces of pages --------------------------------------------------------------------------


class Bar(NamedTuple):
    """A line of a bar chart; `length` is out of a thousand."""

    label: str
    value: int
    length: int


@register.inclusion_tag("_bars.html")
def bars(title: str, rows: Iterable[tuple[str, int]], unit: str, note: str = "") -> dict[str, Any]:
    """Draw horizontal bars, each in its line of the table that tells the same numbers."""
    values = [(label, value) for label, value in rows]
    longest = max((value for _label, value in values), default=0) or 1
    return {
        "title": title,
        "unit": unit,
        "note": note,
        "bars": [Bar(label, value, round(1000 * value / longest)) for label, value in values],
    }
