"""What has to be confirmed: the values, openings and mandates whose text nobody here has read."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from cnss_amo.legislation.bodies import bodies
from cnss_amo.legislation.categories import categories
from cnss_amo.legislation.files import TO_CONFIRM
from cnss_amo.legislation.values import parameters


@dataclass(frozen=True)
class UnknownParameter:
    """One thing to confirm: where it is written, from which day, and what is missing."""

    name: str
    in_force_from: date | None
    missing: str
    reference: str
    is_stated: bool  # a value stands meanwhile; otherwise asking for it raises Unknown


def unknown_parameters() -> list[UnknownParameter]:
    """Return everything that is à confirmer: values, then openings, mandates and update periods."""
    return [*_values(), *_openings(), *_liaisons(), *_update_periods()]


def _values() -> Iterator[UnknownParameter]:
    for parameter in parameters():
        for entry in parameter.values:
            if entry.missing:
                yield UnknownParameter(
                    name=parameter.name,
                    in_force_from=entry.in_force_from,
                    missing=entry.missing,
                    reference=entry.reference,
                    is_stated=entry.is_stated,
                )


def _openings() -> Iterator[UnknownParameter]:
    for category in categories():
        if category.missing:
            yield UnknownParameter(
                name=f"categories/{category.code}",
                in_force_from=category.opened_on,
                missing=category.missing,
                reference=category.opening_reference,
                is_stated=category.opened_on is not None,
            )


def _liaisons() -> Iterator[UnknownParameter]:
    for category in categories():
        for liaison in category.liaisons:
            if liaison.missing:
                yield UnknownParameter(
                    name=f"categories/{category.code}/{liaison.body}",
                    in_force_from=liaison.in_force_from,
                    missing=liaison.missing,
                    reference=liaison.reference,
                    is_stated=True,
                )


def _update_periods() -> Iterator[UnknownParameter]:
    for body in bodies():
        if body.update_period_months is None:
            yield UnknownParameter(
                name=f"bodies/{body.code}/update_period",
                in_force_from=None,
                missing="la périodicité de mise à jour de ses listes (décret n° 2-18-622)",
                reference=TO_CONFIRM,
                is_stated=False,
            )
