"""The fields of what people write about themselves, read by the rules of the lists."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agencies.gazetteer import LONGEST_NAME as LONGEST_COMMUNE
from agencies.gazetteer import commune_meant
from agencies.models import Commune
from cnss_amo.kernel.identifiers import phone_of
from cnss_amo.kernel.text import clean_one, one
from liaison.formats import readers
from liaison.formats.person import OLDEST_AGE
from liaison.forms import DAYS, PlainForm, Words
from registration.papers import Paper, UnreadablePaper, read_paper
from registration.rules import Birth

EXACT = {"dir": "ltr", "spellcheck": "false", "autocomplete": "off"}
LATIN = {"lang": "fr", **EXACT}
ARABIC = {"lang": "ar", "dir": "rtl", "spellcheck": "false", "autocomplete": "off"}
AUTO = {"dir": "auto", "autocomplete": "off"}
DAY = {"type": "date", "dir": "ltr"}
LONGEST_EXPLANATION = 500


def day_field(label: Any, hint: Any = "", *, required: bool = True, missing: Any = "") -> Any:
    """A day of the calendar."""
    return forms.DateField(
        label=label,
        help_text=hint,
        required=required,
        input_formats=DAYS,
        widget=forms.DateInput(format="%Y-%m-%d", attrs=DAY),
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


class BirthField(forms.CharField):
    """A birth date, with how far it is known."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            label=gettext_lazy("Date de naissance"),
            help_text=gettext_lazy("Par exemple 12/03/1980. Le jour ou le mois peut manquer."),
            max_length=20,
            widget=forms.TextInput(attrs=EXACT),
            error_messages={"required": gettext_lazy("Donnez la date de naissance.")},
            **kwargs,
        )

    def clean(self, value: Any) -> Birth:
        """By the rule of the lists."""
        typed = clean_one(super().clean(value)) or ""
        if typed.count("/") == 1:
            typed = f"00/{typed}"
        reader = readers.birth(timezone.localdate(), OLDEST_AGE)
        if one(lambda text: reader.issue(text, reader.value(text)), typed) is not None:
            raise ValidationError(
                _("Ce n'est pas une date de naissance possible : 12/03/1950, 03/1950 ou 1950.")
            )
        return Birth(one(reader.value, typed), one(readers.birth_precision, typed))


class NameField(forms.CharField):
    """A name in the letters of one script, by the rule of the lists."""

    def __init__(self, *, reader: readers.Reader, told: Any, attrs: dict, **kwargs: Any) -> None:
        super().__init__(max_length=60, widget=forms.TextInput(attrs=attrs), **kwargs)
        self.reader, self.told = reader, told

    def clean(self, value: Any) -> str:
        """The name as the register writes it."""
        typed = clean_one(super().clean(value))
        if typed is None:
            return ""
        if one(lambda text: self.reader.issue(text, self.reader.value(text)), typed) is not None:
            raise ValidationError(self.told)
        return one(self.reader.value, typed)


def latin(label: Any, missing: Any) -> NameField:
    """A name in Latin letters."""
    return NameField(
        label=label,
        reader=readers.NAME,
        told=gettext_lazy("Écrivez-le en lettres latines, comme sur la pièce d'identité."),
        attrs=LATIN,
        error_messages={"required": missing},
    )


def arabic(label: Any) -> NameField:
    """A name in Arabic letters, which may be missing."""
    return NameField(
        label=label,
        reader=readers.NAME_AR,
        told=gettext_lazy("Écrivez-le en lettres arabes, comme sur la pièce d'identité."),
        attrs=ARABIC,
        required=False,
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

    phone = forms.CharField(
        label=gettext_lazy("Téléphone portable"),
        help_text=gettext_lazy("Le reçu et la réponse y arrivent par message."),
        required=False,
        max_length=40,
        widget=forms.TextInput(attrs={"type": "tel", **EXACT}),
    )
    email = forms.CharField(
        label=gettext_lazy("Adresse électronique"),
        required=False,
        max_length=200,
        widget=forms.TextInput(attrs={"type": "email", **EXACT}),
    )
    address = Words(
        label=gettext_lazy("Adresse personnelle"),
        required=False,
        max_length=250,
        widget=forms.TextInput(attrs=AUTO),
    )
    commune = forms.CharField(
        label=gettext_lazy("Commune"),
        max_length=LONGEST_COMMUNE,
        widget=forms.TextInput(attrs={"spellcheck": "false", **AUTO}),
        error_messages={"required": gettext_lazy("Donnez la commune où vous habitez.")},
    )

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
        reader = readers.EMAIL
        if not typed:
            return ""
        if one(lambda text: reader.issue(text, reader.value(text)), typed) is not None:
            raise ValidationError(
                _("« %(typed)s » n'est pas une adresse électronique, comme nom@exemple.ma."),
                params={"typed": typed},
            )
        return one(reader.value, typed)

    def clean_commune(self) -> Commune | None:
        """A commune by its name in either script; when several may be meant, they are offered."""
        typed = self.cleaned_data["commune"]
        meaning = commune_meant(typed)
        if meaning.commune:
            return meaning.commune
        if not meaning.perhaps:
            raise ValidationError(
                _("Aucune commune ne s'appelle « %(typed)s ». Écrivez-la en entier."),
                params={"typed": typed},
            )
        offered = [(one.pk, f"{one} ({one.province_fr})") for one in meaning.perhaps]
        self.fields["commune"].widget = forms.Select(choices=[(typed, typed), *offered])
        raise ValidationError(_("Plusieurs communes ont ce nom : choisissez la bonne."))
