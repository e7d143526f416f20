"""What an operator types: three fields an act at most."""

from dataclasses import replace
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from liaison.forms import PlainForm
from liaison.person_fields import BirthField, PhoneField, TypedField
from registration.enums import DocumentKind, Language, PaperSeen
from registration.services.completion import Completion
from registration.services.identify import document_value

WIDTHS = ("58", "80")  # of the paper of the till, in millimetres
NOTICE_READ = {
    "label": gettext_lazy("La notice sur ses données (loi 09-08) lui a été lue."),
    "error_messages": {"required": gettext_lazy("Lisez la notice sur ses données.")},
}


class PresentForm(PlainForm):
    """The paper that a person shows, and her birth date as it says it."""

    document_kind = forms.ChoiceField(
        label=gettext_lazy("Pièce que la personne vous montre"),
        choices=[(kind.value, capfirst(kind.label)) for kind in DocumentKind],
        initial=DocumentKind.CIN.value,
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Dites quelle pièce vous avez en main.")},
    )
    document = TypedField(
        label=gettext_lazy("Numéro de la pièce"),
        error_messages={"required": gettext_lazy("Écrivez le numéro de la pièce.")},
    )
    birth = BirthField(
        label=gettext_lazy("Date de naissance"),
        help_text=gettext_lazy("Par exemple 12/03/1980. L'année seule si la pièce ne dit qu'elle."),
        error_messages={"required": gettext_lazy("Écrivez la date de naissance.")},
    )

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

    phone = PhoneField(
        label=gettext_lazy("Téléphone"),
        help_text=gettext_lazy("Le code et les réponses de la CNSS y arrivent."),
        required=False,
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
