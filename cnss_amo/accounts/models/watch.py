"""What keeps those who look within bounds: daily caps, their lifts, canaries, alerts."""

import pghistory
import pgtrigger
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from cnss_amo.accounts.enums import AlertKind, Role
from cnss_amo.accounts.models.looks import Look
from cnss_amo.accounts.models.users import User
from cnss_amo.accounts.triggers import append_only


@pghistory.track(
    pghistory.InsertEvent(),
    pghistory.UpdateEvent(row=pghistory.Old),
    pghistory.DeleteEvent(),
    level=pghistory.Statement,
    meta={"triggers": append_only()},
    obj_field=pghistory.ObjForeignKey(related_name="audit"),
)
class DailyCap(models.Model):
    """How many people a role opens in a day: a warning for its supervisors, then a stop."""

    role = models.CharField(_("rôle"), max_length=20, choices=Role.choices, primary_key=True)
    warn = models.PositiveIntegerField(_("alerte à"))
    stop = models.PositiveIntegerField(_("arrêt après"))

    class Meta:
        verbose_name = _("plafond journalier")
        verbose_name_plural = _("plafonds journaliers")
        constraints = [
            models.CheckConstraint(
                condition=Q(warn__lte=F("stop")),
                name="cap_warns_before_it_stops",
                violation_error_message=_("L'alerte vient avant l'arrêt."),
            )
        ]

    def __str__(self) -> str:
        return self.get_role_display()


class CapLift(models.Model):
    """The stop of a day lifted for a colleague, by another, with a reason."""

    user = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("utilisateur"))
    day = models.DateField(_("jour"))
    by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("levé par"))
    at = models.DateTimeField(_("levé le"), db_default=Now())
    reason = models.CharField(_("motif"), max_length=200)

    class Meta:
        verbose_name = _("levée d'un arrêt")
        verbose_name_plural = _("levées d'arrêts")
        constraints = [
            models.UniqueConstraint(fields=["user", "day"], name="one_lift_per_user_and_day"),
            models.CheckConstraint(condition=~Q(user=F("by")), name="nobody_lifts_her_own_stop"),
            models.CheckConstraint(condition=~Q(reason=""), name="a_lift_has_a_reason"),
        ]
        triggers = append_only()

    def __str__(self) -> str:
        return f"{self.user} {self.day:%d/%m/%Y}"


@pghistory.track(
    pghistory.InsertEvent(),
    pghistory.DeleteEvent(),
    level=pghistory.Statement,
    meta={"triggers": append_only()},
    obj_field=pghistory.ObjForeignKey(related_name="audit"),
)
class CanaryPerson(models.Model):
    """Somebody whom no work leads to: whoever looks at her is asked why."""

    person_id = models.BigIntegerField(_("personne"), unique=True)
    note = models.CharField(_("note"), max_length=200, blank=True)
    added_at = models.DateTimeField(_("ajoutée le"), db_default=Now())
    added_by = models.ForeignKey(
        User, models.PROTECT, related_name="+", verbose_name=_("ajoutée par")
    )

    class Meta:
        verbose_name = _("personne sentinelle")
        verbose_name_plural = _("personnes sentinelles")

    def __str__(self) -> str:
        return f"#{self.person_id}"


class Alert(models.Model):
    """A look, or a day of looks, that somebody must explain."""

    kind = models.CharField(_("nature"), max_length=12, choices=AlertKind.choices)
    user = models.ForeignKey(
        User, models.PROTECT, related_name="+", null=True, verbose_name=_("utilisateur")
    )
    day = models.DateField(_("jour"))
    look = models.ForeignKey(
        Look, models.PROTECT, related_name="+", null=True, verbose_name=_("consultation")
    )
    opened = models.PositiveIntegerField(_("personnes ouvertes"), null=True)
    raised_at = models.DateTimeField(_("levée le"), db_default=Now())
    acknowledged_at = models.DateTimeField(_("vue le"), null=True)
    acknowledged_by = models.ForeignKey(
        User, models.PROTECT, related_name="+", null=True, verbose_name=_("vue par")
    )
    note = models.CharField(_("suite donnée"), max_length=500, blank=True)

    class Meta:
        verbose_name = _("alerte")
        verbose_name_plural = _("alertes")
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "user", "day"],
                condition=Q(look__isnull=True),
                name="one_alert_per_cap_user_and_day",
            )
        ]
        indexes = [
            models.Index(
                fields=["-raised_at"],
                name="alerts_not_seen",
                condition=Q(acknowledged_at__isnull=True),
            )
        ]
        triggers = [pgtrigger.Protect(name="never_removed", operation=pgtrigger.Delete)]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.pk}"
