"""The forms of those who look closely: which datum to show in clear and why, what was looked at."""

from typing import Any

from django import forms
from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _

from cnss_amo.accounts.enums import Datum, LookReason

LONGEST_WORDS = 150
no_number = RegexValidator(
    r"\d(?:[\s.-]?\d){4,}",
    _("N'écrivez ici ni numéro ni téléphone : ce motif reste au journal."),
    inverse_match=True,
)


class PlainForm(forms.Form):
    """A form whose fields the server alone checks, with words rather than bubbles."""

    use_required_attribute = False


class RevealForm(PlainForm):
    """Which data to show in clear, and why."""

    what = forms.MultipleChoiceField(
        label=_("Donnée à montrer"),
        choices=Datum.choices,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choisissez au moins une donnée.")},
    )
    reason = forms.ChoiceField(
        label=_("Motif"),
        choices=LookReason.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choisissez le motif.")},
    )
    words = forms.CharField(
        label=_("Précision"),
        help_text=_("Quelques mots, sans nom ni numéro. Nécessaire pour un autre motif."),
        max_length=LONGEST_WORDS,
        required=False,
        validators=[no_number],
    )

    def clean(self) -> dict[str, Any]:
        """Another reason is told in words."""
        cleaned = super().clean()
        other = cleaned.get("reason") == LookReason.OTHER
        if other and not cleaned.get("words") and "words" not in self.errors:
            self.add_error("words", _("Dites le motif en quelques mots."))
        return cleaned

    @property
    def said(self) -> str:
        """The reason as the log keeps it: its code, and the words if there are some."""
        code, words = self.cleaned_data["reason"], self.cleaned_data["words"]
        return f"{code}: {words}" if words else code
