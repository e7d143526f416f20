"""What agents type at the desk."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.html import format_html
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agencies.gazetteer import LONGEST_NAME, commune_meant
from agencies.models import Commune
from cnss_amo.kernel.identifiers import phone_of
from cnss_amo.kernel.text import one
from liaison.formats.readers import EMAIL
from liaison.forms import PlainForm, Words
from registration.enums import PAPERS_FOR_CONTACT, PaperSeen
from registration.services.contact import Contact

LONGEST_ADDRESS = 250
EXACT = {"dir": "ltr", "spellcheck": "false", "autocomplete": "off"}


class ContactForm(PlainForm):
    """How to reach a person, as she says it now; a field left empty changes nothing."""

    phone = forms.CharField(
        label=gettext_lazy("Nouveau téléphone"),
        required=False,
        max_length=40,
        widget=forms.TextInput(attrs={"type": "tel", "autofocus": True, **EXACT}),
    )
    email = forms.CharField(
        label=gettext_lazy("Nouvelle adresse électronique"),
        required=False,
        max_length=200,
        widget=forms.TextInput(attrs={"type": "email", **EXACT}),
    )
    address = Words(
        label=gettext_lazy("Nouvelle adresse"),
        required=False,
        max_length=LONGEST_ADDRESS,
        widget=forms.TextInput(attrs={"dir": "auto", "autocomplete": "off"}),
    )
    commune = forms.CharField(
        label=gettext_lazy("Nouvelle commune"),
        required=False,
        max_length=LONGEST_NAME,
        widget=forms.TextInput(attrs={"dir": "auto", "spellcheck": "false", "autocomplete": "off"}),
    )
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

    def clean_phone(self) -> str:
        """A Moroccan phone, however it is spaced and prefixed."""
        typed = self.cleaned_data["phone"]
        phone = phone_of(typed) if typed else ""
        if phone is None:
            raise ValidationError(
                _("« %(typed)s » n'est pas un téléphone marocain : 05, 06 ou 07, puis 8 chiffres."),
                params={"typed": typed},
            )
        return phone

    def clean_email(self) -> str:
        """An e-mail address, by the rule of the lists."""
        typed = self.cleaned_data["email"].replace(" ", "")
        email = _email_of(typed) if typed else ""
        if email is None:
            raise ValidationError(
                _("« %(typed)s » n'est pas une adresse électronique, comme nom@exemple.ma."),
                params={"typed": typed},
            )
        return email

    def clean_commune(self) -> Commune | None:
        """A commune by its name in either script; when several may be meant, they are offered."""
        typed = self.cleaned_data["commune"]
        meaning = commune_meant(typed)
        if not typed or meaning.commune:
            return meaning.commune
        if not meaning.perhaps:
            raise ValidationError(
                _("Aucune commune ne s'appelle « %(typed)s ». Écrivez-la en entier."),
                params={"typed": typed},
            )
        offered = [(one.pk, f"{one} ({_province(one)})") for one in meaning.perhaps]
        self.fields["commune"].widget = forms.Select(choices=[(typed, typed), *offered])
        raise ValidationError(_("Plusieurs communes ont ce nom : choisissez la bonne."))

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


def _email_of(typed: str) -> str | None:
    wrong = one(lambda text: EMAIL.issue(text, EMAIL.value(text)), typed)
    return None if wrong else one(EMAIL.value, typed)


def _province(commune: Commune) -> str:
    return commune.province_fr
