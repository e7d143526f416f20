"""What an insured person signs in with. She is never a user: users are those who work here."""

import uuid

import pghistory
import pgtrigger
from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from cnss_amo.accounts.triggers import append_only
from registration.audit import CHANGED
from registration.enums import Channel, Language
from registration.models.categories import Category
from registration.models.people import Person


@pghistory.track(
    pghistory.UpdateEvent(
        CHANGED,
        row=pghistory.Old,
        condition=pgtrigger.AnyChange("password", "must_change", "language", "disabled_at"),
    ),
    pghistory.DeleteEvent(),
    level=pghistory.Statement,
    exclude=["password"],  # that it changed is told; no hash outlives the password
    meta={"triggers": append_only()},
    obj_field=pghistory.ObjForeignKey(related_name="audit"),
)
class Account(models.Model):
    """The personal space of one insured person: her password, her language, since when."""

    person = models.OneToOneField(
        Person,
        models.PROTECT,
        primary_key=True,
        related_name="account",
        verbose_name=_("personne"),
    )
    password = models.CharField(_("mot de passe"), max_length=128)
    must_change = models.BooleanField(
        _("mot de passe à changer"),
        default=False,
        help_text=_("Un premier mot de passe fut remis : il se change à la première connexion."),
    )
    language = models.CharField(_("langue"), max_length=2, choices=Language.choices)
    opened_at = models.DateTimeField(_("ouvert le"))
    opened_through = models.CharField(_("ouvert par"), max_length=12, choices=Channel.choices)
    disabled_at = models.DateTimeField(_("fermé le"), null=True)

    class Meta:
        verbose_name = _("espace personnel")
        verbose_name_plural = _("espaces personnels")

    def __str__(self) -> str:
        return f"#{self.pk}"


class OpenedAccounts(models.Model):
    """How many spaces were ever opened by people of one category through one channel.

    Counted as they open: nobody counts millions of accounts to show a page. Somebody who works in
    two categories counts in both.
    """

    category = models.ForeignKey(
        Category, models.PROTECT, related_name="+", verbose_name=_("catégorie")
    )
    channel = models.CharField(_("canal"), max_length=12, choices=Channel.choices)
    count = models.PositiveIntegerField(_("nombre"))

    class Meta:
        verbose_name = _("espaces ouverts")
        verbose_name_plural = _("espaces ouverts")
        constraints = [
            models.UniqueConstraint(
                fields=["category", "channel"], name="opened_accounts_of_a_category_and_channel"
            )
        ]

    def __str__(self) -> str:
        return f"{self.category_id} {self.channel} {self.count}"


class AccountSession(models.Model):
    """One sign-in of an insured person, which she may end from another phone."""

    key = models.UUIDField(_("clé"), primary_key=True, default=uuid.uuid4)
    account = models.ForeignKey(
        Account, models.CASCADE, related_name="sessions", verbose_name=_("espace personnel")
    )
    began_at = models.DateTimeField(_("commencée le"))
    seen_at = models.DateTimeField(_("vue le"))
    ended_at = models.DateTimeField(_("finie le"), null=True)
    device = models.CharField(_("appareil"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("session d'un espace personnel")
        verbose_name_plural = _("sessions des espaces personnels")

    def __str__(self) -> str:
        return f"#{self.account_id} {self.began_at:%d/%m/%Y %H:%M}"


class Draft(models.Model):
    """What a person typed so far, sealed, for a day: a dropped line loses nothing."""

    person = models.OneToOneField(
        Person,
        models.CASCADE,
        primary_key=True,
        related_name="+",
        db_constraint=False,  # a list is undone although somebody was typing
        verbose_name=_("personne"),
    )
    sealed = models.BinaryField(_("saisie"))
    kept_at = models.DateTimeField(_("gardé le"), db_default=Now())

    class Meta:
        verbose_name = _("brouillon")
        verbose_name_plural = _("brouillons")
        indexes = [models.Index(fields=["kept_at"], name="drafts_by_age")]

    def __str__(self) -> str:
        return f"#{self.pk}"
