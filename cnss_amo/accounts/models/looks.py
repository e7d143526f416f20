"""The append-only log of who looked at whom."""

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import BrinIndex, GinIndex
from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from cnss_amo.accounts.enums import Door, LookKind
from cnss_amo.accounts.models.users import User
from cnss_amo.accounts.triggers import append_only


def _words(label: str, *, help_text: str) -> ArrayField:
    """A few short words, none by default."""
    words = models.CharField(max_length=20)
    return ArrayField(words, verbose_name=label, default=list, help_text=help_text)


class Look(models.Model):
    """One display of people, or one search for them: who, what, when, through which request."""

    at = models.DateTimeField(_("instant"), db_default=Now())
    user = models.ForeignKey(
        User, models.PROTECT, related_name="+", null=True, verbose_name=_("utilisateur")
    )
    kind = models.CharField(_("nature"), max_length=12, choices=LookKind.choices)
    door = models.CharField(_("porte"), max_length=12, choices=Door.choices)
    people = ArrayField(models.BigIntegerField(), verbose_name=_("personnes montrées"))
    about = models.CharField(
        _("objet"), max_length=80, blank=True, help_text=_("Référence de la liste, jamais un nom.")
    )
    query_key = models.BinaryField(
        _("empreinte de la recherche"), null=True, help_text=_("Ce qui fut tapé, sans le dire.")
    )
    request_id = models.UUIDField(_("requête"), null=True)
    reason = models.CharField(_("motif"), max_length=200, db_default="")
    scope = _words(_("montré en clair"), help_text=_("Noms des données, jamais leur valeur."))
    roles = _words(_("rôles tenus"), help_text=_("À cet instant."))
    place = models.CharField(_("lieu de travail"), max_length=20, db_default="")

    class Meta:
        verbose_name = _("consultation")
        verbose_name_plural = _("consultations")
        indexes = [
            models.Index(fields=["user", "at"], name="looks_of_a_user"),
            BrinIndex(fields=["at"], name="looks_by_instant"),
            GinIndex(
                fields=["people"],
                name="looks_at_a_person",
                gin_pending_list_limit=512,  # kB, which each question reads whole
            ),
        ]
        triggers = append_only()

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.pk}"
