"""Users, the roles they hold, and the append-only log of who looked at whom."""

import pgtrigger
from django.contrib.auth.models import AbstractUser
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models.functions import Now
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from cnss_amo.accounts.enums import Door, LookKind, Role


class User(AbstractUser):
    """Somebody who works with the register, or a named actor of the system; never an insured."""

    is_system = models.BooleanField(
        _("acteur du système"),
        default=False,
        help_text=_("Agit sans personne et ne se connecte pas."),
    )

    class Meta(AbstractUser.Meta):
        verbose_name = _("utilisateur")
        verbose_name_plural = _("utilisateurs")

    @cached_property
    def roles(self) -> frozenset[str]:
        """The roles held today."""
        return frozenset(grant.role for grant in self._grants)

    @cached_property
    def bodies(self) -> frozenset[str]:
        """The codes of the liaison bodies this user sends lists for."""
        return frozenset(grant.body for grant in self._grants if grant.role == Role.LIST_OFFICER)

    @cached_property
    def _grants(self) -> list["RoleGrant"]:
        return list(self.role_grants.all()) if self.is_active else []


class RoleGrant(models.Model):
    """A role held by a user; a list officer holds it for one body."""

    user = models.ForeignKey(
        User, models.CASCADE, related_name="role_grants", verbose_name=_("utilisateur")
    )
    role = models.CharField(_("rôle"), max_length=20, choices=Role.choices)
    body = models.CharField(
        _("organisme de liaison"),
        max_length=20,
        blank=True,
        help_text=_("Code de l'organisme, pour un chargé des listes seulement."),
    )

    class Meta:
        verbose_name = _("rôle attribué")
        verbose_name_plural = _("rôles attribués")
        constraints = [
            models.UniqueConstraint(
                fields=["user", "role", "body"], name="role_granted_once_per_user_and_body"
            ),
            models.CheckConstraint(
                condition=models.Q(role=Role.LIST_OFFICER) ^ models.Q(body=""),
                name="body_named_for_list_officers_only",
                violation_error_message=_(
                    "Un organisme se donne au chargé des listes, et à lui seul."
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_role_display()} {self.body}".strip()


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

    class Meta:
        verbose_name = _("consultation")
        verbose_name_plural = _("consultations")
        indexes = [
            models.Index(fields=["user", "at"], name="looks_of_a_user"),
        ]
        triggers = [
            pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.pk}"
