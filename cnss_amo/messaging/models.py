"""What was said to people, or waits to be: one row a message, sealed where it names anybody."""

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from cnss_amo.messaging.enums import Channel, MessageState, Reason


class MessageQuerySet(models.QuerySet):
    def due(self, at) -> "MessageQuerySet":
        """Those that a worker may send now, the longest due first."""
        return self.filter(state=MessageState.WAITING, due_at__lte=at).order_by("due_at", "pk")


class Message(models.Model):
    """One message to one person: who, which text, and what became of it.

    `effect` is its cause: the same one is written once, and handed to the operator.
    """

    channel = models.CharField(
        _("canal"), max_length=5, choices=Channel.choices, default=Channel.SMS
    )
    text = models.CharField(_("texte"), max_length=30, help_text=_("Code de texts.toml."))
    language = models.CharField(_("langue"), max_length=3)
    values_sealed = models.BinaryField(_("valeurs"), null=True)
    phone_sealed = models.BinaryField(_("téléphone"), null=True)
    phone_key = models.BinaryField(_("empreinte du téléphone"))
    about_person = models.BigIntegerField(_("personne"), null=True, db_index=True)
    cause = models.CharField(_("cause"), max_length=60, blank=True)
    effect = models.CharField(_("effet"), max_length=140, unique=True)
    parts = models.PositiveSmallIntegerField(_("SMS"))

    state = models.CharField(
        _("état"), max_length=8, choices=MessageState.choices, default=MessageState.WAITING
    )
    reason = models.CharField(_("motif"), max_length=15, choices=Reason.choices, blank=True)
    attempts = models.PositiveSmallIntegerField(_("essais"), default=0)
    written_at = models.DateTimeField(_("écrit le"), db_default=Now())
    due_at = models.DateTimeField(_("à envoyer dès"), db_default=Now())
    ended_at = models.DateTimeField(
        _("terminé le"), null=True, help_text=_("Envoyé, échoué ou abandonné.")
    )

    objects = MessageQuerySet.as_manager()

    class Meta:
        verbose_name = _("message")
        verbose_name_plural = _("messages")
        indexes = [
            models.Index(fields=["due_at"], condition=Q(state="WAITING"), name="messages_to_send"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=~Q(state="WAITING")
                | Q(phone_sealed__isnull=False, values_sealed__isnull=False),
                name="waiting_message_can_be_said",
            ),
            models.CheckConstraint(
                condition=Q(state="WAITING", ended_at__isnull=True)
                | (~Q(state="WAITING") & Q(ended_at__isnull=False)),
                name="message_ends_once",
            ),
            models.CheckConstraint(
                condition=Q(state__in=("WAITING", "SENT"), reason="")
                | (Q(state__in=("FAILED", "DROPPED")) & ~Q(reason="")),
                name="message_not_sent_says_why",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.text} {self.pk}"


class Asking(models.Model):
    """Somebody asked for an SMS, known to us or not: counted for a day, then forgotten."""

    phone_key = models.BinaryField(_("empreinte du téléphone"), null=True)
    address_key = models.BinaryField(_("empreinte de l'adresse réseau"), null=True)
    asked_at = models.DateTimeField(_("demandé le"))
    leaves = models.BooleanField(_("part"))

    class Meta:
        verbose_name = _("SMS demandé")
        verbose_name_plural = _("SMS demandés")
        constraints = [
            models.CheckConstraint(
                condition=Q(leaves=False) | Q(phone_key__isnull=False),
                name="sms_leaves_for_a_phone",
            )
        ]
        indexes = [
            models.Index(
                fields=["phone_key", "asked_at"], condition=Q(leaves=True), name="sms_of_a_phone"
            ),
            models.Index(
                fields=["address_key", "asked_at"],
                condition=Q(address_key__isnull=False),
                name="sms_asked_from_an_address",
            ),
            models.Index(fields=["asked_at"], condition=Q(leaves=True), name="sms_by_instant"),
        ]

    def __str__(self) -> str:
        return f"{self.pk}"
