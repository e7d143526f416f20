"""Rules on attestations, pure: who may have one, until when it stands, what a check shows."""

from calendar import monthrange
from collections.abc import Sequence
from datetime import date

from django.db import models
from django.utils.translation import gettext_lazy as _

from registration.enums import State

LAST_DIGITS = 3


class Lacking(models.TextChoices):
    """What remains to be done before somebody may have an attestation."""

    NUMBER = (
        "NUMBER",
        _("Cette personne n'a pas encore de numéro : il vient avec la liste de son organisme."),
    )
    COMPLETION = (
        "COMPLETION",
        _("L'immatriculation reste à compléter : complétez-la, puis revenez ici."),
    )
    ACTIVITY = (
        "ACTIVITY",
        _("Aucune activité en cours : il n'y a pas d'immatriculation à attester."),
    )


class CheckResult(models.TextChoices):
    VALID = "VALID", _("valable")
    REPLACED = "REPLACED", _("remplacée")
    REVOKED = "REVOKED", _("révoquée")
    EXPIRED = "EXPIRED", _("périmée")
    ENDED = "ENDED", _("sans effet, l'immatriculation a pris fin")
    UNKNOWN = "UNKNOWN", _("inconnue")


def lacking(
    *, number: int | None, state: str, completions_required: Sequence[bool]
) -> Lacking | None:
    """What stands between a person and her attestation; None when nothing does.

    `completions_required` says, for each running activity, whether the person has something to
    complete: for whom the State pays there is nothing.
    """
    if number is None:
        return Lacking.NUMBER
    if state == State.DEREGISTERED or not completions_required:
        return Lacking.ACTIVITY
    if state != State.COMPLETED and any(completions_required):
        return Lacking.COMPLETION
    return None


def months_after(day: date, months: int) -> date:
    """The same day some months later, or the last of a shorter month."""
    years, month = divmod(day.month - 1 + months, 12)
    year, month = day.year + years, month + 1
    return day.replace(year=year, month=month, day=min(day.day, monthrange(year, month)[1]))


def standing(
    *, replaced: bool, revoked: bool, ended: bool, valid_until: date | None, today: date
) -> CheckResult:
    """What an attestation is worth on a day; one revoked says so whatever came after.

    `ended`: the person it speaks of is deregistered since.
    """
    if revoked:
        return CheckResult.REVOKED
    if replaced:
        return CheckResult.REPLACED
    if ended:
        return CheckResult.ENDED
    if valid_until is not None and today > valid_until:
        return CheckResult.EXPIRED
    return CheckResult.VALID


def initials(first_name: str, last_name: str) -> str:
    """`K. B.`: enough to recognise a person who is there, nothing to learn about others."""
    return " ".join(f"{name[0]}." for name in (first_name.strip(), last_name.strip()) if name)


def masked_number(number: str) -> str:
    """The last digits of a number."""
    return "•" * (len(number) - LAST_DIGITS) + number[-LAST_DIGITS:]
