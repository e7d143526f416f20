"""Contests: a person does not agree with an activity of hers."""

import pghistory
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from cnss_amo.accounts.triggers import append_only
from registration.enums import Ground
from registration.models.categories import Category, SubCategory
from registration.models.people import Person
from registration.models.submissions import (
    Submission,
    submission_constraints,
    submission_triggers,
)


@pghistory.track(
    pghistory.UpdateEvent(row=pghistory.Old),
    level=pghistory.Statement,
    meta={"triggers": append_only()},
    obj_field=pghistory.ObjForeignKey(related_name="audit"),
)
class Contest(Submission):
    """A person does not agree with an activity that the register says is hers.

    The activity is told by its id and by what it was: lists and mergers may take it away.
    """

    person = models.ForeignKey(
        Person, models.PROTECT, related_name="contests", verbose_name=_("personne")
    )
    activity_id = models.BigIntegerField(_("activité"))
    category = models.ForeignKey(
        Category, models.PROTECT, related_name="+", verbose_name=_("catégorie")
    )
    sub_category = models.ForeignKey(
        SubCategory, models.PROTECT, related_name="+", verbose_name=_("sous-catégorie")
    )
    begins_on = models.DateField(_("premier jour de l'activité"))
    ground = models.CharField(_("motif invoqué"), max_length=8, choices=Ground.choices)
    since = models.DateField(
        _("depuis le"), null=True, help_text=_("Jour de l'arrêt, ou de l'autre couverture.")
    )
    scheme = models.CharField(_("autre régime"), max_length=40, blank=True)

    class Meta:
        verbose_name = _("contestation")
        verbose_name_plural = _("contestations")
        constraints = [
            *submission_constraints("contest"),
            models.UniqueConstraint(
                fields=["activity_id"],
                condition=Q(state__in=["DEPOSITED", "COMPLEMENT_WANTED"]),
                name="one_open_contest_per_activity",
            ),
            models.CheckConstraint(
                condition=Q(ground="NOT_MINE", since=None, scheme="")
                | Q(ground="STOPPED", since__isnull=False, scheme="")
                | Q(ground="COVERED") & ~Q(scheme=""),
                name="contest_says_what_its_ground_asks",
            ),
        ]
        indexes = [
            models.Index(
                fields=["clock_from"],
                name="contests_open",
                condition=Q(state__in=["DEPOSITED", "COMPLEMENT_WANTED"]),
            ),
        ]
        triggers = submission_triggers("ground", "since", "scheme", "activity_id")
