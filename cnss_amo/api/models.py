"""Who may call the interface, how much of it was used, which answers are given again.

A door keeps no people: here are only keys, counters, and answers that expire within a day.
"""

import pghistory
import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from oauth2_provider.models import AbstractApplication

from agencies.models import PartnerNetwork, Point
from cnss_amo.accounts.models import User
from cnss_amo.accounts.triggers import append_only
from cnss_amo.api.enums import OF_BODIES, OF_POINTS, Scope
from liaison.models import LiaisonBody

ONE_OWNER = (
    Q(network__isnull=False, point=None, body=None)
    | Q(network=None, point__isnull=False, body=None)
    | Q(network=None, point=None, body__isnull=False)
)


@pghistory.track(
    pghistory.InsertEvent(),
    pghistory.UpdateEvent(row=pghistory.Old),
    pghistory.DeleteEvent(),
    level=pghistory.Statement,
    exclude=["client_secret"],
    meta={"triggers": append_only()},
    obj_field=pghistory.ObjForeignKey(related_name="audit"),
)
class Client(AbstractApplication):
    """A program of one partner or one liaison body, its key, and what it may do.

    `user` is the system's actor in whose name it acts: what it did and whom it asked about is
    written under that name. A client of the sandbox meets fictitious people only, for ever.
    """

    user = models.OneToOneField(
        User, models.PROTECT, related_name="api_client", verbose_name=_("acteur du système")
    )
    network = models.ForeignKey(
        PartnerNetwork,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("réseau partenaire"),
    )
    point = models.ForeignKey(
        Point,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("point partenaire"),
    )
    body = models.ForeignKey(
        LiaisonBody,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("organisme de liaison"),
    )
    scopes = ArrayField(
        models.CharField(max_length=20, choices=Scope.choices), verbose_name=_("droits")
    )
    sandbox = models.BooleanField(
        _("bac à sable"),
        default=False,
        help_text=_("Ne rencontre que des personnes fictives et n'écrit jamais au registre."),
    )
    secret_drawn_at = models.DateTimeField(_("secret tiré le"))
    revoked_at = models.DateTimeField(_("révoqué le"), null=True, blank=True)

    class Meta:
        verbose_name = _("client de l'interface")
        verbose_name_plural = _("clients de l'interface")
        constraints = [
            models.CheckConstraint(
                condition=ONE_OWNER,
                name="client_of_one_partner_or_body",
                violation_error_message=_(
                    "Un client est d'un réseau, d'un point ou d'un organisme, et d'un seul."
                ),
            ),
            models.CheckConstraint(
                condition=Q(body=None, scopes__contained_by=[one.value for one in OF_POINTS])
                | Q(body__isnull=False, scopes__contained_by=[one.value for one in OF_BODIES]),
                name="client_scopes_go_with_its_owner",
                violation_error_message=_(
                    "Les listes et les confirmations sont aux organismes, le reste aux partenaires."
                ),
            ),
            models.CheckConstraint(
                condition=Q(
                    authorization_grant_type=AbstractApplication.GRANT_CLIENT_CREDENTIALS,
                    client_type=AbstractApplication.CLIENT_CONFIDENTIAL,
                    hash_client_secret=True,
                ),
                name="client_acts_in_its_own_name",
            ),
        ]
        triggers = [
            pgtrigger.ReadOnly(
                name="client_is_of_one_partner_for_life",
                fields=["client_id", "user", "network", "point", "body", "sandbox"],
            )
        ]

    @property
    def owner(self) -> PartnerNetwork | Point | LiaisonBody:
        """Whose program it is."""
        return self.body or self.point or self.network

    @property
    def place(self) -> str:
        """The code of its owner."""
        return str(self.point.code if self.point else self.body_id or self.network_id)

    def is_usable(self, request: object) -> bool:
        """Whether it may still get a token."""
        return self.revoked_at is None


class Allowance(models.Model):
    """How often a client asked for one operation within a minute, or within a day."""

    client = models.ForeignKey(Client, models.CASCADE, related_name="+", verbose_name=_("client"))
    operation = models.CharField(_("opération"), max_length=20)
    seconds = models.IntegerField(_("durée"))
    since = models.DateTimeField(_("depuis"))
    count = models.IntegerField(_("nombre"))

    class Meta:
        verbose_name = _("décompte d'un client")
        verbose_name_plural = _("décomptes des clients")
        constraints = [
            models.UniqueConstraint(
                fields=["client", "operation", "seconds", "since"],
                name="one_allowance_per_operation_and_while",
            )
        ]

    def __str__(self) -> str:
        return f"{self.client_id} {self.operation} {self.count}"


class KeptAnswer(models.Model):
    """The answer to an act asked under a key, sealed: asked again, it is given again.

    Written with the act, in one transaction: there is never an act without its answer, nor the
    reverse. Key and body are kept as digests.
    """

    client = models.ForeignKey(Client, models.CASCADE, related_name="+", verbose_name=_("client"))
    key = models.BinaryField(_("empreinte de la clé"), max_length=16)
    said = models.BinaryField(_("empreinte de la demande"), max_length=16)
    status = models.SmallIntegerField(_("statut"), null=True)
    sealed = models.BinaryField(_("réponse"), null=True)
    expires_at = models.DateTimeField(_("expire le"), db_index=True)

    class Meta:
        verbose_name = _("réponse gardée")
        verbose_name_plural = _("réponses gardées")
        constraints = [
            models.UniqueConstraint(fields=["client", "key"], name="one_answer_per_client_and_key"),
            models.CheckConstraint(
                condition=Q(status=None, sealed=None)
                | Q(status__isnull=False, sealed__isnull=False),
                name="kept_answer_is_whole",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.client_id} {self.pk}"
