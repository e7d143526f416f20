"""Who has what in hand, and who moved it to somebody else."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from cnss_amo.accounts.triggers import append_only


class HoldQuerySet(models.QuerySet):
    def in_force(self, at) -> "HoldQuerySet":
        """Those that run at an instant: the others are free to take."""
        return self.filter(until__gt=at)


class Hold(models.Model):
    """Somebody has an item of a queue in hand until an instant; after it, the item is free.

    A hold that ended stays until the item is settled or taken again: who had it last, and whether
    she gave it back.
    """

    queue = models.CharField(_("file"), max_length=30)
    key = models.CharField(_("dossier"), max_length=40)
    user = models.ForeignKey(
        "accounts.User", models.PROTECT, related_name="+", verbose_name=_("tenu par")
    )
    taken_at = models.DateTimeField(_("pris le"))
    until = models.DateTimeField(_("tenu jusqu'à"))
    given_back = models.BooleanField(_("rendu"), default=False)
    people = ArrayField(
        models.BigIntegerField(),
        default=list,
        verbose_name=_("personnes"),
        help_text=_("Celles que la page du dossier a montrées."),
    )

    objects = HoldQuerySet.as_manager()

    class Meta:
        verbose_name = _("dossier tenu")
        verbose_name_plural = _("dossiers tenus")
        constraints = [
            models.UniqueConstraint(fields=["queue", "key"], name="one_holder_per_item"),
        ]

    def __str__(self) -> str:
        return f"{self.queue} {self.key}"


class Handover(models.Model):
    """A supervisor took an item out of somebody's hands, or gave it to somebody else, and why."""

    queue = models.CharField(_("file"), max_length=30)
    key = models.CharField(_("dossier"), max_length=40)
    held_by = models.ForeignKey(
        "accounts.User", models.PROTECT, related_name="+", verbose_name=_("tenu par")
    )
    given_to = models.ForeignKey(
        "accounts.User", models.PROTECT, related_name="+", null=True, verbose_name=_("confié à")
    )
    by = models.ForeignKey(
        "accounts.User", models.PROTECT, related_name="+", verbose_name=_("décidé par")
    )
    at = models.DateTimeField(_("instant"))
    reason = models.CharField(_("motif"), max_length=200)

    class Meta:
        verbose_name = _("dossier changé de mains")
        verbose_name_plural = _("dossiers changés de mains")
        constraints = [
            models.CheckConstraint(condition=~models.Q(reason=""), name="handover_says_why"),
        ]
        triggers = append_only()

    def __str__(self) -> str:
        return f"{self.queue} {self.key}"
