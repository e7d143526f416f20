from django.db import models
from django.utils.translation import gettext_lazy as _


class Channel(models.TextChoices):
    """How a message reaches a person."""

    SMS = "SMS", _("SMS")


class MessageState(models.TextChoices):
    WAITING = "WAITING", _("à envoyer")
    SENT = "SENT", _("envoyé")
    FAILED = "FAILED", _("échec")
    DROPPED = "DROPPED", _("abandonné")


class Reason(models.TextChoices):
    """Why a message did not leave."""

    NOT_A_MOBILE = "NOT_A_MOBILE", _("pas un mobile marocain")
    TOO_LATE = "TOO_LATE", _("trop tard pour être utile")
    NOT_TAKEN = "NOT_TAKEN", _("l'opérateur ne l'a pas pris")
