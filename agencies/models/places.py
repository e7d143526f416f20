"""What an agency and a partner's point have in common: a place, its hours, what it is for."""

from datetime import date

from django.core.validators import RegexValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from agencies.models.calendar import Timetable
from agencies.models.territory import Commune
from agencies.rules import Position

# The kingdom lies within; outside, latitude and longitude were swapped or mistyped.
SOUTH, NORTH, WEST, EAST = 20, 37, -18, 0

code_of_ours = RegexValidator(
    r"^[A-Z0-9][A-Z0-9-]*$", _("Un code s'écrit en capitales, chiffres et tirets : AG-012.")
)
phone_of_a_place = RegexValidator(
    r"^(0[5-8]\d{8}|\d{4})$", _("Un téléphone a dix chiffres, ou quatre : 0522000000, 3939.")
)


class Service(models.Model):
    """Something people come for, at an agency or at an approved point."""

    code = models.CharField(_("code"), primary_key=True, max_length=20)
    name_fr = models.CharField(_("nom en français"), max_length=120)
    name_ar = models.CharField(_("nom en arabe"), max_length=120)
    position = models.PositiveSmallIntegerField(_("rang"), default=0)

    class Meta:
        verbose_name = _("service")
        verbose_name_plural = _("services")
        ordering = ("position",)

    def __str__(self) -> str:
        return self.name_ar if get_language() == "ar" else self.name_fr


class PlaceQuerySet(models.QuerySet):
    def open_on(self, day: date) -> "PlaceQuerySet":
        """Those that exist on a day: opened, not closed yet."""
        return self.filter(Q(closed_on__isnull=True) | Q(closed_on__gt=day), opened_on__lte=day)


class Place(models.Model):
    """Somewhere people are received."""

    code = models.CharField(
        _("code"),
        max_length=20,
        unique=True,
        validators=[code_of_ours],
        help_text=_("Le nôtre, pour toujours : les fichiers importés le citent."),
    )
    name_fr = models.CharField(_("nom en français"), max_length=120)
    name_ar = models.CharField(_("nom en arabe"), max_length=120)
    commune = models.ForeignKey(
        Commune, models.PROTECT, related_name="+", verbose_name=_("commune")
    )
    address = models.CharField(_("adresse"), max_length=200, blank=True)
    latitude = models.DecimalField(
        _("latitude"), max_digits=8, decimal_places=5, null=True, blank=True
    )
    longitude = models.DecimalField(
        _("longitude"), max_digits=8, decimal_places=5, null=True, blank=True
    )
    phone = models.CharField(
        _("téléphone"), max_length=10, blank=True, validators=[phone_of_a_place]
    )
    timetable = models.ForeignKey(
        Timetable,
        models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        verbose_name=_("horaire"),
        help_text=_("Vide : les heures ne sont pas connues."),
    )
    opened_on = models.DateField(_("ouverture"), help_text=_("Premier jour inclus."))
    closed_on = models.DateField(
        _("fermeture"), null=True, blank=True, help_text=_("Dernier jour exclu.")
    )
    fictitious = models.BooleanField(
        _("lieu fictif"),
        default=False,
        help_text=_("Donnée de démonstration : ce lieu n'existe pas."),
    )

    objects = PlaceQuerySet.as_manager()

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                name="%(class)s_closes_after_it_opens",
                condition=Q(closed_on__isnull=True) | Q(closed_on__gt=F("opened_on")),
                violation_error_message=_("La fermeture vient après l'ouverture."),
            ),
            models.CheckConstraint(
                name="%(class)s_position_is_whole_and_in_the_kingdom",
                condition=Q(latitude__isnull=True, longitude__isnull=True)
                | Q(
                    latitude__isnull=False,
                    longitude__isnull=False,
                    latitude__range=(SOUTH, NORTH),
                    longitude__range=(WEST, EAST),
                ),
                violation_error_message=_(
                    "La latitude et la longitude vont ensemble, et désignent un lieu du royaume."
                ),
            ),
        ]

    def __str__(self) -> str:
        return self.name_ar if get_language() == "ar" else self.name_fr

    @property
    def map_position(self) -> Position | None:
        """Where it is on the map, when it is known."""
        if self.latitude is None:
            return None
        return Position(float(self.latitude), float(self.longitude))
