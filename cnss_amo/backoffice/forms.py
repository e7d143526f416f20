"""What agents type at the desk."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.html import format_html
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from liaison.forms import PlainForm, Words
from liaison.person_fields import CommuneField, EmailField, PhoneField
from registration.enums import PAPERS_FOR_CONTACT, PaperSeen
from registration.services.contact import Contact

LONGEST_ADDRESS = 250


class ContactForm(PlainForm):
    """How to reach a person, as she says it now; a field left empty changes nothing."""

    phone = PhoneField(
        label=gettext_lazy("Nouveau téléphone"), required=False, attrs={"autofocus": True}
    )
    email = EmailField(label=gettext_lazy("Nouvelle adresse électronique"), required=False)
    address = Words(
        label=gettext_lazy("Nouvelle adresse"),
        required=False,
        max_length=LONGEST_ADDRESS,
        widget=forms.TextInput(attrs={"dir": "auto", "autocomplete": "off"}),
    )
    commune = CommuneField(label=gettext_lazy("Nouvelle commune"), required=False)
    paper = forms.ChoiceField(
        label=gettext_lazy("Original que la personne vous montre"),
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Dites quelle pièce vous avez vue.")},
    )

    def __init__(self, *args: Any, held: dict[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        papers = [(paper.value, capfirst(paper.label)) for paper in PAPERS_FOR_CONTACT]
        self.fields["paper"].choices = papers
        for name, value in held.items():
            shown = format_html('<bdi dir="auto">{}</bdi>', value or _("rien"))
            self.fields[name].help_text = format_html(_("Au registre : {}"), shown)
        if self.is_bound:  # the summary of what to mend takes the focus
            self.fields["phone"].widget.attrs.pop("autofocus")

    def clean(self) -> dict[str, Any]:
        """Something is said."""
        said = super().clean()
        if not self.errors and not any(said[name] for name in said if name != "paper"):
            raise ValidationError(_("Rien à enregistrer : donnez au moins une coordonnée."))
        return said

    def contact(self) -> Contact:
        """What the person said, for the service."""
        said = dict(self.cleaned_data)
        said.pop("paper")
        return Contact(**said)

    def paper_seen(self) -> PaperSeen:
        """What the person showed."""
        return PaperSeen(self.cleaned_data["paper"])
