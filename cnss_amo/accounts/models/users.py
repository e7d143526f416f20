"""Users, and the roles they hold."""

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from cnss_amo.accounts.enums import Role


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
