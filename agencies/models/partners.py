"""The partners' networks, their points, and what each point may do in our name."""

from datetime import date

import pghistory
from django.db import models
from django.db.models import F, Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from agencies.models.places import Place, Service
from cnss_amo.accounts.triggers import append_only


class PartnerNetwork(models.Model):
    """A company whose shops receive insured people under an agreement."""

    code = models.CharField(_("code"), primary_key=True, max_length=20)
    name_fr = models.CharField(_("nom en français"), max_length=120)
    name_ar = models.CharField(_("nom en arabe"), max_length=120)
    source = models.CharField(_("source"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("réseau partenaire")
        verbose_name_plural = _("réseaux partenaires")

    def __str__(self) -> str:
        return self.name_ar if get_language() == "ar" else self.name_fr


@pghistory.track(
    pghistory.UpdateEvent(row=pghistory.Old),
    pghistory.DeleteEvent(),
    level=pghistory.Statement,
    meta={"triggers": append_only()},
    obj_field=pghistory.ObjForeignKey(related_name="audit"),
)
class Point(Place):
    """A partner's shop, which does what it is approved for and nothing else."""

    network = models.ForeignKey(
        PartnerNetwork, models.PROTECT, related_name="points", verbose_name=_("réseau")
    )
    services = models.ManyToManyField(
        Service, through="Approval", related_name="points", verbose_name=_("services")
    )

    class Meta(Place.Meta):
        verbose_name = _("point partenaire")
        verbose_name_plural = _("points partenaires")
        constraints = [*Place.Meta.constraints]


class ApprovalQuerySet(models.QuerySet):
    def on(self, day: date) -> "ApprovalQuerySet":
        """Those in force on a day."""
        return self.not_ended(day).filter(begins_on__lte=day)

    def not_ended(self, day: date) -> "ApprovalQuerySet":
        """Those in force on a day, or that begin later."""
        return self.filter(Q(ends_on__isnull=True) | Q(ends_on__gt=day))


class Approval(models.Model):
    """A point may do one service, between two days: to register and to take files are two."""

    point = models.ForeignKey(
        Point, models.PROTECT, related_name="approvals", verbose_name=_("point partenaire")
    )
    service = models.ForeignKey(
        Service, models.PROTECT, related_name="+", verbose_name=_("service")
    )
    begins_on = models.DateField(_("premier jour"), help_text=_("Premier jour inclus."))
    ends_on = models.DateField(_("fin"), null=True, blank=True, help_text=_("Dernier jour exclu."))

    objects = ApprovalQuerySet.as_manager()

    class Meta:
        verbose_name = _("agrément")
        verbose_name_plural = _("agréments")
        constraints = [
            models.UniqueConstraint(
                fields=["point", "service", "begins_on"], name="approval_begins_once"
            ),
            models.CheckConstraint(
                name="approval_ends_after_it_begins",
                condition=Q(ends_on__isnull=True) | Q(ends_on__gt=F("begins_on")),
                violation_error_message=_("La fin vient après le premier jour."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.point_id} · {self.service_id}"

    def is_over(self, day: date) -> bool:
        """Whether it no longer holds on a day."""
        return self.ends_on is not None and self.ends_on <= day
