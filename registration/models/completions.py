"""What was said when a registration was completed."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from agencies.models import Agency
from registration.enums import Channel, Language
from registration.models.people import Event, Person


class CompletedRegistration(models.Model):
    """One completion by a person: through what, with which agency, language and consent."""

    event = models.OneToOneField(
        Event, models.PROTECT, primary_key=True, related_name="+", verbose_name=_("événement")
    )
    person = models.ForeignKey(
        Person, models.PROTECT, related_name="completions", verbose_name=_("personne")
    )
    reference = models.CharField(_("référence"), max_length=16, unique=True)
    channel = models.CharField(_("canal"), max_length=12, choices=Channel.choices)
    principal = models.CharField(
        _("au nom de"), max_length=80, blank=True, help_text=_("Point, partenaire ou appel.")
    )
    agency = models.ForeignKey(
        Agency, models.PROTECT, null=True, related_name="+", verbose_name=_("agence choisie")
    )
    language = models.CharField(_("langue"), max_length=2, choices=Language.choices)
    consent = models.CharField(_("version de la notice"), max_length=20)
    consented_at = models.DateTimeField(_("notice lue le"))

    class Meta:
        verbose_name = _("immatriculation complétée")
        verbose_name_plural = _("immatriculations complétées")

    def __str__(self) -> str:
        return self.reference
