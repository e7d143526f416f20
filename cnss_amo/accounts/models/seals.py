"""The seals of the log of looks: what makes a row altered, removed or slipped in later plain."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from cnss_amo.accounts.triggers import append_only


class LookSeal(models.Model):
    """A few looks sealed together: a keyed digest of each row, chained to the seal before.

    `floor` is the id under which no look can still appear: whatever does was slipped in. `ceiling`
    becomes the next floor once the transactions named in `holders` have ended.
    """

    number = models.BigIntegerField(_("numéro"), primary_key=True)
    sealed_at = models.DateTimeField(_("scellé le"), db_default=Now())
    looks = ArrayField(models.BigIntegerField(), verbose_name=_("consultations"))
    digests = models.BinaryField(_("empreintes des consultations"))
    count = models.IntegerField(_("nombre"))
    highest = models.BigIntegerField(_("dernière consultation"), db_index=True)
    floor = models.BigIntegerField(_("plancher"))
    ceiling = models.BigIntegerField(_("plafond"))
    holders = ArrayField(models.CharField(max_length=40), verbose_name=_("transactions ouvertes"))
    previous = models.BinaryField(_("empreinte du sceau précédent"), max_length=16, unique=True)
    digest = models.BinaryField(_("empreinte"), max_length=16)

    class Meta:
        verbose_name = _("sceau des consultations")
        verbose_name_plural = _("sceaux des consultations")
        triggers = append_only()

    def __str__(self) -> str:
        return f"{self.number}"
