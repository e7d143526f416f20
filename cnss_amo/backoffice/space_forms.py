from django import forms
from django.utils.translation import gettext_lazy as _

from liaison.forms import PlainForm, Words
from registration.services.proposals import LONGEST_REASON


class ReasonForm(PlainForm):
    """Why a personal space is closed, or opened again."""

    reason = Words(
        label=_("Motif"),
        help_text=_("Il reste au dossier. La personne ne le lit pas."),
        max_length=LONGEST_REASON,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autofocus": True}),
        error_messages={"required": _("Donnez le motif.")},
    )
