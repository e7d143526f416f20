"""Users, the roles they hold, and the roles that nobody may hold together."""

import pghistory
import pgtrigger
from django.contrib.auth.models import AbstractUser
from django.db import models
from django.utils.functional import cached_property
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from cnss_amo.accounts.enums import Role
from cnss_amo.accounts.triggers import append_only

SECOND_FACTORS = ("totp", "webauthn")  # codes on paper alone are none

# Whatever writes a grant, nobody ends up with two roles of an incompatible pair. The lock makes
# two grants to the same person wait for each other.
NO_INCOMPATIBLE_ROLES = """
    PERFORM pg_advisory_xact_lock('accounts_rolegrant'::regclass::int, NEW.user_id::int);
    IF EXISTS (
        SELECT FROM accounts_rolegrant held
          JOIN accounts_incompatibleroles pair
            ON (pair.first, pair.second) IN ((NEW.role, held.role), (held.role, NEW.role))
         WHERE held.user_id = NEW.user_id
    ) THEN
        RAISE EXCEPTION 'user % would hold two incompatible roles', NEW.user_id
        USING ERRCODE = 'check_violation', CONSTRAINT = 'no_incompatible_roles';
    END IF;
    RETURN NULL;
"""


@pghistory.track(
    pghistory.InsertEvent(),
    pghistory.UpdateEvent(row=pghistory.Old),
    pghistory.DeleteEvent(),
    level=pghistory.Statement,
    exclude=["password", "last_login"],
    meta={"triggers": append_only()},
    obj_field=pghistory.ObjForeignKey(related_name="audit"),
)
class User(AbstractUser):
    """Somebody who works with the register, or a named actor of the system; never an insured."""

    is_system = models.BooleanField(
        _("acteur du système"),
        default=False,
        help_text=_("Agit sans personne et ne se connecte pas."),
    )

    must_change_password = models.BooleanField(
        _("mot de passe à changer"),
        default=False,
        help_text=_("Le mot de passe vient d'un administrateur : il se change à la connexion."),
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
    def has_second_factor(self) -> bool:
        """Whether a second factor is enrolled; see `knowing_second_factor`."""
        return self.authenticator_set.filter(type__in=SECOND_FACTORS).exists()

    @cached_property
    def _grants(self) -> list["RoleGrant"]:
        return list(self.role_grants.all()) if self.is_active else []


def knowing_second_factor(people: models.QuerySet[User]) -> models.QuerySet[User]:
    """Each person with the answer of `has_second_factor`, in the same query."""
    own = User.objects.filter(authenticator__type__in=SECOND_FACTORS, pk=models.OuterRef("pk"))
    return people.annotate(has_second_factor=models.Exists(own))


@pghistory.track(
    pghistory.InsertEvent(),
    pghistory.UpdateEvent(row=pghistory.Old),
    pghistory.DeleteEvent(),
    level=pghistory.Statement,
    meta={"triggers": append_only()},
    obj_field=pghistory.ObjForeignKey(related_name="audit"),
)
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
        triggers = [
            pgtrigger.Trigger(
                name="no_incompatible_roles",
                when=pgtrigger.After,
                operation=pgtrigger.Insert | pgtrigger.Update,
                timing=pgtrigger.Immediate,
                func=NO_INCOMPATIBLE_ROLES,
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_role_display()} {self.body}".strip()


class IncompatibleRoles(models.Model):
    """Two roles that one person never holds together: who makes does not check."""

    first = models.CharField(_("rôle"), max_length=20, choices=Role.choices)
    second = models.CharField(_("autre rôle"), max_length=20, choices=Role.choices)
    reason_fr = models.CharField(_("motif"), max_length=200)
    reason_ar = models.CharField(_("motif en arabe"), max_length=200)

    class Meta:
        verbose_name = _("rôles incompatibles")
        verbose_name_plural = _("rôles incompatibles")
        constraints = [
            models.UniqueConstraint(fields=["first", "second"], name="pair_of_roles_told_once"),
            models.CheckConstraint(
                condition=models.Q(first__lt=models.F("second")), name="pair_of_roles_in_order"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_first_display()} / {self.get_second_display()}"

    @property
    def reason(self) -> str:
        """Why, in the reader's language."""
        return self.reason_ar if get_language() == "ar" else self.reason_fr
