"""Lists: who may send them, what was received, how each line was read, what became of it."""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import ArrayField, DateRangeField, RangeOperators
from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from cnss_amo.accounts.enums import Door
from liaison.enums import OUT_OF_COURSE, ChunkState, ListKind, ListState, Outcome, Verdict
from registration.models import Category


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


class ReceivedListQuerySet(models.QuerySet):
    def of_bodies(self, codes) -> "ReceivedListQuerySet":
        """Those sent by these bodies."""
        return self.filter(body__in=codes)

    def named(self, reference: str) -> "ReceivedListQuerySet":
        """The one that carries a reference such as `DGI-000012`."""
        body, _dash, number = reference.strip().upper().rpartition("-")
        return self.filter(body=body, pk=number) if number.isdecimal() else self.none()

    def in_course(self) -> "ReceivedListQuerySet":
        """Those that were not refused, cancelled or undone."""
        return self.exclude(state__in=OUT_OF_COURSE)


class ReceivedList(models.Model):
    """One file from one body, on its way from bytes to registered people."""

    body = models.ForeignKey(
        LiaisonBody, models.PROTECT, related_name="lists", verbose_name=_("organisme")
    )
    sha256 = models.BinaryField(_("empreinte SHA-256"), max_length=32)
    size = models.BigIntegerField(_("taille"), help_text=_("En octets."))
    file_name = models.CharField(_("nom du fichier"), max_length=200)
    kind = models.CharField(_("sorte"), max_length=8, choices=ListKind.choices)
    reference_date = models.DateField(
        _("date de référence"), help_text=_("Le jour où la liste était exacte chez l'organisme.")
    )
    declared_rows = models.IntegerField(_("lignes annoncées"), null=True)
    encoding_asked = models.CharField(_("encodage demandé"), max_length=20, blank=True)
    door = models.CharField(_("porte"), max_length=12, choices=Door.choices)
    sent_by = models.ForeignKey(
        "accounts.User", models.PROTECT, related_name="+", verbose_name=_("envoyée par")
    )
    received_at = models.DateTimeField(_("reçue le"))
    corrects_list = models.ForeignKey(
        "self", models.PROTECT, null=True, related_name="corrections", verbose_name=_("corrige")
    )
    corrects_line = models.IntegerField(_("ligne corrigée"), null=True)

    state = models.CharField(
        _("état"), max_length=12, choices=ListState.choices, default=ListState.RECEIVED
    )
    reason_code = models.CharField(_("code du motif"), max_length=40, blank=True)
    reason_details = models.JSONField(_("détails du motif"), default=dict)
    decided_by = models.ForeignKey(
        "accounts.User", models.PROTECT, null=True, related_name="+", verbose_name=_("décidée par")
    )
    decided_at = models.DateTimeField(_("décidée le"), null=True)
    over_tolerance = models.BooleanField(_("approuvée au-delà de la tolérance"), default=False)

    container = models.CharField(_("contenant"), max_length=8, blank=True)
    encoding = models.CharField(_("encodage"), max_length=20, blank=True)
    delimiter = models.CharField(_("séparateur"), max_length=1, blank=True)
    header = ArrayField(
        models.TextField(), default=list, verbose_name=_("colonnes telles qu'envoyées")
    )
    unknown_columns = ArrayField(
        models.TextField(), default=list, verbose_name=_("colonnes ignorées")
    )
    fully_read = models.BooleanField(_("entièrement lue"), default=False)
    expected_rows = models.IntegerField(_("lignes attendues"), null=True)
    rows_read = models.IntegerField(_("lignes lues"), default=0)
    last_line_read = models.IntegerField(_("dernière ligne lue"), default=0)
    issues = models.JSONField(_("anomalies"), default=dict)

    plan = models.JSONField(_("plan"), default=dict)
    planned_at = models.DateTimeField(_("planifiée le"), null=True)
    outcomes = models.JSONField(_("résultats"), default=dict)
    by_category = models.JSONField(
        _("résultats par catégorie"),
        default=dict,
        help_text=_("Sans les lignes corrigées depuis : elles comptent dans leur correction."),
    )
    missing = models.IntegerField(_("absentes"), default=0)
    registering_at = models.DateTimeField(_("immatriculation commencée le"), null=True)
    closed_at = models.DateTimeField(_("terminée le"), null=True)
    undone_at = models.DateTimeField(_("annulée le"), null=True)

    objects = ReceivedListQuerySet.as_manager()

    class Meta:
        verbose_name = _("liste reçue")
        verbose_name_plural = _("listes reçues")
        constraints = [
            models.UniqueConstraint(
                fields=["body", "sha256"],
                condition=~Q(state__in=[state.value for state in OUT_OF_COURSE]),
                name="same_bytes_are_the_same_list",
            ),
        ]
        indexes = [
            models.Index(fields=["body", "-received_at"], name="lists_of_a_body"),
            models.Index(fields=["state", "-received_at"], name="lists_by_state"),
        ]

    def __str__(self) -> str:
        return self.reference

    @property
    def reference(self) -> str:
        """The reference given on the receipt: `DGI-000012`."""
        return f"{self.body_id}-{self.pk:06d}"


