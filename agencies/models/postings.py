"""Who works where, and since when."""

from datetime import date

import pghistory
import pgtrigger
from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from agencies.models.agencies import Agency
from agencies.models.calendar import days
from agencies.models.partners import Point
from cnss_amo.accounts.enums import Role
from cnss_amo.accounts.triggers import append_only

PLACED_BY_ROLE = """
IF TG_OP = 'UPDATE' THEN
    IF (OLD.user_id, OLD.agency_id, OLD.point_id)
        IS NOT DISTINCT FROM (NEW.user_id, NEW.agency_id, NEW.point_id) THEN RETURN NEW; END IF;
END IF;
IF (NEW.point_id IS NOT NULL) <> EXISTS (
    SELECT FROM accounts_rolegrant WHERE user_id = NEW.user_id AND role = 'POINT_OPERATOR'
) THEN
    RAISE EXCEPTION 'posting_of_an_operator_is_at_a_point' USING ERRCODE = 'check_violation';
END IF;
RETURN NEW;
"""


class PostingQuerySet(models.QuerySet):
    def on(self, day: date) -> "PostingQuerySet":
        """Those in force on a day."""
        return self.filter(Q(ends_on__isnull=True) | Q(ends_on__gt=day), begins_on__lte=day)


@pghistory.track(
    pghistory.UpdateEvent(row=pghistory.Old),
    pghistory.DeleteEvent(),
    level=pghistory.Statement,
    meta={"triggers": append_only()},
    obj_field=pghistory.ObjForeignKey(related_name="audit"),
)
class Posting(models.Model):
    """A colleague works at an agency, or an operator at a partner's point, between two days."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="postings",
        verbose_name=_("utilisateur"),
    )
    agency = models.ForeignKey(
        Agency,
        models.PROTECT,
        related_name="postings",
        null=True,
        blank=True,
        verbose_name=_("agence"),
    )
    point = models.ForeignKey(
        Point,
        models.PROTECT,
        related_name="postings",
        null=True,
        blank=True,
        verbose_name=_("point partenaire"),
    )
    begins_on = models.DateField(_("premier jour"), help_text=_("Premier jour inclus."))
    ends_on = models.DateField(_("fin"), null=True, blank=True, help_text=_("Dernier jour exclu."))

    objects = PostingQuerySet.as_manager()

    class Meta:
        verbose_name = _("affectation")
        verbose_name_plural = _("affectations")
        triggers = [
            pgtrigger.Trigger(
                name="placed_by_role",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.Update,
                func=PLACED_BY_ROLE,
            )
        ]
        constraints = [
            models.CheckConstraint(
                name="posting_is_at_an_agency_or_at_a_point",
                condition=Q(agency__isnull=True) ^ Q(point__isnull=True),
                violation_error_message=_("Une affectation nomme une agence ou un point, un seul."),
            ),
            models.CheckConstraint(
                name="posting_ends_after_it_begins",
                condition=Q(ends_on__isnull=True) | Q(ends_on__gt=F("begins_on")),
                violation_error_message=_("La fin vient après le premier jour."),
            ),
            ExclusionConstraint(
                name="posting_one_place_at_a_time",
                expressions=[
                    ("user", RangeOperators.EQUAL),
                    (days(), RangeOperators.OVERLAPS),
                ],
                violation_error_message=_("Cette personne est déjà affectée à ces dates."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} · {self.begins_on:%d/%m/%Y}"

    @property
    def place(self) -> Agency | Point:
        """The agency, or the point."""
        return self.agency or self.point

    def clean(self) -> None:
        """An operator works at a point, and nobody else does; what was posted before stands."""
        super().clean()
        if self.user_id is None or self._was_posted_there():
            return
        operates = self.user.role_grants.filter(role=Role.POINT_OPERATOR).exists()
        if operates and self.point_id is None:
            raise ValidationError(
                {"point": _("Un opérateur de point partenaire est affecté à un point.")}
            )
        if self.point_id and not operates:
            raise ValidationError(
                {"point": _("Seul un opérateur de point partenaire est affecté à un point.")}
            )

    def _was_posted_there(self) -> bool:
        same = Posting.objects.filter(
            pk=self.pk, user=self.user_id, agency=self.agency_id, point=self.point_id
        )
        return self.pk is not None and same.exists()
