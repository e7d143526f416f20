"""What the lists gave, category by category, as the CNSS publishes it: no count below five."""

from collections import defaultdict
from typing import NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from liaison.queries import published_funnel
from registration.models import Category

LEAST_SHOWN = 5
NO_CATEGORY = _("Catégorie illisible")
STEPS = {
    "received": _("Lignes reçues"),
    "reliable": _("Lignes fiables"),
    "covered_elsewhere": _("Couvertes par un autre régime"),
    "registered": _("Personnes immatriculées"),
}


class Step(NamedTuple):
    """A step of the funnel; `count` is None where it is too small to be told.

    `length` is out of a thousand, of what the category received.
    """

    label: Promise
    count: int | None
    length: int


class Figures(NamedTuple):
    """The funnel of a category."""

    category: Category | Promise
    steps: list[Step]


def published_figures() -> list[Figures]:
    """The published funnel, all bodies together, in the order of the categories."""
    totals: dict[str, dict[str, int]] = defaultdict(lambda: dict.fromkeys(STEPS, 0))
    for line in published_funnel():
        for step in STEPS:
            totals[line.category][step] += getattr(line, step)
    known = {one.code: one for one in Category.objects.order_by("position", "code")}
    order = [*known, *(code for code in totals if code not in known)]
    return [
        Figures(known.get(code, NO_CATEGORY), _steps(totals[code]))
        for code in order
        if code in totals and totals[code]["received"] >= LEAST_SHOWN
    ]


def _steps(counts: dict[str, int]) -> list[Step]:
    return [_step(STEPS[name], count, counts["received"]) for name, count in counts.items()]


def _step(label: Promise, count: int, received: int) -> Step:
    if count < LEAST_SHOWN:
        return Step(label, None, 0)
    return Step(label, count, round(1000 * count / received))
