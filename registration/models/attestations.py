"""Attestations: what each one attested, what became of it, who asked whether it stands."""

import pgtrigger
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from cnss_amo.accounts.triggers import append_only
from registration.attestation.rules import CheckResult
from registration.enums import Channel, DocumentKind
from registration.models.people import Person, sealed_field

FIXED = ["person", "reference", "issued_at", "channel", "by", "valid_until", "facts"]


class Attestation(models.Model):
    """What the CNSS attested of a person on a day; the document is laid out again on demand.

    `facts` keeps what the page says, as it was said: the same attestation always says the same.
    """

    person = models.ForeignKey(
        Person, models.PROTECT, related_name="attestations", verbose_name=_("personne")
    )
    reference = models.CharField(_("référence"), max_length=16, unique=True)
    issued_at = models.DateTimeField(_("délivrée le"))
    channel = models.CharField(_("canal"), max_length=12, choices=Channel.choices)
    by = models.ForeignKey(
        "accounts.User", models.PROTECT, related_name="+", null=True, verbose_name=_("par")
    )
    valid_until = models.DateField(
        _("valable jusqu'au"), null=True, help_text=_("Vide : aucun texte connu ne le dit.")
    )
    facts = models.JSONField(_("ce qu'elle atteste"))
    document_kind = models.CharField(
        _("pièce d'identité"), max_length=12, choices=DocumentKind.choices, blank=True
    )
    document_sealed = sealed_field(_("numéro de la pièce"))
    replaced_at = models.DateTimeField(_("remplacée le"), null=True)
    replaced_by = models.ForeignKey(
        "self", models.PROTECT, null=True, related_name="replaced", verbose_name=_("remplacée par")
    )
    revoked_at = models.DateTimeField(_("révoquée le"), null=True)
    revoked_by = models.ForeignKey(
        "accounts.User", models.PROTECT, related_name="+", null=True, verbose_name=_("révoquée par")
    )
    revoked_reason = models.CharField(_("motif"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("attestation d'immatriculation")
        verbose_name_plural = _("attestations d'immatriculation")
        constraints = [
            models.UniqueConstraint(
                fields=["person"],
                condition=Q(replaced_at=None, revoked_at=None),
                name="one_standing_attestation_per_person",
            ),
            models.CheckConstraint(
                condition=Q(revoked_at=None, revoked_by=None, revoked_reason="")
                | Q(revoked_at__gte=F("issued_at")) & ~Q(revoked_by=None) & ~Q(revoked_reason=""),
                name="attestation_revoked_by_somebody_for_a_reason",
            ),
        ]
        triggers = [
            pgtrigger.ReadOnly(name="attested_once", fields=FIXED),
            pgtrigger.Protect(name="attestation_kept", operation=pgtrigger.Delete),
        ]

    def __str__(self) -> str:
        return f"#{self.pk}"


class AttestationCheck(models.Model):
    """Somebody asked whether an attestation stands; who asked is not kept."""

    at = models.DateTimeField(_("instant"), db_default=Now())
    attestation = models.ForeignKey(
        Attestation,
        models.PROTECT,
        null=True,
        related_name="checks",
        verbose_name=_("attestation"),
        help_text=_("Vide : la référence n'était celle de personne."),
    )
    result = models.CharField(_("réponse"), max_length=10, choices=CheckResult.choices)

    class Meta:
        verbose_name = _("vérification d'une attestation")
        verbose_name_plural = _("vérifications d'attestations")
        triggers = append_only()

    def __str__(self) -> str:
        return self.get_result_display()


class CheckAllowance(models.Model):
    """How many checks came from one place in one minute; forgotten within the hour."""

    place_key = models.BinaryField(_("empreinte de l'adresse"), max_length=16)
    minute = models.DateTimeField(_("minute"))
    count = models.PositiveIntegerField(_("nombre"))

    class Meta:
        verbose_name = _("cadence des vérifications")
        verbose_name_plural = _("cadences des vérifications")
        constraints = [
            models.UniqueConstraint(
                fields=["place_key", "minute"], name="one_allowance_per_place_and_minute"
            )
        ]
        indexes = [models.Index(fields=["minute"], name="check_allowances_by_minute")]

    def __str__(self) -> str:
        return f"{self.minute:%H:%M} × {self.count}"
