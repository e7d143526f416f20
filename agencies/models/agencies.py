"""The CNSS's own places: agencies that stay, and those that go from town to town."""

import pghistory
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import ArrayField, RangeOperators
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from agencies.enums import ATTACHED, AgencyKind, StopKind, Weekday
from agencies.models.calendar import days, hours
from agencies.models.places import Place, Service
from agencies.models.territory import Commune
from cnss_amo.accounts.triggers import append_only


@pghistory.track(
    pghistory.UpdateEvent(row=pghistory.Old),
    pghistory.DeleteEvent(),
    level=pghistory.Statement,
    meta={"triggers": append_only()},
    obj_field=pghistory.ObjForeignKey(related_name="audit"),
)
class Agency(Place):
    """An agency of the CNSS, of any kind; a mobile one is where its stops say."""

    kind = models.CharField(_("sorte"), max_length=16, choices=AgencyKind.choices)
    parent = models.ForeignKey(
        "self",
        models.PROTECT,
        related_name="attached",
        null=True,
        blank=True,
        verbose_name=_("agence de rattachement"),
        help_text=_("Pour un bureau de liaison, un kiosque ou une agence mobile."),
    )
    services = models.ManyToManyField(
        Service, related_name="agencies", blank=True, verbose_name=_("services")
    )

    class Meta(Place.Meta):
        verbose_name = _("agence")
        verbose_name_plural = _("agences")
        constraints = [
            *Place.Meta.constraints,
            models.CheckConstraint(
                name="agencies_that_stand_alone_have_no_parent",
                condition=Q(parent__isnull=True) | Q(kind__in=ATTACHED),
                violation_error_message=_(
                    "Une agence de 1re ou de 2e catégorie n'est rattachée à aucune autre."
                ),
            ),
            models.CheckConstraint(
                name="agency_is_not_its_own_parent",
                condition=Q(parent__isnull=True) | ~Q(parent=F("id")),
                violation_error_message=_("Une agence n'est pas rattachée à elle-même."),
            ),
        ]


class Stop(models.Model):
    """Where a mobile agency stands, on one day of every week, between two days."""

    agency = models.ForeignKey(
        Agency, models.PROTECT, related_name="stops", verbose_name=_("agence mobile")
    )
    kind = models.CharField(
        _("sorte"), max_length=12, choices=StopKind.choices, default=StopKind.PERMANENCE
    )
    commune = models.ForeignKey(
        Commune, models.PROTECT, related_name="+", verbose_name=_("commune")
    )
    place = models.CharField(_("lieu"), max_length=200, help_text=_("Souk, maison commune…"))
    weekday = models.PositiveSmallIntegerField(_("jour"), choices=Weekday.choices)
    opens = models.TimeField(pgettext_lazy("heure", "de"))
    closes = models.TimeField(pgettext_lazy("heure", "à"))
    ramadan_opens = models.TimeField(
        pgettext_lazy("heure", "de, en Ramadan"),
        null=True,
        blank=True,
        help_text=_("Vide : les heures ordinaires."),
    )
    ramadan_closes = models.TimeField(
        pgettext_lazy("heure", "à, en Ramadan"), null=True, blank=True
    )
    begins_on = models.DateField(_("premier jour"), help_text=_("Premier jour inclus."))
    ends_on = models.DateField(_("fin"), null=True, blank=True, help_text=_("Dernier jour exclu."))
    cancelled_days = ArrayField(
        models.DateField(),
        default=list,
        blank=True,
        verbose_name=_("jours annulés"),
        help_text=_("Des dates, séparées par des virgules."),
    )

    class Meta:
        verbose_name = _("passage d'une agence mobile")
        verbose_name_plural = _("passages des agences mobiles")
        constraints = [
            models.CheckConstraint(
                name="stop_closes_after_it_opens",
                condition=Q(closes__gt=F("opens")),
                violation_error_message=_("La fermeture vient après l'ouverture."),
            ),
            models.CheckConstraint(
                name="stop_in_ramadan_closes_after_it_opens",
                condition=Q(ramadan_opens=None, ramadan_closes=None)
                | Q(
                    ramadan_opens__isnull=False,
                    ramadan_closes__isnull=False,
                    ramadan_closes__gt=F("ramadan_opens"),
                ),
                violation_error_message=_(
                    "En Ramadan, donnez les deux heures, la fermeture après l'ouverture."
                ),
            ),
            models.CheckConstraint(
                name="stop_ends_after_it_begins",
                condition=Q(ends_on__isnull=True) | Q(ends_on__gt=F("begins_on")),
                violation_error_message=_("La fin vient après le premier jour."),
            ),
            models.CheckConstraint(
                name="stop_is_on_a_day_of_the_week", condition=Q(weekday__range=(1, 7))
            ),
            ExclusionConstraint(
                name="mobile_agency_is_in_one_place_at_a_time",
                expressions=[
                    ("agency", RangeOperators.EQUAL),
                    ("weekday", RangeOperators.EQUAL),
                    (days(), RangeOperators.OVERLAPS),
                    (hours(), RangeOperators.OVERLAPS),
                ],
                violation_error_message=_("L'agence mobile est déjà ailleurs à ces heures."),
            ),
            ExclusionConstraint(
                name="mobile_agency_is_in_one_place_at_a_time_in_ramadan",
                expressions=[
                    ("agency", RangeOperators.EQUAL),
                    ("weekday", RangeOperators.EQUAL),
                    (days(), RangeOperators.OVERLAPS),
                    (
                        hours(
                            Coalesce("ramadan_opens", "opens"),
                            Coalesce("ramadan_closes", "closes"),
                        ),
                        RangeOperators.OVERLAPS,
                    ),
                ],
                violation_error_message=_(
                    "L'agence mobile est déjà ailleurs à ces heures, en Ramadan."
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_weekday_display()} · {self.place}"
