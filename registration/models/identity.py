"""What one person proposes about an identity and another decides: corrections, mergers of files."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from registration.enums import CorrectionState, DocumentKind, MergerState, PaperSeen
from registration.models.people import Person, digest_field, sealed_field


def second_person(name: str) -> models.CheckConstraint:
    """Whoever proposed does not decide."""
    return models.CheckConstraint(condition=~Q(decided_by=F("by")), name=name)


def decided_or_waiting(name: str) -> models.CheckConstraint:
    """What waits has no decider; what was decided has one, and a refusal says why."""
    waits = Q(state="PROPOSED", decided_by=None, decided_at=None)
    decided = ~Q(state="PROPOSED") & Q(decided_by__isnull=False, decided_at__isnull=False)
    return models.CheckConstraint(
        condition=(waits | decided) & (~Q(state="REFUSED") | ~Q(decision_reason="")), name=name
    )


class ProposalQuerySet(models.QuerySet):
    def waiting(self) -> "ProposalQuerySet":
        """Those that a second person has not decided yet, oldest first."""
        return self.filter(state="PROPOSED").order_by("proposed_at", "pk")


class Proposal(models.Model):
    """An act on an identity that waits for a second person."""

    reason = models.CharField(_("motif"), max_length=200)
    paper = models.CharField(_("pièce vue"), max_length=20, choices=PaperSeen.choices)
    by = models.ForeignKey(
        "accounts.User", models.PROTECT, related_name="+", verbose_name=_("proposé par")
    )
    proposed_at = models.DateTimeField(_("proposé le"), db_default=Now())
    decided_by = models.ForeignKey(
        "accounts.User", models.PROTECT, related_name="+", null=True, verbose_name=_("décidé par")
    )
    decided_at = models.DateTimeField(_("décidé le"), null=True)
    decision_reason = models.CharField(_("motif de la décision"), max_length=200, blank=True)

    objects = ProposalQuerySet.as_manager()

    class Meta:
        abstract = True


class Correction(Proposal):
    """An identity that an agent proposes to correct: what the register said, what it should say.

    Names and birth are in clear, as on the person; the document is sealed, as on the person.
    """

    person = models.ForeignKey(
        Person, models.PROTECT, related_name="corrections", verbose_name=_("personne")
    )
    state = models.CharField(
        _("état"),
        max_length=10,
        choices=CorrectionState.choices,
        default=CorrectionState.PROPOSED,
    )
    in_force_on = models.DateField(_("effet en droit"))
    seen = models.JSONField(_("valeurs d'avant"))
    proposed = models.JSONField(_("valeurs proposées"))
    document_kind = models.CharField(
        _("pièce d'identité"), max_length=12, choices=DocumentKind.choices, blank=True
    )
    document_key = digest_field(_("empreinte de la pièce"))
    document_sealed = sealed_field(_("numéro de la pièce"))

    class Meta:
        verbose_name = _("correction d'identité")
        verbose_name_plural = _("corrections d'identité")
        constraints = [
            models.UniqueConstraint(
                fields=["person"],
                condition=Q(state="PROPOSED"),
                name="one_open_correction_per_person",
            ),
            second_person("correction_decided_by_another"),
            decided_or_waiting("correction_decided_or_waiting"),
        ]
        indexes = [
            models.Index(
                fields=["proposed_at"], name="corrections_waiting", condition=Q(state="PROPOSED")
            ),
        ]

    def __str__(self) -> str:
        return f"#{self.pk}"


class Merger(Proposal):
    """Two files of one person: the file that stands, and the one that becomes its signpost.

    `moved` names what came from the absorbed file, by id, and keeps the activities set aside: what
    a split needs. Nothing sealed is copied into it.
    """

    survivor = models.ForeignKey(
        Person, models.PROTECT, related_name="mergers", verbose_name=_("dossier gardé")
    )
    absorbed = models.ForeignKey(
        Person, models.PROTECT, related_name="absorptions", verbose_name=_("dossier absorbé")
    )
    state = models.CharField(
        _("état"), max_length=10, choices=MergerState.choices, default=MergerState.PROPOSED
    )
    preferred = models.JSONField(
        _("dossier cru"),
        default=dict,
        help_text=_("Pour chaque catégorie où les deux dossiers se contredisent."),
    )
    moved = models.JSONField(_("ce qui fut déplacé"), default=dict)
    set_aside = ArrayField(
        models.BigIntegerField(), verbose_name=_("activités mises de côté"), default=list
    )
    split_by = models.ForeignKey(
        "accounts.User", models.PROTECT, related_name="+", null=True, verbose_name=_("séparé par")
    )
    split_at = models.DateTimeField(_("séparé le"), null=True)

    class Meta:
        verbose_name = _("fusion de dossiers")
        verbose_name_plural = _("fusions de dossiers")
        constraints = [
            models.UniqueConstraint(
                fields=["absorbed"],
                condition=Q(state__in=["PROPOSED", "MERGED"]),
                name="one_merger_absorbs_a_file",
            ),
            models.CheckConstraint(
                condition=~Q(survivor=F("absorbed")), name="merger_of_two_different_files"
            ),
            second_person("merger_decided_by_another"),
            models.CheckConstraint(
                condition=Q(split_by=None) | ~Q(split_by=F("by")), name="merger_split_by_another"
            ),
            decided_or_waiting("merger_decided_or_waiting"),
            models.CheckConstraint(
                condition=Q(state="SPLIT", split_by__isnull=False, split_at__isnull=False)
                | ~Q(state="SPLIT") & Q(split_by=None, split_at=None),
                name="merger_split_by_somebody",
            ),
        ]
        indexes = [
            models.Index(
                fields=["proposed_at"], name="mergers_waiting", condition=Q(state="PROPOSED")
            ),
        ]

    def __str__(self) -> str:
        return f"#{self.pk}"
