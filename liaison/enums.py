from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class ListKind(models.TextChoices):
    PARTIAL = "partial", _("partielle")
    COMPLETE = "complete", _("complète")


class ListState(models.TextChoices):
    RECEIVED = "RECEIVED", _("reçue")
    READING = "READING", _("en lecture")
    PLANNED = "PLANNED", _("à approuver")
    STOPPED = "STOPPED", _("arrêtée, décision attendue")
    APPROVED = "APPROVED", _("approuvée")
    REGISTERING = "REGISTERING", _("en cours d'immatriculation")
    CLOSED = "CLOSED", _("terminée")
    REFUSED = "REFUSED", pgettext_lazy("liste", "refusée")
    CANCELLED = "CANCELLED", _("abandonnée")
    FAILED = "FAILED", _("interrompue par une panne")
    UNDONE = "UNDONE", _("annulée")


TRANSITIONS = {
    ListState.RECEIVED: {
        ListState.READING,
        ListState.REFUSED,
        ListState.CANCELLED,
        ListState.FAILED,
    },
    ListState.READING: {
        ListState.PLANNED,
        ListState.STOPPED,
        ListState.REFUSED,
        ListState.CANCELLED,
        ListState.FAILED,
    },
    ListState.PLANNED: {
        ListState.PLANNED,
        ListState.STOPPED,
        ListState.APPROVED,
        ListState.REFUSED,
        ListState.CANCELLED,
    },
    ListState.STOPPED: {
        ListState.PLANNED,
        ListState.STOPPED,
        ListState.APPROVED,
        ListState.REFUSED,
        ListState.CANCELLED,
    },
    ListState.APPROVED: {ListState.REGISTERING, ListState.CANCELLED, ListState.FAILED},
    ListState.REGISTERING: {ListState.CLOSED, ListState.CANCELLED, ListState.FAILED},
    ListState.CLOSED: {ListState.UNDONE},
    ListState.FAILED: {
        ListState.RECEIVED,
        ListState.READING,
        ListState.APPROVED,
        ListState.CANCELLED,
    },
}
IN_PROGRESS = (
    ListState.RECEIVED,
    ListState.READING,
    ListState.APPROVED,
    ListState.REGISTERING,
)
AWAITING_DECISION = (ListState.PLANNED, ListState.STOPPED)
OUT_OF_COURSE = (ListState.REFUSED, ListState.CANCELLED, ListState.UNDONE)


class KeptBecause(models.TextChoices):
    """Why the rows of a list past its retention delay are kept all the same."""

    IN_PROGRESS = "IN_PROGRESS", _("elle n'est pas terminée")
    UNDOABLE = "UNDOABLE", _("elle peut encore être annulée")
    CORRECTED = "CORRECTED", _("une de ses corrections n'est pas terminée ou peut être annulée")
    ROWS_WAITING = "ROWS_WAITING", _("des lignes attendent une décision")
    BUSY = "BUSY", _("quelqu'un s'en sert à cet instant")


class Outcome(models.TextChoices):
    """What became of a row; exactly one, the first that holds in this order."""

    REFUSED = "REFUSED", pgettext_lazy("ligne", "refusée")
    DUPLICATE = "DUPLICATE", _("en double dans la liste")
    CONFLICT = "CONFLICT", _("conflit d'identité")
    COVERED_ELSEWHERE = "COVERED_ELSEWHERE", _("couverte par un autre régime")
    ENDED = "ENDED", _("activité terminée")
    WAITING = "WAITING", _("en attente d'ouverture")
    REGISTERED = "REGISTERED", _("immatriculée")
    ACTIVITY_ADDED = "ACTIVITY_ADDED", _("activité ajoutée")
    UPDATED = "UPDATED", _("mise à jour")
    UNCHANGED = "UNCHANGED", _("sans changement")
    QUARANTINED = "QUARANTINED", _("en quarantaine")


WRITTEN = (Outcome.REGISTERED, Outcome.ACTIVITY_ADDED, Outcome.UPDATED, Outcome.ENDED)
SETTLED = (*WRITTEN, Outcome.UNCHANGED)
AWAITING_SOMEBODY = (Outcome.CONFLICT, Outcome.WAITING, Outcome.QUARANTINED)


class Verdict(models.TextChoices):
    SAME = "SAME", _("même personne")
    DIFFERENT = "DIFFERENT", _("deux personnes différentes")
    REFUSE = "REFUSE", _("ligne refusée")


class ChunkState(models.TextChoices):
    WAITING = "WAITING", _("à faire")
    DONE = "DONE", _("faite")
