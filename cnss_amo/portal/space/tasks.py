"""What a person has to do, each thing in one of four statuses."""

from dataclasses import dataclass
from datetime import datetime

from django.db import models
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from registration.attestation import services as attestations
from registration.attestation.rules import Lacking
from registration.enums import State
from registration.models import Correction, Person
from registration.services.completion import why_not_completable


class Status(models.TextChoices):
    """Where a task is."""

    DONE = "DONE", _("Terminé")
    TO_DO = "TO_DO", _("À faire")
    UNDER_WAY = "UNDER_WAY", _("En cours")
    NOT_YET = "NOT_YET", _("Pas encore possible")


@dataclass(frozen=True)
class Task:
    """One thing to do: its status, why in a few words, and where to do it when it is possible."""

    code: str
    title: Promise
    status: Status
    hint: str | Promise = ""
    url: str = ""


IDENTITY = _("Vérifier mon identité")
FAMILY = _("Déclarer ma famille")
PAYMENT = _("Choisir mon mode de paiement")
ATTESTATION = _("Télécharger mon attestation")

NOT_OPEN = _("Cette démarche n'est pas encore ouverte. Vous n'avez rien à faire pour l'instant.")
CORRECTION_WAITS = _("La CNSS vérifie la correction que vous avez demandée.")
TO_COMPLETE = _("Vérifiez vos informations pour compléter votre immatriculation.")
WHAT_LACKS = {
    Lacking.NUMBER: _("Vous n'avez pas encore de numéro : il n'y a rien à attester."),
    Lacking.COMPLETION: _("Vérifiez d'abord votre identité."),
    Lacking.ACTIVITY: _("Vous n'avez pas d'activité en cours : il n'y a rien à attester."),
}


def tasks_of(person: Person, *, at: datetime) -> list[Task]:
    """The four things to do, in the order in which they are done."""
    return [
        _identity(person),
        Task("family", FAMILY, Status.NOT_YET, NOT_OPEN),
        Task("payment", PAYMENT, Status.NOT_YET, NOT_OPEN),
        _attestation(person, at),
    ]


def how_many_done(tasks: list[Task]) -> int:
    """How many are behind the person."""
    return sum(task.status == Status.DONE for task in tasks)


def _identity(person: Person) -> Task:
    url = reverse("portal:data")
    if Correction.objects.waiting().filter(person=person).exists():
        return Task("identity", IDENTITY, Status.UNDER_WAY, CORRECTION_WAITS, url)
    if person.state == State.COMPLETED:
        return Task("identity", IDENTITY, Status.DONE, url=url)
    if reason := why_not_completable(person):
        is_over = person.number is None or person.state == State.DEREGISTERED
        return Task("identity", IDENTITY, Status.NOT_YET if is_over else Status.DONE, reason)
    return Task("identity", IDENTITY, Status.TO_DO, TO_COMPLETE, reverse("portal:confirm"))


def _attestation(person: Person, at: datetime) -> Task:
    if lacks := attestations.what_is_lacking(person):
        return Task("attestation", ATTESTATION, Status.NOT_YET, WHAT_LACKS[lacks])
    status = Status.DONE if attestations.in_hand(person, at=at) else Status.TO_DO
    return Task("attestation", ATTESTATION, status, url=reverse("portal:attestation"))
