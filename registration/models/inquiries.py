"""What a submission rests on: the answer of the liaison body, the papers that were joined."""

import pgtrigger
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from registration.enums import Membership, PaperKind
from registration.models.contests import Contest
from registration.models.requests import RegistrationRequest
from registration.models.submissions import LONGEST_WORDS

LARGEST_PAPER = 10 * 2**20  # what the database holds at most; the setting may say less
ABOUT_ONE = Q(contest__isnull=False, request=None) | Q(contest=None, request__isnull=False)


class MembershipQuestion(models.Model):
    """A liaison body is asked whether somebody is of its profession; it answers once."""

    body = models.CharField(_("organisme"), max_length=20)
    contest = models.OneToOneField(
        Contest, models.PROTECT, null=True, related_name="question", verbose_name=_("contestation")
    )
    request = models.OneToOneField(
        RegistrationRequest,
        models.PROTECT,
        null=True,
        related_name="question",
        verbose_name=_("demande"),
    )
    asked_at = models.DateTimeField(_("posée le"))
    due_on = models.DateField(_("réponse au plus tard le"))
    answer = models.CharField(_("réponse"), max_length=10, choices=Membership.choices, blank=True)
    answered_at = models.DateTimeField(_("répondue le"), null=True)
    answered_by = models.ForeignKey(
        "accounts.User", models.PROTECT, related_name="+", null=True, verbose_name=_("répondue par")
    )
    principal = models.CharField(_("au nom de"), max_length=80, blank=True)
    reason = models.CharField(_("motif"), max_length=LONGEST_WORDS, blank=True)

    class Meta:
        verbose_name = _("question à un organisme")
        verbose_name_plural = _("questions aux organismes")
        constraints = [
            models.CheckConstraint(condition=ABOUT_ONE, name="question_about_one_submission"),
            models.CheckConstraint(
                condition=Q(answer="", answered_at=None, answered_by=None, reason="")
                | Q(answer="MEMBER", answered_at__isnull=False)
                | Q(answer="NOT_MEMBER", answered_at__isnull=False) & ~Q(reason=""),
                name="question_denied_for_a_reason",
            ),
        ]
        indexes = [
            models.Index(
                fields=["body", "asked_at"], name="questions_waiting", condition=Q(answer="")
            ),
        ]
        triggers = [
            pgtrigger.Protect(
                name="answered_once",
                operation=pgtrigger.Update,
                condition=pgtrigger.Condition("OLD.\"answer\" <> ''"),
            ),
            pgtrigger.Protect(name="question_kept", operation=pgtrigger.Delete),
        ]

    def __str__(self) -> str:
        return f"{self.body} #{self.pk}"

    @property
    def about(self) -> Contest | RegistrationRequest:
        """The contest or the request that it is asked for."""
        return self.contest or self.request


class SubmittedPaper(models.Model):
    """A paper that goes with a submission: checked, bounded, sealed; never kept in clear."""

    contest = models.ForeignKey(
        Contest, models.PROTECT, null=True, related_name="papers", verbose_name=_("contestation")
    )
    request = models.ForeignKey(
        RegistrationRequest,
        models.PROTECT,
        null=True,
        related_name="papers",
        verbose_name=_("demande"),
    )
    kind = models.CharField(_("type"), max_length=16, choices=PaperKind.choices)
    size = models.PositiveIntegerField(_("taille"))
    sealed = models.BinaryField(_("pièce scellée"))
    given_at = models.DateTimeField(_("donnée le"))

    class Meta:
        verbose_name = _("pièce jointe")
        verbose_name_plural = _("pièces jointes")
        constraints = [
            models.CheckConstraint(condition=ABOUT_ONE, name="paper_of_one_submission"),
            models.CheckConstraint(
                condition=Q(size__gt=0, size__lte=LARGEST_PAPER), name="paper_of_bounded_size"
            ),
        ]
        triggers = [pgtrigger.Protect(name="paper_kept", operation=pgtrigger.Delete)]

    def __str__(self) -> str:
        return f"#{self.pk}"
