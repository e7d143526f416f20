"""What was received: lists, their receipts, their sealed bytes and lines, their work."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from cnss_amo.accounts.enums import Door
from liaison.enums import OUT_OF_COURSE, ChunkState, ListKind, ListState
from liaison.models.bodies import LiaisonBody


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
    fully_cut = models.BooleanField(_("entièrement découpée"), default=False)
    announced_rows = models.IntegerField(_("lignes annoncées par la ligne de contrôle"), null=True)
    fully_read = models.BooleanField(_("entièrement lue"), default=False)
    expected_rows = models.IntegerField(_("lignes attendues"), null=True)
    rows_read = models.IntegerField(_("lignes lues"), default=0)
    last_line_read = models.IntegerField(_("dernière ligne lue"), default=0)
    attempts = models.PositiveSmallIntegerField(_("essais de découpage sans avancer"), default=0)
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
    rows_dropped_at = models.DateTimeField(
        _("lignes effacées le"),
        null=True,
        help_text=_("Après le délai de conservation : résultats et décomptes restent."),
    )
    answer_due = models.BooleanField(_("réponse attendue au dossier de dépôt"), default=False)

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

    @property
    def interrupted_while(self) -> str:
        """The state in which a fault of ours stopped the list; empty for the others."""
        return self.reason_details.get("was", "") if self.state == ListState.FAILED else ""


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


class Batch(models.Model):
    """A run of lines checked in one transaction; its lock is the lease."""

    received_list = models.ForeignKey(
        ReceivedList, models.CASCADE, related_name="batches", verbose_name=_("liste")
    )
    first_line = models.IntegerField(_("première ligne"))
    last_line = models.IntegerField(_("dernière ligne"))
    state = models.CharField(
        _("état"), max_length=8, choices=ChunkState.choices, default=ChunkState.WAITING
    )
    rows = models.IntegerField(_("lignes"), default=0)
    issues = models.JSONField(_("anomalies"), default=dict)
    attempts = models.PositiveSmallIntegerField(_("essais"), default=0)

    class Meta:
        verbose_name = _("lot de lecture")
        verbose_name_plural = _("lots de lecture")
        constraints = [
            models.UniqueConstraint(
                fields=["received_list", "first_line"], name="batches_of_a_list_in_order"
            )
        ]

    def __str__(self) -> str:
        return f"{self.received_list_id}/{self.first_line}"


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
