"""One-time codes, and every try at one."""

import uuid

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from cnss_amo.accounts.enums import CodeKind
from cnss_amo.accounts.models.users import User

MOST_TRIES = 5  # of one request, whatever the settings say: the database refuses a sixth


def _digest(label: str) -> models.BinaryField:
    return models.BinaryField(label, null=True, max_length=16)


class OneTimeCode(models.Model):
    """A code asked for or handed over; asked for in vain, it is a row like the others.

    Whose it is, what it says, who asked and from where are kept as keyed digests or plain ids:
    nothing here can be typed back. A request whose answer is no code has no digest to match.
    """

    reference = models.UUIDField(_("référence"), primary_key=True, default=uuid.uuid4)
    kind = models.CharField(_("nature"), max_length=5, choices=CodeKind.choices)
    person_id = models.BigIntegerField(_("personne"), null=True)
    digest = _digest(_("empreinte du code"))
    channel = models.CharField(_("canal"), max_length=12)
    session_key = _digest(_("empreinte de la session"))
    by = models.ForeignKey(
        User, models.PROTECT, related_name="+", null=True, verbose_name=_("remis par")
    )
    asked_at = models.DateTimeField(_("demandé le"))
    expires_at = models.DateTimeField(_("expire le"))
    used_at = models.DateTimeField(_("utilisé le"), null=True)
    dead_at = models.DateTimeField(_("annulé le"), null=True)

    class Meta:
        verbose_name = _("code à usage unique")
        verbose_name_plural = _("codes à usage unique")
        constraints = [
            models.UniqueConstraint(
                fields=["person_id"],
                condition=Q(kind="PAPER", used_at=None, dead_at=None),
                name="one_live_paper_code_per_person",
            ),
            models.CheckConstraint(
                condition=Q(digest=None) | Q(person_id__isnull=False),
                name="code_belongs_to_somebody",
            ),
            models.CheckConstraint(
                condition=Q(used_at=None) | Q(dead_at=None), name="dead_code_is_not_used"
            ),
            models.CheckConstraint(
                condition=Q(expires_at__gt=F("asked_at")), name="code_lives_a_while"
            ),
        ]
        indexes = [
            models.Index(
                fields=["session_key", "asked_at"],
                name="codes_of_a_session",
                condition=Q(session_key__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.reference}"


class CodeTry(models.Model):
    """One try at a code, counted in a transaction of its own before the code is compared."""

    reference = models.UUIDField(_("référence"))
    rank = models.PositiveSmallIntegerField(_("rang"))
    tried_at = models.DateTimeField(_("le"), db_default=Now())

    class Meta:
        verbose_name = _("essai d'un code")
        verbose_name_plural = _("essais d'un code")
        constraints = [
            models.UniqueConstraint(fields=["reference", "rank"], name="one_try_of_each_rank"),
            models.CheckConstraint(
                condition=Q(rank__gte=1, rank__lte=MOST_TRIES), name="never_more_tries"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.reference} {self.rank}"


class Failure(models.Model):
    """Somebody failed to say who she is: a wrong password, a wrong answer. Counted, then forgotten.

    `key` is the digest of what was tried and from where.
    """

    key = models.BinaryField(_("empreinte"), max_length=16)
    failed_at = models.DateTimeField(_("le"), db_default=Now())

    class Meta:
        verbose_name = _("échec")
        verbose_name_plural = _("échecs")
        indexes = [models.Index(fields=["key", "failed_at"], name="failures_of_somebody")]

    def __str__(self) -> str:
        return f"{self.pk}"
