"""What a person types in her space."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy

from cnss_amo.kernel.identifiers import mask_email
from cnss_amo.portal.way.forms import PasswordField
from liaison.forms import PlainForm, Words
from liaison.person_fields import CommuneField, EmailField, IdentityFields
from registration.enums import Language
from registration.models import Person
from registration.queries import PersonFile
from registration.services.contact import Contact

LONGEST_ADDRESS = 250
LONGEST_WHY = 120  # with what precedes it, a reason keeps within its 200 characters


class PresentPasswordForm(PlainForm):
    """The password, asked again before an act."""

    present = PasswordField(
        label=gettext_lazy("Votre mot de passe"),
        autocomplete="current-password",
        error_messages={"required": gettext_lazy("Écrivez votre mot de passe.")},
    )


class ContactForm(PlainForm):
    """How to reach her, but her phone; left as it is, or emptied, it stands."""

    address = Words(
        label=gettext_lazy("Adresse"),
        required=False,
        max_length=LONGEST_ADDRESS,
        widget=forms.TextInput(attrs={"dir": "auto", "autocomplete": "street-address"}),
    )
    commune = CommuneField(
        label=gettext_lazy("Commune"),
        help_text=gettext_lazy("Ville ou commune, en français ou en arabe. Exemple : Sefrou"),
        required=False,
        attrs={"autocomplete": "address-level2"},
    )
    email = EmailField(
        label=gettext_lazy("Adresse électronique"),
        required=False,
        attrs={"autocomplete": "email"},
    )

    def __init__(self, data: Mapping[str, Any] | None, *, file: PersonFile) -> None:
        super().__init__(data)
        self.file = file
        self.fields["address"].initial = file.address or ""
        if file.person.commune:
            self.fields["commune"].hold(str(file.person.commune), file.person.commune)
        if file.email:
            self.fields["email"].hold(mask_email(file.email), file.email)

    def contact(self) -> Contact:
        """What she changed, for the service; what she left as it was stays its author's."""
        said, file = self.cleaned_data, self.file
        held = {"email": file.email, "address": file.address, "commune": file.person.commune}
        return Contact(**{name: said[name] for name in held if said[name] != held[name]})


class IdentityForm(IdentityFields):
    """What she says is wrong in her identity: she changes it here, somebody checks it."""

    why = Words(
        label=gettext_lazy("Quelque chose à préciser ?"),
        required=False,
        max_length=LONGEST_WHY,
        widget=forms.TextInput(attrs={"dir": "auto", "autocomplete": "off"}),
    )
    optional = ("why",)

    def __init__(self, data: Mapping[str, Any] | None, *, person: Person) -> None:
        super().__init__(data)
        self.hold_identity(person)

    def values(self) -> dict[str, Any]:
        """What the identity should say, for the service, which keeps what differs."""
        said = dict(self.cleaned_data)
        said.pop("why")
        birth = said.pop("birth")
        said |= {"birth_date": birth.day, "birth_precision": birth.known_to}
        return {name: value for name, value in said.items() if value}


class LanguageForm(PlainForm):
    """In which language the CNSS writes to her."""

    language = forms.ChoiceField(
        label=gettext_lazy("Langue de vos messages"),
        choices=[(one.value, capfirst(one.label)) for one in Language],
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choisissez la langue de vos messages.")},
    )
