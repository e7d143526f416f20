"""Users, the roles they hold, and the roles that nobody may hold together."""

import pghistory
import pgtrigger
from django.contrib.auth.models import AbstractUser
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils.functional import cached_property
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from cnss_amo.accounts.enums import Role
from cnss_amo.accounts.triggers import append_only

SECOND_FACTORS = ("totp", "webauthn")  # codes on paper alone are none
ADMINISTRATION = (Role.ADMINISTRATOR, Role.AUDITOR)  # who enters the Django admin


def audited(model: type[models.Model]) -> type[models.Model]:
    """Keep every row of a table, whatever wrote it."""
    track = pghistory.track(
        pghistory.InsertEvent(),
        pghistory.UpdateEvent(row=pghistory.Old),
        pghistory.DeleteEvent(),
        level=pghistory.Statement,
        meta={"triggers": append_only()},
        obj_field=pghistory.ObjForeignKey(related_name="audit"),
    )
    return track(model)


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

# An administrator whom nobody proposed comes from the machine itself: it makes the two who can then
# propose and confirm, and replaces one who left.
FOUNDERS_ARE_TWO = """
    IF NEW.approved_by_id IS NULL THEN
        PERFORM pg_advisory_xact_lock('accounts_rolegrant'::regclass::int, 0);
        IF (SELECT count(*) FROM accounts_rolegrant held
              JOIN accounts_user holder ON holder.id = held.user_id AND holder.is_active
             WHERE held.role = 'ADMINISTRATOR') >= 2
        THEN
            RAISE EXCEPTION 'two administrators are there: one proposes, the other confirms'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'founders_are_two';
        END IF;
    END IF;
    RETURN NEW;
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

    @property
    def is_staff(self) -> bool:
        """Whether the Django admin opens: the roles held now say it, and no column."""
        return not self.roles.isdisjoint(ADMINISTRATION)

    @is_staff.setter
    def is_staff(self, _told: bool) -> None:
        """Django's manager of users says it of everybody it makes; the roles decide."""

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


def _role() -> models.CharField:
    return models.CharField(_("rôle"), max_length=20, choices=Role.choices)


def _body() -> models.CharField:
    return models.CharField(
        _("organisme de liaison"),
        max_length=20,
        blank=True,
        help_text=_("Code de l'organisme, pour un chargé des listes seulement."),
    )


def _body_of_list_officers(name: str) -> models.CheckConstraint:
    return models.CheckConstraint(
        condition=Q(role=Role.LIST_OFFICER) ^ Q(body=""),
        name=name,
        violation_error_message=_("Un organisme se donne au chargé des listes, et à lui seul."),
    )


@audited
class RoleGrant(models.Model):
    """A role held by a user, which two others gave; a list officer holds it for one body.

    One proposed it, another confirmed it: without the two there is no row, so no right. Only the
    command on the machine makes an administrator whom nobody proposed. Given, it never changes.
    """

    user = models.ForeignKey(
        User, models.CASCADE, related_name="role_grants", verbose_name=_("utilisateur")
    )
    role = _role()
    body = _body()
    proposed_by = models.ForeignKey(
        User, models.PROTECT, related_name="+", null=True, verbose_name=_("proposé par")
    )
    approved_by = models.ForeignKey(
        User, models.PROTECT, related_name="+", null=True, verbose_name=_("confirmé par")
    )

    class Meta:
        verbose_name = _("rôle attribué")
        verbose_name_plural = _("rôles attribués")
        constraints = [
            models.UniqueConstraint(
                fields=["user", "role", "body"], name="role_granted_once_per_user_and_body"
            ),
            _body_of_list_officers("body_named_for_list_officers_only"),
            models.CheckConstraint(
                condition=Q(role=Role.ADMINISTRATOR, proposed_by=None, approved_by=None)
                | Q(proposed_by__isnull=False, approved_by__isnull=False)
                & ~Q(approved_by=F("proposed_by"))
                & ~Q(proposed_by=F("user"))
                & ~Q(approved_by=F("user")),
                name="role_given_by_two_others",
            ),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="no_incompatible_roles",
                when=pgtrigger.After,
                operation=pgtrigger.Insert | pgtrigger.Update,
                timing=pgtrigger.Immediate,
                func=NO_INCOMPATIBLE_ROLES,
            ),
            pgtrigger.Trigger(
                name="founders_are_two",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert,
                func=FOUNDERS_ARE_TWO,
            ),
            pgtrigger.Protect(name="given_as_it_is", operation=pgtrigger.Update),
        ]

    def __str__(self) -> str:
        return f"{self.get_role_display()} {self.body}".strip()


@audited
class RoleProposal(models.Model):
    """A role that somebody proposes for a colleague, and that gives nothing until confirmed."""

    user = models.ForeignKey(
        User, models.CASCADE, related_name="role_proposals", verbose_name=_("utilisateur")
    )
    role = _role()
    body = _body()
    proposed_by = models.ForeignKey(
        User, models.PROTECT, related_name="+", verbose_name=_("proposé par"), editable=False
    )
    proposed_at = models.DateTimeField(_("proposé le"), db_default=Now(), editable=False)

    class Meta:
        verbose_name = _("rôle proposé")
        verbose_name_plural = _("rôles proposés")
        constraints = [
            models.UniqueConstraint(
                fields=["user", "role", "body"], name="role_proposed_once_per_user_and_body"
            ),
            _body_of_list_officers("body_proposed_for_list_officers_only"),
            models.CheckConstraint(
                condition=~Q(proposed_by=F("user")), name="role_proposed_for_somebody_else"
            ),
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
