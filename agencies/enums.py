from django.db import models
from django.utils.translation import gettext_lazy as _


class AgencyKind(models.TextChoices):
    FIRST = "FIRST", _("agence de 1re catégorie")
    SECOND = "SECOND", _("agence de 2e catégorie")
    LIAISON_OFFICE = "LIAISON_OFFICE", _("bureau de liaison")
    KIOSK = "KIOSK", _("kiosque")
    MOBILE = "MOBILE", _("agence mobile")


# The kinds that another agency answers for.
ATTACHED = (AgencyKind.LIAISON_OFFICE, AgencyKind.KIOSK, AgencyKind.MOBILE)


class StopKind(models.TextChoices):
    PERMANENCE = "PERMANENCE", _("permanence")
    SOUK = "SOUK", _("souk")


class Season(models.TextChoices):
    USUAL = "USUAL", _("habituelle")
    RAMADAN = "RAMADAN", _("Ramadan")


class Weekday(models.IntegerChoices):
    """Numbered as ISO 8601 and `date.isoweekday` do."""

    MONDAY = 1, _("lundi")
    TUESDAY = 2, _("mardi")
    WEDNESDAY = 3, _("mercredi")
    THURSDAY = 4, _("jeudi")
    FRIDAY = 5, _("vendredi")
    SATURDAY = 6, _("samedi")
    SUNDAY = 7, _("dimanche")
