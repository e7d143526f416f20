from django.db import models
from django.utils.translation import gettext_lazy as _


class Scope(models.TextChoices):
    """What a partner may be allowed to do, one word each."""

    STATUS = "status", _("demander pour une personne si elle est immatriculée")
    ACTIVATION = "activation", _("commencer l'activation d'un accès")
    COMPLETION = "completion", _("compléter une immatriculation")
    REQUESTS = "requests", _("déposer et suivre une demande d'immatriculation")
    CONFIRMATIONS = "confirmations", _("confirmer qui exerce, pour un organisme de liaison")
    LISTS = "lists", _("envoyer et suivre des listes, pour un organisme de liaison")


OF_POINTS = (Scope.STATUS, Scope.ACTIVATION, Scope.COMPLETION, Scope.REQUESTS)
OF_BODIES = (Scope.CONFIRMATIONS, Scope.LISTS)
