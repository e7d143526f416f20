"""What the check of every night found."""

from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _


class Reconciliation(models.Model):
    """One look at every invariant that constraints cannot hold: when, and what was broken.

    `breaches`: for each broken invariant its code, how many times, the first references; no datum
    of a person.
    """

    at = models.DateTimeField(_("instant"), db_default=Now())
    seconds = models.FloatField(_("durée"), help_text=_("En secondes."))
    checks = models.PositiveSmallIntegerField(_("contrôles"))
    breaches = models.JSONField(_("ruptures"), default=list)

    class Meta:
        verbose_name = _("contrôle du registre")
        verbose_name_plural = _("contrôles du registre")

    def __str__(self) -> str:
        return f"{self.at:%d/%m/%Y %H:%M}"
