"""The Django admin of the messages: what left, for a masked phone; never what it said."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from cnss_amo.accounts.admin import ReadOnlyAdmin
from cnss_amo.messaging.models import Message
from cnss_amo.messaging.queries import masked_phone


@admin.register(Message)
class MessageAdmin(ReadOnlyAdmin):
    """The outbox, newest first."""

    list_display = (
        "written_at",
        "text",
        "language",
        "phone",
        "parts",
        "state",
        "reason",
        "attempts",
    )
    list_filter = ("state", "reason", "text")
    fields = (
        "channel",
        "text",
        "language",
        "phone",
        "parts",
        "cause",
        "state",
        "reason",
        "attempts",
        "written_at",
        "due_at",
        "ended_at",
    )

    @admin.display(description=_("téléphone"))
    def phone(self, message: Message) -> str:
        """The phone, masked."""
        return masked_phone(message) or "-"