class Receipt(models.Model):
    """A proof that these bytes arrived: one for each time they were sent."""

    received_list = models.ForeignKey(
        ReceivedList, models.CASCADE, related_name="receipts", verbose_name=_("liste")
    )
    at = models.DateTimeField(_("instant"))
    door = models.CharField(_("porte"), max_length=12, choices=Door.choices)
    by = models.ForeignKey(
        "accounts.User", models.PROTECT, related_name="+", verbose_name=_("envoyée par")
    )

    class Meta:
        verbose_name = _("reçu")
        verbose_name_plural = _("reçus")

    def __str__(self) -> str:
        return f"{self.received_list_id} {self.at:%d/%m/%Y %H:%M}"


class Segment(models.Model):
    """A mebibyte of the file as it came, sealed."""

    received_list = models.ForeignKey(
        ReceivedList, models.CASCADE, related_name="segments", verbose_name=_("liste")
    )
    position = models.IntegerField(_("rang"))
    sealed = models.BinaryField(_("octets"))

    class Meta:
        verbose_name = _("segment")
        verbose_name_plural = _("segments")
        constraints = [
            models.UniqueConstraint(
                fields=["received_list", "position"], name="segments_of_a_list_in_order"
            )
        ]

    def __str__(self) -> str:
        return f"{self.received_list_id}/{self.position}"


class Block(models.Model):
    """Some hundreds of lines as the sender wrote them, cell by cell, sealed together."""

    received_list = models.ForeignKey(
        ReceivedList, models.CASCADE, related_name="blocks", verbose_name=_("liste")
    )
    first_line = models.IntegerField(_("première ligne"))
    last_line = models.IntegerField(_("dernière ligne"))
    sealed = models.BinaryField(_("lignes"))

    class Meta:
        verbose_name = _("bloc")
        verbose_name_plural = _("blocs")
        constraints = [
            models.UniqueConstraint(
                fields=["received_list", "first_line"], name="blocks_of_a_list_in_order"
            )
        ]

    def __str__(self) -> str:
        return f"{self.received_list_id}/{self.first_line}"


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


class Chunk(models.Model):
    """A run of lines registered in one transaction; its lock is the lease."""

    received_list = models.ForeignKey(
        ReceivedList, models.CASCADE, related_name="chunks", verbose_name=_("liste")
    )
    turn = models.SmallIntegerField(_("tour"), default=1)
    first_line = models.IntegerField(_("première ligne"))
    last_line = models.IntegerField(_("dernière ligne"))
    state = models.CharField(
        _("état"), max_length=8, choices=ChunkState.choices, default=ChunkState.WAITING
    )
    rows = models.IntegerField(_("lignes"), default=0)
    outcomes = models.JSONField(_("résultats"), default=dict)
    failures = models.SmallIntegerField(_("échecs"), default=0)

    class Meta:
        verbose_name = _("tranche")
        verbose_name_plural = _("tranches")
        constraints = [
            models.UniqueConstraint(
                fields=["received_list", "turn", "first_line"], name="chunks_of_a_list_in_order"
            )
        ]

    def __str__(self) -> str:
        return f"{self.received_list_id}/{self.turn}/{self.first_line}"


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
