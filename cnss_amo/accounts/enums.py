from django.db import models
from django.utils.translation import gettext_lazy as _


class Role(models.TextChoices):
    AGENT = "AGENT", _("agent d'agence")
    SUPERVISOR = "SUPERVISOR", _("superviseur d'agence")
    CALL_CENTRE = "CALL_CENTRE", _("téléconseiller")
    LIST_MANAGER = "LIST_MANAGER", _("gestionnaire des listes")
    LIST_OFFICER = "LIST_OFFICER", _("chargé des listes d'un organisme")
    POINT_OPERATOR = "POINT_OPERATOR", _("opérateur d'un point partenaire")
    AUDITOR = "AUDITOR", _("auditeur")
    ADMINISTRATOR = "ADMINISTRATOR", _("administrateur")


class LookKind(models.TextChoices):
    SEARCH = "SEARCH", _("recherche")
    PERSON = "PERSON", _("fiche d'une personne")
    LIST_ROWS = "LIST_ROWS", _("lignes d'une liste")
    CONFLICT = "CONFLICT", _("conflit d'identité")
    RETURN_FILE = "RETURN_FILE", _("fichier de retour")
    REVEAL = "REVEAL", _("donnée montrée en clair")
    PRINT = "PRINT", _("fiche imprimée")
    EXPORT = "EXPORT", _("export")
    ACT = "ACT", _("acte sur une fiche")
    QUEUE = "QUEUE", _("file de travail")
    WHO_LOOKED = "WHO_LOOKED", _("qui a consulté une fiche")


class Door(models.TextChoices):
    PAGE = "PAGE", _("page")
    ADMIN = "ADMIN", _("administration")
    COMMAND = "COMMAND", _("commande")
    DROP_FOLDER = "DROP_FOLDER", _("dossier de dépôt")
    API = "API", _("interface des partenaires")


# What the daily caps count: pages that open somebody's file, and searches, for less.
COUNTING = (
    LookKind.SEARCH,
    LookKind.PERSON,
    LookKind.CONFLICT,
    LookKind.REVEAL,
    LookKind.PRINT,
    LookKind.ACT,
    LookKind.QUEUE,
)


class AlertKind(models.TextChoices):
    WARNED = "WARNED", _("beaucoup de personnes ouvertes en un jour")
    STOPPED = "STOPPED", _("plafond du jour atteint")
    CANARY = "CANARY", _("personne sentinelle consultée")


class LookReason(models.TextChoices):
    """Why a datum is shown in clear; others are said in words."""

    CALL_BACK = "CALL_BACK", _("appeler la personne")
    WRITE = "WRITE", _("lui écrire")
    CHECK_IDENTITY = "CHECK_IDENTITY", _("vérifier son identité, pièce en main")
    CORRECT = "CORRECT", _("corriger une donnée avec elle")
    COMPLAINT = "COMPLAINT", _("instruire une réclamation")
    OTHER = "OTHER", _("autre motif")


class Datum(models.TextChoices):
    """What a page masks."""

    DOCUMENT = "document", _("numéro de la pièce d'identité")
    PHONE = "phone", _("téléphone")
    EMAIL = "email", _("adresse électronique")
    ADDRESS = "address", _("adresse")


class CodeKind(models.TextChoices):
    SMS = "SMS", _("envoyé par SMS")
    PAPER = "PAPER", _("remis sur papier")
