"""How each line was read, what became of it, what somebody decided of it."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from liaison.enums import Outcome, Verdict


class Row(models.Model):
    """One line as read and normalised; written once, never updated.

    The table is partitioned by list (a migration makes it): a list's rows are dropped whole when
    their retention ends, and what became of them, in RowOutcome, survives.
    """

    pk = models.CompositePrimaryKey("list_id", "line")
    list_id = models.BigIntegerField()
    line = models.IntegerField()
    operation = models.CharField(max_length=1)
    refused = models.BooleanField()
    issues = models.JSONField(null=True)
    category = models.CharField(max_length=10)
    sub_category = models.CharField(max_length=10)
    sub_category_among = ArrayField(models.CharField(max_length=10), null=True)
    number = models.IntegerField(null=True)
    document_kind = models.CharField(max_length=12)
    document_key = models.BinaryField(null=True)
    document_sealed = models.BinaryField(null=True)
    other_document_kind = models.CharField(max_length=12)
    other_document_key = models.BinaryField(null=True)
    other_document_sealed = models.BinaryField(null=True)
    last_name = models.CharField(max_length=60)
    first_name = models.CharField(max_length=60)
    last_name_ar = models.CharField(max_length=60)
    first_name_ar = models.CharField(max_length=60)
    latin_key = models.CharField(max_length=130)
    arabic_key = models.CharField(max_length=130)
    search_tokens = ArrayField(models.CharField(max_length=40))
    birth_date = models.DateField(null=True)
    birth_precision = models.CharField(max_length=1)
    birth_place = models.CharField(max_length=80)
    sex = models.CharField(max_length=1)
    nationality = models.CharField(max_length=2)
    commune = models.CharField(max_length=12, null=True)  # noqa: DJ001 (copied to a foreign key)
    phone_key = models.BinaryField(null=True)
    phone_sealed = models.BinaryField(null=True)
    email_key = models.BinaryField(null=True)
    email_sealed = models.BinaryField(null=True)
    address_key = models.BinaryField(null=True)
    address_sealed = models.BinaryField(null=True)
    started_on = models.DateField(null=True)
    ends_on = models.DateField(null=True)
    professional_id = models.CharField(max_length=40)
    facts = models.JSONField()

    class Meta:
        managed = False
        db_table = "liaison_row"

    def __str__(self) -> str:
        return f"{self.list_id}/{self.line}"


class RowOutcome(models.Model):
    """What became of a line, with the person and the values before and after."""

    pk = models.CompositePrimaryKey("list_id", "line")
    list_id = models.BigIntegerField()
    line = models.IntegerField()
    outcome = models.CharField(max_length=17, choices=Outcome.choices)
    issues = models.JSONField(null=True)
    person_id = models.BigIntegerField(null=True)
    activity_id = models.BigIntegerField(null=True)
    first_line = models.IntegerField(null=True)
    before = models.JSONField(null=True)
    changes = ArrayField(models.CharField(max_length=30), null=True)
    proposals = ArrayField(models.CharField(max_length=30), null=True)
    corrected_by = models.BigIntegerField(null=True)
    reason = models.TextField(blank=True)

    class Meta:
        verbose_name = _("résultat d'une ligne")
        verbose_name_plural = _("résultats des lignes")
        indexes = [
            models.Index(
                fields=["person_id"],
                name="outcomes_of_a_person",
                condition=Q(person_id__isnull=False),
            ),
            models.Index(
                fields=["outcome", "list_id", "line"],
                name="outcomes_awaiting_someone",
                condition=Q(outcome__in=["CONFLICT", "WAITING", "QUARANTINED"]),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.list_id}/{self.line} {self.outcome}"


class Repeat(models.Model):
    """A line that speaks of somebody an earlier line of the same list spoke of.

    Either it says the same again (`duplicate_of`), or it takes its turn: the lines of turn 2 are
    decided when every line of turn 1 is written, and so on, in document order.
    """

    pk = models.CompositePrimaryKey("list_id", "line")
    list_id = models.BigIntegerField()
    line = models.IntegerField()
    turn = models.SmallIntegerField()
    duplicate_of = models.IntegerField(null=True)
    first_line = models.IntegerField(null=True)
    opened_before = models.BooleanField(null=True)

    class Meta:
        verbose_name = _("ligne répétée")
        verbose_name_plural = _("lignes répétées")

    def __str__(self) -> str:
        return f"{self.list_id}/{self.line}"


class Ruling(models.Model):
    """An agent's decision on a line that waited: same person, different person, refuse."""

    list_id = models.BigIntegerField(_("liste"))
    line = models.IntegerField(_("ligne"))
    verdict = models.CharField(_("décision"), max_length=10, choices=Verdict.choices)
    person_id = models.BigIntegerField(_("personne"), null=True)
    by = models.ForeignKey(
        "accounts.User", models.PROTECT, related_name="+", verbose_name=_("décidé par")
    )
    at = models.DateTimeField(_("instant"), db_default=Now())
    reason = models.CharField(_("motif"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("décision sur un conflit")
        verbose_name_plural = _("décisions sur les conflits")
        constraints = [
            models.UniqueConstraint(fields=["list_id", "line"], name="one_ruling_per_line"),
        ]

    def __str__(self) -> str:
        return f"{self.list_id}/{self.line} {self.verdict}"


class LeftPerson(models.Model):
    """Somebody whom the undo of a list left as she was, because of what was built on her since."""

    pk = models.CompositePrimaryKey("list_id", "person_id")
    list_id = models.BigIntegerField()
    person_id = models.BigIntegerField()

    class Meta:
        verbose_name = _("personne laissée par une annulation")
        verbose_name_plural = _("personnes laissées par une annulation")

    def __str__(self) -> str:
        return f"{self.list_id} #{self.person_id}"
