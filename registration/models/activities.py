"""What people do: each activity between two days."""

import pghistory
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from cnss_amo.accounts.triggers import append_only
from registration.audit import CHANGED
from registration.enums import OriginKind
from registration.models.categories import Category, SubCategory
from registration.models.people import Person


class ActivityQuerySet(models.QuerySet):
    def open(self) -> "ActivityQuerySet":
        """Those that nobody has ended."""
        return self.filter(ends_on__isnull=True)


@pghistory.track(
    pghistory.UpdateEvent(CHANGED, row=pghistory.Old),
    pghistory.DeleteEvent(),
    level=pghistory.Statement,
    meta={"triggers": append_only()},
    obj_field=pghistory.ObjForeignKey(related_name="audit"),
)
class Activity(models.Model):
    """A person in a sub-category between two days, with the facts true in between."""

    person = models.ForeignKey(
        Person,
        models.PROTECT,
        related_name="activities",
        db_index=False,
        verbose_name=_("personne"),
    )
    category = models.ForeignKey(
        Category, models.PROTECT, related_name="+", db_index=False, verbose_name=_("catégorie")
    )
    sub_category = models.ForeignKey(
        SubCategory,
        models.PROTECT,
        related_name="+",
        db_index=False,
        verbose_name=_("sous-catégorie"),
    )
    body = models.CharField(_("organisme"), max_length=20)
    started_on = models.DateField(
        _("début de l'activité"), help_text=_("Tel que déclaré, pour toutes ses périodes.")
    )
    begins_on = models.DateField(_("premier jour"), help_text=_("Premier jour inclus."))
    ends_on = models.DateField(_("fin"), null=True, help_text=_("Dernier jour exclu."))
    subject_from = models.DateField(_("assujettie à partir du"))
    professional_id = models.CharField(_("identifiant professionnel"), max_length=40, blank=True)
    facts = models.JSONField(_("faits"), default=dict)
    origin_kind = models.CharField(_("origine"), max_length=8, choices=OriginKind.choices)
    origin_list = models.BigIntegerField(_("liste d'origine"), null=True)
    origin_line = models.IntegerField(_("ligne d'origine"), null=True)
    missing_list = models.BigIntegerField(
        _("absente de la liste"), null=True, help_text=_("La liste complète qui ne la cite plus.")
    )

    objects = ActivityQuerySet.as_manager()

    class Meta:
        verbose_name = _("activité")
        verbose_name_plural = _("activités")
        constraints = [
            models.UniqueConstraint(
                fields=["person", "category", "ends_on"],
                nulls_distinct=False,
                name="one_open_activity_per_category",
            ),
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("begins_on")),
                name="activity_ends_after_it_begins",
            ),
        ]
        indexes = [
            models.Index(
                fields=["professional_id"],
                name="activities_by_profession_id",
                condition=~Q(professional_id=""),
            ),
            models.Index(
                fields=["missing_list"],
                name="activities_missing",
                condition=Q(missing_list__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.sub_category_id} {self.begins_on:%d/%m/%Y}"
