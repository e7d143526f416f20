"""What an operator types: three fields an act at most."""

from dataclasses import replace
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cnss_amo.kernel.identifiers import phone_of
from liaison.forms import PlainForm
from registration.enums import DocumentKind, Language, PaperSeen
from registration.queries import asked
from registration.rules import Birth
from registration.services.completion import Completion
from registration.services.identify import document_value

EXACT = {"dir": "ltr", "spellcheck": "false", "autocomplete": "off"}
WIDTHS = ("58", "80")  # of the paper of the till, in millimetres
NOTICE_READ = {
    "label": gettext_lazy("La notice sur ses données (loi 09-08) lui a été lue."),
    "error_messages": {"required": gettext_lazy("Lisez la notice sur ses données.")},
}


def moroccan_phone(typed: str) -> str:
    """A phone in its stored form, nothing when nothing is typed; raise ValidationError."""
    phone = phone_of(typed) if typed else ""
    if phone is None:
        raise ValidationError(
            _("« %(typed)s » n'est pas un téléphone marocain : 05, 06 ou 07, puis 8 chiffres."),
            params={"typed": typed},
        )
    return phone


class PresentForm(PlainForm):
    """The paper that a person shows, and her birth date as it says it."""

    document_kind = forms.ChoiceField(
        label=gettext_lazy("Pièce que la personne vous montre"),
        choices=[(kind.value, capfirst(kind.label)) for kind in DocumentKind],
        initial=DocumentKind.CIN.value,
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Dites quelle pièce vous avez en main.")},
    )
    document = forms.CharField(
        label=gettext_lazy("Numéro de la pièce"),
        max_length=40,
        widget=forms.TextInput(attrs=EXACT),
        error_messages={"required": gettext_lazy("Écrivez le numéro de la pièce.")},
    )
    birth = forms.CharField(
        label=gettext_lazy("Date de naissance"),
        help_text=gettext_lazy("Par exemple 12/03/1980. L'année seule si la pièce ne dit qu'elle."),
        max_length=40,
        widget=forms.TextInput(attrs=EXACT),
        error_messages={"required": gettext_lazy("Écrivez la date de naissance.")},
    )

    def clean_birth(self) -> Birth:
        """A date, a month or a year."""
        typed = self.cleaned_data["birth"]
        birth = asked.read(typed).birth
        if birth is None:
            raise ValidationError(
                _("« %(typed)s » n'est pas une date. Écrivez-la ainsi : 12/03/1980."),
                params={"typed": typed},
            )
        return birth

    def clean(self) -> dict[str, Any]:
        """The number has the shape of its kind."""
        said = super().clean()
        kind, typed = said.get("document_kind"), said.get("document")
        if kind and typed and document_value(kind, typed) is None:
            self.add_error(
                "document",
                ValidationError(
                    _("« %(typed)s » n'est pas le numéro d'une pièce de cette sorte."),
                    params={"typed": typed},
                ),
            )
        return said


class CompletionForm(PlainForm):
    """What a person says to complete; her phone is asked only when the register has none."""

    phone = forms.CharField(
        label=gettext_lazy("Téléphone"),
        help_text=gettext_lazy("Le code et les réponses de la CNSS y arrivent."),
        required=False,
        max_length=40,
        widget=forms.TextInput(attrs={"type": "tel", **EXACT}),
    )
    language = forms.ChoiceField(
        label=gettext_lazy("Langue de la personne"),
        choices=[(one.value, capfirst(one.label)) for one in Language],
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Dites dans quelle langue lui écrire.")},
    )
    consent = forms.BooleanField(**NOTICE_READ)

    def __init__(self, *args: Any, known: Completion, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.known = known
        if known.phone:  # one that changed is changed at an agency, never here
            del self.fields["phone"]

    def clean_phone(self) -> str:
        """A Moroccan phone, however it is spaced and prefixed."""
        return moroccan_phone(self.cleaned_data["phone"])

    def completion(self, paper: str) -> Completion:
        """What the person says, for the service; what the list said is confirmed."""
        said = self.cleaned_data
        return replace(
            self.known,
            phone=said.get("phone") or self.known.phone,
            language=said["language"],
            consent=settings.NOTICE_VERSION,
            paper=PaperSeen(paper),
        )


class WidthForm(PlainForm):
    """The paper of the till."""

    width = forms.ChoiceField(choices=[(width, f"{width} mm") for width in WIDTHS])
