"""When the network is open: timetables shared by many places, holidays, months of Ramadan."""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, DateTimeRangeField, RangeOperators
from django.db import models
from django.db.models import F, Func, Q
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from agencies.enums import Season, Weekday


def days(first: str = "begins_on", after: str = "ends_on") -> Func:
    """The period between two days, the last one excluded, as PostgreSQL compares periods."""
    return Func(F(first), F(after), function="daterange", output_field=DateRangeField())


def hours(*bounds: Func) -> Func:
    """The period between two hours of one day: any day will do, no range is of hours."""
    return Func(
        *(bounds or (F("opens"), F("closes"))),
        arg_joiner=", DATE '2000-01-01' + ",
        template="tsrange(DATE '2000-01-01' + %(expressions)s)",
        output_field=DateTimeRangeField(),
    )


class Timetable(models.Model):
    """The hours of a week, shared by the places that keep them: changed once for all."""

    code = models.CharField(_("code"), max_length=20, unique=True)
    name_fr = models.CharField(_("nom en français"), max_length=120)
    name_ar = models.CharField(_("nom en arabe"), max_length=120)
    open_on_holidays = models.BooleanField(_("ouvert les jours fériés"), default=False)

    class Meta:
        verbose_name = _("horaire")
        verbose_name_plural = _("horaires")

    def __str__(self) -> str:
        return self.name_ar if get_language() == "ar" else self.name_fr


class OpeningHours(models.Model):
    """Hours of a day of the week; a timetable with none for Ramadan keeps the usual ones."""

    timetable = models.ForeignKey(
        Timetable, models.CASCADE, related_name="hours", verbose_name=_("horaire")
    )
    season = models.CharField(
        _("saison"), max_length=8, choices=Season.choices, default=Season.USUAL
    )
    weekday = models.PositiveSmallIntegerField(_("jour"), choices=Weekday.choices)
    opens = models.TimeField(pgettext_lazy("heure", "de"))
    closes = models.TimeField(pgettext_lazy("heure", "à"))

    class Meta:
        verbose_name = _("heures d'ouverture")
        verbose_name_plural = _("heures d'ouverture")
        ordering = ("season", "weekday", "opens")
        constraints = [
            ExclusionConstraint(
                name="hours_of_a_day_never_overlap",
                expressions=[
                    ("timetable", RangeOperators.EQUAL),
                    ("season", RangeOperators.EQUAL),
                    ("weekday", RangeOperators.EQUAL),
                    (hours(), RangeOperators.OVERLAPS),
                ],
                violation_error_message=_("Ces heures en chevauchent d'autres, le même jour."),
            ),
            models.CheckConstraint(
                name="hours_close_after_they_open",
                condition=Q(closes__gt=F("opens")),
                violation_error_message=_("La fermeture vient après l'ouverture."),
            ),
            models.CheckConstraint(
                name="hours_are_on_a_day_of_the_week", condition=Q(weekday__range=(1, 7))
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_weekday_display()} {self.opens:%H:%M}–{self.closes:%H:%M}"


class Holiday(models.Model):
    """A public holiday: a day on which the agencies are closed."""

    code = models.CharField(_("code"), max_length=40, unique=True, editable=False)
    day = models.DateField(_("jour"), db_index=True)
    name_fr = models.CharField(_("nom en français"), max_length=120)
    name_ar = models.CharField(_("nom en arabe"), max_length=120)
    source = models.CharField(_("source"), max_length=300)
    to_confirm = models.BooleanField(
        _("à confirmer"),
        default=False,
        help_text=_("La date dépend de la lune, ou son texte n'a pas été lu."),
    )

    class Meta:
        verbose_name = _("jour férié")
        verbose_name_plural = _("jours fériés")

    def __str__(self) -> str:
        return self.name_ar if get_language() == "ar" else self.name_fr


class Ramadan(models.Model):
    """A month of Ramadan, when the hours are others."""

    code = models.CharField(_("code"), max_length=40, unique=True, editable=False)
    begins_on = models.DateField(_("premier jour"), help_text=_("Premier jour inclus."))
    ends_on = models.DateField(_("fin"), help_text=_("Dernier jour exclu : l'Aïd al-Fitr."))
    source = models.CharField(_("source"), max_length=300)
    to_confirm = models.BooleanField(
        _("à confirmer"), default=False, help_text=_("Les dates dépendent de la lune.")
    )

    class Meta:
        verbose_name = _("mois de Ramadan")
        verbose_name_plural = _("mois de Ramadan")
        constraints = [
            models.CheckConstraint(
                name="ramadan_ends_after_it_begins",
                condition=Q(ends_on__gt=F("begins_on")),
                violation_error_message=_("La fin vient après le premier jour."),
            ),
            ExclusionConstraint(
                name="one_ramadan_at_a_time",
                expressions=[(days(), RangeOperators.OVERLAPS)],
                violation_error_message=_("Un autre mois de Ramadan couvre ces jours."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.begins_on:%d/%m/%Y} – {self.ends_on:%d/%m/%Y}"
