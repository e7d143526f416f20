"""What the desk says of an attestation: how to print it, why it is revoked."""

from django import forms
from django.utils.translation import gettext_lazy as _

from liaison.forms import PlainForm, Words
from registration.services.proposals import LONGEST_REASON

INKS = [("", _("en couleurs")), ("low", _("peu d'encre"))]


class InkForm(PlainForm):
    """One choice: the page in colours, or a page that spares ink."""

    ink = forms.ChoiceField(
        label=_("Impression"), choices=INKS, widget=forms.RadioSelect, required=False
    )

    @property
    def low_ink(self) -> bool:
        """Whether ink is to be spared."""
        return self.cleaned_data["ink"] == "low"


class RevocationForm(PlainForm):
    """Why an attestation is worth nothing any more."""

    reason = Words(
        label=_("Motif de la révocation"),
        help_text=_("Il reste au dossier. La page publique ne le montre pas."),
        max_length=LONGEST_REASON,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autofocus": True}),
        error_messages={"required": _("Donnez le motif.")},
    )
