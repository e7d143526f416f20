"""The people of the register, their papers, what covers them elsewhere, what happened to them."""

import pghistory
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from agencies.models import Commune
from cnss_amo.accounts.triggers import append_only
from registration.audit import CHANGED
from registration.enums import CaseKind, DocumentKind, EventKind, Precision, Sex, State
from registration.rules import Birth


def sealed_field(label: str) -> models.BinaryField:
    """A datum at rest: sealed bytes, or nothing."""
    return models.BinaryField(label, null=True)


def digest_field(label: str) -> models.BinaryField:
    """The 16 bytes by which a sealed datum is matched, or nothing."""
    return models.BinaryField(label, null=True, max_length=16)


@pghistory.track(
    pghistory.UpdateEvent(CHANGED, row=pghistory.Old),
    pghistory.DeleteEvent(),
    level=pghistory.Statement,
    exclude=[
        "document_sealed",
        "phone_sealed",
        "email_sealed",
        "address_sealed",
        "search_tokens",
        "latin_key",
        "arabic_key",
    ],
    meta={"triggers": append_only()},
    obj_field=pghistory.ObjForeignKey(related_name="audit"),
)
class Person(models.Model):
    """A natural person the register knows, for life; insured once she has a number."""

    number = models.IntegerField(_("numéro d'immatriculation"), null=True, unique=True)
    state = models.CharField(
        _("état"), max_length=16, choices=State.choices, default=State.PRE_REGISTERED
    )
    registered_on = models.DateField(_("immatriculée le"), null=True)

    document_kind = models.CharField(
        _("pièce d'identité"), max_length=12, choices=DocumentKind.choices, blank=True
    )
    document_key = digest_field(_("empreinte de la pièce"))
    document_sealed = sealed_field(_("numéro de la pièce"))
    document_disputed = models.BooleanField(_("pièce contestée"), default=False)

    last_name = models.CharField(_("nom"), max_length=60)
    first_name = models.CharField(_("prénom"), max_length=60)
    last_name_ar = models.CharField(_("nom en arabe"), max_length=60, blank=True)
    first_name_ar = models.CharField(_("prénom en arabe"), max_length=60, blank=True)
    latin_key = models.CharField(_("clé latine"), max_length=130)
    arabic_key = models.CharField(_("clé arabe"), max_length=130, blank=True)
    search_tokens = ArrayField(models.CharField(max_length=40), verbose_name=_("clés de recherche"))

    birth_date = models.DateField(_("date de naissance"))
    birth_precision = models.CharField(
        _("précision"), max_length=1, choices=Precision.choices, default=Precision.DAY
    )
    birth_place = models.CharField(_("lieu de naissance"), max_length=80, blank=True)
    sex = models.CharField(_("sexe"), max_length=1, choices=Sex.choices, blank=True)
    nationality = models.CharField(_("nationalité"), max_length=2, blank=True)
    commune = models.ForeignKey(
        Commune,
        models.PROTECT,
        null=True,
        related_name="+",
        db_index=False,
        verbose_name=_("commune"),
    )

    phone_key = digest_field(_("empreinte du téléphone"))
    phone_sealed = sealed_field(_("téléphone"))
    phone_source = models.CharField(_("origine du téléphone"), max_length=20, blank=True)
    email_key = digest_field(_("empreinte de l'adresse électronique"))
    email_sealed = sealed_field(_("adresse électronique"))
    email_source = models.CharField(
        _("origine de l'adresse électronique"), max_length=20, blank=True
    )
    address_key = digest_field(_("empreinte de l'adresse"))
    address_sealed = sealed_field(_("adresse"))
    address_source = models.CharField(_("origine de l'adresse"), max_length=20, blank=True)

    created_at = models.DateTimeField(_("enregistrée le"), db_default=Now())
    merged_into = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        related_name="absorbed",
        db_index=False,
        verbose_name=_("fusionnée dans"),
        help_text=_("Ce dossier n'est plus qu'un renvoi : son numéro mène à l'autre dossier."),
    )

    class Meta:
        verbose_name = _("personne")
        verbose_name_plural = _("personnes")
        constraints = [
            models.UniqueConstraint(fields=["document_key"], name="one_person_per_document"),
            models.CheckConstraint(
                condition=Q(number__isnull=True)
                | Q(number__gt=0, number__lt=999_999_999) & ~Q(number=100_000_000),
                name="number_is_never_a_reserved_one",
            ),
            models.CheckConstraint(
                condition=Q(document_key__isnull=True) | ~Q(document_kind=""),
                name="document_has_its_kind",
            ),
            models.CheckConstraint(
                condition=Q(merged_into__isnull=True)
                | Q(document_key__isnull=True) & ~Q(merged_into=F("pk")),
                name="signpost_holds_no_document",
            ),
        ]
        indexes = [
            GinIndex(  # `sought` adds the month of birth to the tokens of the names
                models.Func("search_tokens", "birth_date", function="sought"),
                name="people_by_name",
                gin_pending_list_limit=512,  # kB, which each search reads whole
            ),
            models.Index(
                fields=["phone_key"], name="people_by_phone", condition=Q(phone_key__isnull=False)
            ),
            models.Index(
                fields=["merged_into"],
                name="people_merged",
                condition=Q(merged_into__isnull=False),
            ),
            # people_by_latin_namesake and people_by_arabic_namesake are made by a migration: one
            # eight-byte hash of a full name and a full birth date each.
        ]

    def __str__(self) -> str:
        return self.formatted_number or f"#{self.pk}"

    @property
    def formatted_number(self) -> str:
        """The number as people read it: nine digits."""
        return "" if self.number is None else f"{self.number:09d}"

    @property
    def name(self) -> str:
        """First and last name, in Latin script."""
        return f"{self.first_name} {self.last_name}"

    @property
    def name_ar(self) -> str:
        """First and last name, in Arabic script; empty when no list gave them."""
        return f"{self.first_name_ar} {self.last_name_ar}".strip()

    @property
    def birth(self) -> str:
        """The birth date as far as it is known: `1950-03-12`, `1950-03` or `1950`."""
        digits = {Precision.DAY: 10, Precision.MONTH: 7, Precision.YEAR: 4}[self.birth_precision]
        return self.birth_date.isoformat()[:digits]

    @property
    def born(self) -> Birth:
        """The birth date as people write it, as far as it is known: 12/03/1950, 03/1950, 1950."""
        return Birth(self.birth_date, self.birth_precision)


