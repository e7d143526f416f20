"""What a body sends: its categories, its container, its columns, in words."""

from dataclasses import dataclass
from datetime import date

from django.utils.functional import Promise

from liaison.formats import FORMATS, ListFormat
from liaison.models import LiaisonBody, Mandate
from liaison.template_file import EXPLAINED


@dataclass(frozen=True)
class ColumnGuide:
    """A column of a body's list: its name, what it holds, the other names it may have."""

    name: str
    required: bool
    meaning: Promise
    aliases: tuple[str, ...]


@dataclass(frozen=True)
class Guide:
    """All that an officer needs to write a body's list."""

    body: LiaisonBody
    layout: ListFormat
    columns: list[ColumnGuide]
    mandates: list[Mandate]


def guides(bodies: list[LiaisonBody], on: date) -> list[Guide]:
    """The guide of each body, on a day."""
    mandates = Mandate.objects.filter(body__in=bodies, in_force__overlap=(on, None))
    mandates = list(mandates.select_related("category").order_by("category__position", "pk"))
    return [
        Guide(
            body,
            FORMATS[body.format],
            [_column(column) for column in FORMATS[body.format].columns(on)],
            [mandate for mandate in mandates if mandate.body_id == body.pk],
        )
        for body in bodies
    ]


def _column(column) -> ColumnGuide:
    required = column.required or column.name == "CIN"
    return ColumnGuide(column.name, required, EXPLAINED[column.name].meaning, column.aliases)
