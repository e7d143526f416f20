"""Requests to be registered, of people who are on no list."""

import pghistory
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from agencies.models import Commune
from cnss_amo.accounts.triggers import append_only
from registration.enums import DocumentKind, PaperSeen, Precision, Sex
from registration.models.categories import Category, SubCategory
from registration.models.people import Person, digest_field, sealed_field
from registration.models.submissions import (
    Submission,
    submission_constraints,
    submission_triggers,
)
from registration.rules import Birth


@pghistory.track(
    pghistory.UpdateEvent(row=pghistory.Old),
    level=pghistory.Statement,
    exclude=[
        "document_sealed",
        "phone_sealed",
        "email_sealed",
        "address_sealed",
        "workplace_sealed",
    ],
    meta={"triggers": append_only()},
    obj_field=pghistory.ObjForeignKey(related_name="audit"),
)
class RegistrationRequest(Submission):
    """Somebody who is on no list asks to be registered: the fields of form 328-1-01.

    Two requests may name one document: a deposit never tells whether the register knows anybody.
    """

    document_kind = models.CharField(
        _("pièce d'identité"), max_length=12, choices=DocumentKind.choices
    )
    document_key = models.BinaryField(_("empreinte de la pièce"), max_length=16)
    document_sealed = models.BinaryField(_("numéro de la pièce"))
    last_name = models.CharField(_("nom"), max_length=60)
    first_name = models.CharField(_("prénom"), max_length=60)
    last_name_ar = models.CharField(_("nom en arabe"), max_length=60, blank=True)
    first_name_ar = models.CharField(_("prénom en arabe"), max_length=60, blank=True)
    birth_date = models.DateField(_("date de naissance"))
    birth_precision = models.CharField(
        _("précision"), max_length=1, choices=Precision.choices, default=Precision.DAY
    )
    birth_place = models.CharField(_("lieu de naissance"), max_length=80, blank=True)
    sex = models.CharField(_("sexe"), max_length=1, choices=Sex.choices, blank=True)
    nationality = models.CharField(_("nationalité"), max_length=2, blank=True)
    known_number = models.IntegerField(
        _("numéro déjà connu"), null=True, help_text=_("Celui que la personne dit avoir.")
    )
    commune = models.ForeignKey(
        Commune, models.PROTECT, null=True, related_name="+", verbose_name=_("commune")
    )
    phone_key = digest_field(_("empreinte du téléphone"))
    phone_sealed = sealed_field(_("téléphone"))
    email_key = digest_field(_("empreinte de l'adresse électronique"))
    email_sealed = sealed_field(_("adresse électronique"))
    address_key = digest_field(_("empreinte de l'adresse"))
    address_sealed = sealed_field(_("adresse"))
    workplace_sealed = sealed_field(_("adresse professionnelle"))

    category = models.ForeignKey(
        Category, models.PROTECT, related_name="+", verbose_name=_("catégorie")
    )
    sub_category = models.ForeignKey(
        SubCategory, models.PROTECT, related_name="+", verbose_name=_("sous-catégorie")
    )
    body = models.CharField(_("organisme"), max_length=20, blank=True)
    professional_id = models.CharField(_("identifiant professionnel"), max_length=40, blank=True)
    started_on = models.DateField(_("début de l'activité"))
    paper = models.CharField(
        _("pièce vue"), max_length=20, choices=PaperSeen.choices, default=PaperSeen.NONE
    )
    consent = models.CharField(_("version de la notice"), max_length=20)

    person = models.ForeignKey(
        Person,
        models.PROTECT,
        null=True,
        related_name="requests",
        verbose_name=_("personne immatriculée"),
    )

    class Meta:
        verbose_name = _("demande d'immatriculation")
        verbose_name_plural = _("demandes d'immatriculation")
        constraints = [
            *submission_constraints("request"),
            models.CheckConstraint(
                condition=Q(state="ACCEPTED", person__isnull=False)
                | ~Q(state="ACCEPTED") & Q(person=None),
                name="request_accepted_registers_somebody",
            ),
        ]
        indexes = [
            models.Index(
                fields=["clock_from"],
                name="requests_open",
                condition=Q(state__in=["DEPOSITED", "COMPLEMENT_WANTED"]),
            ),
            models.Index(fields=["document_key"], name="requests_by_document"),
        ]
        triggers = submission_triggers("document_key", "birth_date", "started_on", "category")

    @property
    def name(self) -> str:
        """First and last name, in Latin script."""
        return f"{self.first_name} {self.last_name}"

    @property
    def name_ar(self) -> str:
        """First and last name, in Arabic script; empty when they were not written."""
        return f"{self.first_name_ar} {self.last_name_ar}".strip()

    @property
    def born(self) -> Birth:
        """The birth date as people write it, as far as it is known."""
        return Birth(self.birth_date, self.birth_precision)
