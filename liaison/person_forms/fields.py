"""The fields of what people write about themselves, read by the rules of the lists."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy

from liaison.forms import DAYS, PlainForm, Words
from liaison.person_fields import EXACT, BirthField, CommuneField, EmailField, PhoneField
from registration.papers import Paper, UnreadablePaper, read_paper

AUTO = {"dir": "auto", "autocomplete": "off"}
LONGEST_EXPLANATION = 500
DAY_LIKE = gettext_lazy("Par exemple 01/03/2021.")


def day_field(
    label: Any, hint: Any = DAY_LIKE, *, required: bool = True, missing: Any = ""
) -> forms.DateField:
    """A day of the calendar, typed as people write it: calendars of browsers speak their own."""
    return forms.DateField(
        label=label,
        help_text=hint,
        required=required,
        input_formats=DAYS,
        widget=forms.DateInput(format="%d/%m/%Y", attrs=EXACT),
        error_messages={"required": missing, "invalid": gettext_lazy("Ce n'est pas un jour.")},
    )


def words_field(label: Any, hint: Any = "", *, required: bool = False, missing: Any = "") -> Words:
    """A few sentences."""
    return Words(
        label=label,
        help_text=hint,
        required=required,
        max_length=LONGEST_EXPLANATION,
        widget=forms.Textarea(attrs={"dir": "auto", "rows": 3}),
        error_messages={"required": missing},
    )


def birth_field() -> BirthField:
    """A birth date, with how far it is known."""
    return BirthField(
        label=gettext_lazy("Date de naissance"),
        help_text=gettext_lazy("Par exemple 12/03/1980. Le jour ou le mois peut manquer."),
        error_messages={"required": gettext_lazy("Donnez la date de naissance.")},
    )


class PaperField(forms.FileField):
    """A paper that goes with what is submitted, read for what it is."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            label=gettext_lazy("Une pièce à joindre"),
            help_text=gettext_lazy("PDF ou photo (JPEG, PNG), 5 Mo au plus."),
            required=False,
            widget=forms.FileInput(attrs={"accept": "application/pdf,image/jpeg,image/png"}),
            error_messages={"empty": gettext_lazy("Ce fichier est vide.")},
            **kwargs,
        )

    def clean(self, data: Any, initial: Any = None) -> Paper | None:
        """What may be kept of the file."""
        file = super().clean(data, initial)
        if not file:
            return None
        try:
            return read_paper(file)
        except UnreadablePaper as told:
            raise ValidationError(str(told)) from told


class ReachForm(PlainForm):
    """How to reach a person: phone, e-mail, address, commune."""

    phone = PhoneField(
        label=gettext_lazy("Téléphone portable"),
        help_text=gettext_lazy("Le reçu et la réponse y arrivent par message."),
        required=False,
    )
    email = EmailField(label=gettext_lazy("Adresse électronique"), required=False)
    address = Words(
        label=gettext_lazy("Adresse personnelle"),
        required=False,
        max_length=250,
        widget=forms.TextInput(attrs=AUTO),
    )
    commune = CommuneField(
        label=gettext_lazy("Commune"),
        error_messages={"required": gettext_lazy("Donnez la commune où vous habitez.")},
    )
