"""Who may send lists: the liaison bodies and their mandates."""

import pghistory
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.core.validators import MaxValueValidator
from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from cnss_amo.accounts.triggers import append_only
from liaison.enums import ListKind
from registration.models import Category


@pghistory.track(
    pghistory.UpdateEvent(row=pghistory.Old),
    pghistory.DeleteEvent(),
    level=pghistory.Statement,
    meta={"triggers": append_only()},
    obj_field=pghistory.ObjForeignKey(related_name="audit"),
)
class LiaisonBody(models.Model):
    """A body that knows the members of a profession and sends lists of them."""

    code = models.CharField(_("code"), primary_key=True, max_length=20)
    name_fr = models.CharField(_("nom en français"), max_length=200)
    name_ar = models.CharField(_("nom en arabe"), max_length=200)
    format = models.CharField(_("format"), max_length=20)
    default_kind = models.CharField(
        _("sorte de liste par défaut"),
        max_length=8,
        choices=ListKind.choices,
        default=ListKind.PARTIAL,
    )
    tolerance = models.PositiveSmallIntegerField(
        _("tolérance"),
        default=50,
        validators=[MaxValueValidator(100)],
        help_text=_(
            "Pourcentage de lignes refusées ou en double au-delà duquel la liste s'arrête."
        ),
    )

    class Meta:
        verbose_name = _("organisme de liaison")
        verbose_name_plural = _("organismes de liaison")

    def __str__(self) -> str:
        return self.name_ar if get_language() == "ar" else self.name_fr


class MandateQuerySet(models.QuerySet):
    def on(self, day) -> "MandateQuerySet":
        """Those in force on a day."""
        return self.filter(in_force__contains=day)


@pghistory.track(
    pghistory.InsertEvent(),
    pghistory.UpdateEvent(row=pghistory.Old),
    pghistory.DeleteEvent(),
    level=pghistory.Statement,
    meta={"triggers": append_only()},
    obj_field=pghistory.ObjForeignKey(related_name="audit"),
)
class Mandate(models.Model):
    """Which liaison body lists a category's members, for as long as its decree says."""

    body = models.ForeignKey(
        LiaisonBody, models.PROTECT, related_name="mandates", verbose_name=_("organisme")
    )
    category = models.ForeignKey(
        Category, models.PROTECT, related_name="+", verbose_name=_("catégorie")
    )
    in_force = DateRangeField(
        _("en vigueur"), help_text=_("Premier jour inclus, dernier jour exclu.")
    )
    reference = models.CharField(_("texte de référence"), max_length=300)

    objects = MandateQuerySet.as_manager()

    class Meta:
        verbose_name = _("mandat de liaison")
        verbose_name_plural = _("mandats de liaison")
        constraints = [
            ExclusionConstraint(
                name="mandate_once_per_body_and_category_at_a_time",
                expressions=[
                    ("body", RangeOperators.EQUAL),
                    ("category", RangeOperators.EQUAL),
                    ("in_force", RangeOperators.OVERLAPS),
                ],
                violation_error_message=_("Cet organisme liste déjà cette catégorie à ces dates."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.body_id} · {self.category_id}"