@pghistory.track(
    pghistory.UpdateEvent(row=pghistory.Old),
    pghistory.DeleteEvent(),
    level=pghistory.Statement,
    exclude=["sealed"],
    meta={"triggers": append_only()},
    obj_field=pghistory.ObjForeignKey(related_name="audit"),
)
class OtherDocument(models.Model):
    """A second or an earlier identity document of a person."""

    person = models.ForeignKey(
        Person, models.CASCADE, related_name="other_documents", verbose_name=_("personne")
    )
    kind = models.CharField(_("pièce"), max_length=12, choices=DocumentKind.choices)
    key = models.BinaryField(_("empreinte"), max_length=16, unique=True)
    sealed = models.BinaryField(_("numéro"))
    origin_list = models.BigIntegerField(_("liste d'origine"), null=True)
    origin_line = models.IntegerField(_("ligne d'origine"), null=True)

    class Meta:
        verbose_name = _("autre pièce d'identité")
        verbose_name_plural = _("autres pièces d'identité")

    def __str__(self) -> str:
        return f"{self.kind} #{self.pk}"


class OtherCover(models.Model):
    """An identity document whose holder another compulsory scheme covers."""

    document_key = models.BinaryField(_("empreinte de la pièce"), max_length=16, primary_key=True)
    scheme = models.CharField(_("régime"), max_length=40)
    imported_at = models.DateTimeField(_("importé le"), db_default=Now())

    class Meta:
        verbose_name = _("autre couverture")
        verbose_name_plural = _("autres couvertures")

    def __str__(self) -> str:
        return self.scheme


class BurntNumber(models.Model):
    """A number given, then undone: kept for the same document, never for another."""

    number = models.IntegerField(_("numéro"), primary_key=True)
    document_key = models.BinaryField(_("empreinte de la pièce"), null=True, max_length=16)
    burnt_at = models.DateTimeField(_("repris le"), db_default=Now())

    class Meta:
        verbose_name = _("numéro repris")
        verbose_name_plural = _("numéros repris")
        indexes = [models.Index(fields=["document_key"], name="burnt_numbers_by_document")]

    def __str__(self) -> str:
        return f"{self.number:09d}"


class Event(models.Model):
    """Something that happened to a person, with its times: in law, by the person, recorded."""

    person = models.ForeignKey(
        Person, models.PROTECT, related_name="events", verbose_name=_("personne")
    )
    kind = models.CharField(_("nature"), max_length=24, choices=EventKind.choices)
    in_force_on = models.DateField(_("effet en droit"), null=True)
    acted_at = models.DateTimeField(_("acte de la personne"), null=True)
    recorded_at = models.DateTimeField(_("enregistré le"), db_default=Now())
    by = models.ForeignKey(
        "accounts.User", models.PROTECT, related_name="+", null=True, verbose_name=_("par")
    )
    details = models.JSONField(_("détails"), default=dict)

    class Meta:
        verbose_name = _("événement")
        verbose_name_plural = _("événements")
        triggers = append_only()

    def __str__(self) -> str:
        return self.get_kind_display()


class Case(models.Model):
    """A question about two files that somebody must settle with papers in hand."""

    kind = models.CharField(_("nature"), max_length=24, choices=CaseKind.choices)
    person = models.ForeignKey(
        Person, models.PROTECT, related_name="cases", verbose_name=_("personne")
    )
    other = models.ForeignKey(
        Person, models.PROTECT, related_name="+", verbose_name=_("autre personne")
    )
    opened_at = models.DateTimeField(_("ouvert le"), db_default=Now())
    opened_by = models.ForeignKey(
        "accounts.User", models.PROTECT, related_name="+", verbose_name=_("ouvert par")
    )
    reason = models.CharField(_("motif"), max_length=200, blank=True)
    closed_at = models.DateTimeField(_("clos le"), null=True)

    class Meta:
        verbose_name = _("cas")
        verbose_name_plural = _("cas")

    def __str__(self) -> str:
        return self.get_kind_display()
