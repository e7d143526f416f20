"""What the lists gave and who opened a space, by category, as the CNSS publishes it.

No count below five is told, nor can one be found by taking those that are told from their sum.
"""

from collections import defaultdict
from typing import NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from liaison.queries import published_funnel
from registration.enums import Channel
from registration.models import Category
from registration.queries import opened_accounts

LEAST_SHOWN = 5
NO_CATEGORY = _("Catégorie illisible")
STEPS = {
    "received": _("Lignes reçues"),
    "reliable": _("Lignes fiables"),
    "covered_elsewhere": _("Couvertes par un autre régime"),
    "registered": _("Personnes immatriculées"),
}
OPENED = _("Espaces personnels ouverts")
OTHERS = _("Autres canaux")


class Step(NamedTuple):
    """A step of the funnel; `count` is None where it is too small to be told.

    `length` is out of a thousand, of what the category received; for a channel, of the spaces that
    the category opened.
    """

    label: Promise | str
    count: int | None
    length: int


class Figures(NamedTuple):
    """The funnel of a category, and through which channels its people opened their space."""

    category: Category | Promise
    steps: list[Step]
    channels: list[Step]


def published_figures() -> list[Figures]:
    """The published funnel, all bodies together, in the order of the categories."""
    totals: dict[str, dict[str, int]] = defaultdict(lambda: dict.fromkeys(STEPS, 0))
    for line in published_funnel():
        for step in STEPS:
            totals[line.category][step] += getattr(line, step)
    opened: dict[str, dict[str, int]] = defaultdict(dict)
    for category, channel, count in opened_accounts():
        opened[category][channel] = count
    known = {one.code: one for one in Category.objects.order_by("position", "code")}
    order = [*known, *(code for code in totals if code not in known)]
    return [
        _figures(known.get(code, NO_CATEGORY), totals[code], opened[code])
        for code in order
        if code in totals and totals[code]["received"] >= LEAST_SHOWN
    ]


def _figures(
    category: Category | Promise, counts: dict[str, int], by_channel: dict[str, int]
) -> Figures:
    received, opened = counts["received"], sum(by_channel.values())
    steps = [_step(STEPS[name], count, received) for name, count in counts.items()]
    return Figures(category, [*steps, _step(OPENED, opened, received)], _channels(by_channel))


def _step(label: Promise | str, count: int, whole: int) -> Step:
    if count < LEAST_SHOWN:
        return Step(label, None, 0)
    return Step(label, count, min(1000, round(1000 * count / whole)))


def _channels(by_channel: dict[str, int]) -> list[Step]:
    """The channels of a category, those that cannot be told alone together at the end."""
    whole, together = sum(by_channel.values()), _told_together(by_channel)
    alone = [one for one in Channel.values if one in by_channel and one not in together]
    if not alone:
        return []
    shown = [_step(Channel(one).label, by_channel[one], whole) for one in alone]
    rest = sum(by_channel[one] for one in together)
    return [*shown, _step(OTHERS, rest, whole)] if rest else shown


def _told_together(by_channel: dict[str, int]) -> set[str]:
    """The smallest channels, as many as it takes for their sum to tell of nobody."""
    together: set[str] = set()
    rest = 0
    for channel, count in sorted(by_channel.items(), key=lambda one: one[1]):
        if count < LEAST_SHOWN or 0 < rest < LEAST_SHOWN:
            together.add(channel)
            rest += count
    return together
