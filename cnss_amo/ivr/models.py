"""Calls to the voice server, one row each: where each is in the dialogue, and how it ended."""

import uuid

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from cnss_amo.ivr.enums import Ending


class Call(models.Model):
    """One call: who carries it, where it is in the dialogue, what it remembers, sealed.

    Who calls is kept as a digest; what was typed is sealed, and forgotten within the hour.
    """

    key = models.UUIDField(_("référence"), primary_key=True, default=uuid.uuid4)
    platform = models.CharField(_("plateforme"), max_length=20)
    session = models.CharField(
        _("appel"), max_length=80, help_text=_("Le nom que la plateforme donne à l'appel.")
    )
    caller_key = models.BinaryField(_("empreinte de l'appelant"), null=True, max_length=16)
    sought_key = models.BinaryField(
        _("empreinte de l'identité dite"), null=True, max_length=16, help_text=_("Connue ou non.")
    )
    code_reference = models.UUIDField(_("code demandé"), null=True)
    asked_at = models.DateTimeField(_("SMS demandé le"), null=True)
    person_id = models.BigIntegerField(_("personne"), null=True)
    language = models.CharField(_("langue"), max_length=3, blank=True)
    state = models.CharField(_("état"), max_length=30)
    step = models.PositiveSmallIntegerField(_("pas"), default=0)
    memory_sealed = models.BinaryField(_("mémoire"), null=True)
    began_at = models.DateTimeField(_("commencé le"))
    seen_at = models.DateTimeField(_("vu le"))
    ended_at = models.DateTimeField(_("fini le"), null=True)
    ending = models.CharField(_("fin"), max_length=9, choices=Ending.choices, blank=True)

    class Meta:
        verbose_name = _("appel au serveur vocal")
        verbose_name_plural = _("appels au serveur vocal")
        constraints = [
            models.UniqueConstraint(fields=["platform", "session"], name="one_call_per_session"),
            models.CheckConstraint(
                condition=Q(ended_at=None, ending="") | Q(ended_at__isnull=False) & ~Q(ending=""),
                name="call_ends_somehow",
            ),
        ]
        indexes = [
            models.Index(fields=["began_at"], name="calls_by_instant"),
            models.Index(
                fields=["caller_key", "seen_at"],
                name="calls_of_a_phone",
                condition=Q(caller_key__isnull=False),
            ),
            models.Index(
                fields=["sought_key", "asked_at"],
                name="calls_about_somebody",
                condition=Q(sought_key__isnull=False),
            ),
            models.Index(
                fields=["seen_at"],
                name="calls_to_forget",
                condition=Q(memory_sealed__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return str(self.key)
