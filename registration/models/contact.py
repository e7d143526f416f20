"""How a person was reached before a change at the counter, for as long as it may be undone."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from agencies.models import Commune
from registration.models.people import Event, digest_field, sealed_field

SEALED_CONTACTS = ("phone", "email", "address")
CONTACT_COLUMNS = (
    *(f"{name}_{part}" for name in SEALED_CONTACTS for part in ("key", "sealed", "source")),
    "commune_id",
)


class PriorContact(models.Model):
    """What a change of contact replaced, kept for the minutes in which its author may undo it."""

    change = models.OneToOneField(
        Event, models.PROTECT, primary_key=True, related_name="+", verbose_name=_("changement")
    )
    followed_by = models.CharField(
        _("état d'après"), max_length=24, help_text=_("Empreinte des coordonnées qui ont suivi.")
    )
    phone_key = digest_field(_("empreinte du téléphone"))
    phone_sealed = sealed_field(_("téléphone"))
    phone_source = models.CharField(_("origine du téléphone"), max_length=20, blank=True)
    email_key = digest_field(_("empreinte de l'adresse électronique"))
    email_sealed = sealed_field(_("adresse électronique"))
    email_source = models.CharField(
        _("origine de l'adresse électronique"), max_length=20, blank=True
    )
    address_key = digest_field(_("empreinte de l'adresse"))
    address_sealed = sealed_field(_("adresse"))
    address_source = models.CharField(_("origine de l'adresse"), max_length=20, blank=True)
    commune = models.ForeignKey(
        Commune, models.PROTECT, null=True, related_name="+", verbose_name=_("commune")
    )

    class Meta:
        verbose_name = _("coordonnées d'avant")
        verbose_name_plural = _("coordonnées d'avant")

    def __str__(self) -> str:
        return f"#{self.change_id}"
