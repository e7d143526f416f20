"""How people type who somebody is and how to reach her: one reading, whichever door asks.

A value is read by the rule of the lists, whatever its spaces, digits and dashes; what cannot be
read is refused in words that say what was expected.
"""

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agencies.gazetteer import LONGEST_NAME, commune_meant
from agencies.models import Commune
from cnss_amo.kernel.identifiers import phone_of
from cnss_amo.kernel.text import clean_one, one
from liaison.formats import readers
from liaison.formats.person import OLDEST_AGE
from liaison.forms import PlainForm, Words
from registration.enums import Sex
from registration.models import Person
from registration.queries.asked import months_in_digits
from registration.rules import Birth

EXACT = {"dir": "ltr", "spellcheck": "false", "autocomplete": "off"}
LONGEST_TYPED = 40
NAMES = ("last_name", "first_name")
NAMES_AR = ("last_name_ar", "first_name_ar")
_BETWEEN_DIGITS = re.compile(r"(?<=\d)\s*[ ./\-]\s*(?=\d)")
_MONTH_AND_YEAR = re.compile(r"\d{1,2}-\d{4}")


def read_by(reader: readers.Reader, typed: str | None) -> Any:
    """What a text becomes by the rule of the lists; None when it meets an issue there."""
    wrong = one(lambda text: reader.issue(text, reader.value(text)), typed) is not None
    return None if typed is None or wrong else one(reader.value, typed)


class TypedField(forms.CharField):
    """A value that is read from what was typed, and shown again as it was typed."""

    shown, held = "", None

    def __init__(self, *, attrs: dict[str, Any] | None = None, **options: Any) -> None:
        widget = forms.TextInput(attrs=EXACT | (attrs or {}))
        super().__init__(**{"max_length": LONGEST_TYPED, "widget": widget} | options)

    def hold(self, shown: str, held: Any) -> None:
        """Show what the register holds, perhaps masked; left as it is, or emptied, it stands."""
        self.initial, self.shown, self.held = shown, shown, held

    def clean(self, value: Any) -> Any:
        """Read what was typed; nothing typed is the empty value."""
        if self.shown and str(value or "").strip() in ("", self.shown):
            return self.held
        typed = super().clean(value)
        return self.read(typed) if typed else self.empty_value

    def read(self, typed: str) -> Any:
        """The value of a text; raise ValidationError."""
        return typed


class PhoneField(TypedField):
    """A Moroccan phone, however it is spaced and prefixed."""

    def __init__(self, *, attrs: dict[str, Any] | None = None, **options: Any) -> None:
        super().__init__(attrs={"type": "tel"} | (attrs or {}), **options)

    def read(self, typed: str) -> str:
        """The phone as it is dialled."""
        phone = phone_of(typed)
        if phone is None:
            raise ValidationError(
                _("« %(typed)s » n'est pas un téléphone marocain : 05, 06 ou 07, puis 8 chiffres."),
                params={"typed": typed},
            )
        return phone


class EmailField(TypedField):
    """An e-mail address, by the rule of the lists."""

    def __init__(self, *, attrs: dict[str, Any] | None = None, **options: Any) -> None:
        super().__init__(attrs={"type": "email"} | (attrs or {}), **{"max_length": 200} | options)

    def read(self, typed: str) -> str:
        """The address in small letters."""
        email = read_by(readers.EMAIL, typed.replace(" ", ""))
        if email is None:
            raise ValidationError(
                _("« %(typed)s » n'est pas une adresse électronique, comme nom@exemple.ma."),
                params={"typed": typed},
            )
        return str(email)


class CommuneField(TypedField):
    """A commune by its name in either script; when several may be meant, they are offered."""

    def __init__(self, *, attrs: dict[str, Any] | None = None, **options: Any) -> None:
        attrs = {"dir": "auto"} | (attrs or {})
        super().__init__(attrs=attrs, **{"max_length": LONGEST_NAME, "empty_value": None} | options)

    def read(self, typed: str) -> Commune:
        """The commune that is meant without doubt."""
        meaning = commune_meant(typed)
        if meaning.commune:
            return meaning.commune
        if not meaning.perhaps:
            raise ValidationError(
                _("Aucune commune ne s'appelle « %(typed)s ». Écrivez-la en entier."),
                params={"typed": typed},
            )
        offered = [(one.pk, f"{one} ({one.province})") for one in meaning.perhaps]
        self.widget = forms.Select(choices=[(typed, typed), *offered])
        raise ValidationError(_("Plusieurs communes ont ce nom : choisissez la bonne."))


class LatinNameField(TypedField):
    """A name in Latin letters, by the rule of the lists."""

    def __init__(self, *, attrs: dict[str, Any] | None = None, **options: Any) -> None:
        super().__init__(attrs={"lang": "fr"} | (attrs or {}), **{"max_length": 60} | options)

    def read(self, typed: str) -> str:
        """The name with plain apostrophes and dashes."""
        name = read_by(readers.NAME, clean_one(typed))
        if name is None:
            raise ValidationError(_("Écrivez ce nom en lettres latines."))
        return str(name)


class ArabicNameField(TypedField):
    """A name in Arabic letters, by the rule of the lists."""

    def __init__(self, *, attrs: dict[str, Any] | None = None, **options: Any) -> None:
        attrs = {"lang": "ar", "dir": "rtl"} | (attrs or {})
        super().__init__(attrs=attrs, **{"max_length": 60} | options)

    def read(self, typed: str) -> str:
        """The name with plain apostrophes and dashes."""
        name = read_by(readers.NAME_AR, clean_one(typed))
        if name is None:
            raise ValidationError(_("Écrivez ce nom en lettres arabes."))
        return str(name)


class BirthField(TypedField):
    """A birth date as far as it is known: a day, a month, or a year; months may be words."""

    def __init__(self, *, attrs: dict[str, Any] | None = None, **options: Any) -> None:
        attrs = {"dir": "auto"} | (attrs or {})
        super().__init__(attrs=attrs, **{"empty_value": None} | options)

    def read(self, typed: str) -> Birth:
        """The birth that a person may have today."""
        text = _BETWEEN_DIGITS.sub("-", months_in_digits(clean_one(typed) or ""))
        if _MONTH_AND_YEAR.fullmatch(text):
            text = f"00-{text}"
        day = read_by(readers.birth(timezone.localdate(), OLDEST_AGE), text)
        if day is None:
            raise ValidationError(
                _("Ce n'est pas une date de naissance possible : 12/03/1950, 03/1950 ou 1950.")
            )
        return Birth(day, one(readers.birth_precision, text))


class IdentityFields(PlainForm):
    """Who somebody is, to be corrected: what is left as it was stands."""

    last_name = LatinNameField(label=gettext_lazy("Nom"), required=False)
    first_name = LatinNameField(label=gettext_lazy("Prénom"), required=False)
    last_name_ar = ArabicNameField(label=gettext_lazy("Nom en arabe"), required=False)
    first_name_ar = ArabicNameField(label=gettext_lazy("Prénom en arabe"), required=False)
    birth = BirthField(label=gettext_lazy("Date de naissance"), required=False)
    birth_place = Words(
        label=gettext_lazy("Lieu de naissance"),
        required=False,
        max_length=80,
        widget=forms.TextInput(attrs={"dir": "auto", "autocomplete": "off"}),
    )
    sex = forms.ChoiceField(
        label=gettext_lazy("Sexe"),
        choices=[("", gettext_lazy("non connu")), *Sex.choices],
        required=False,
    )

    def hold_identity(self, person: Person) -> None:
        """Show what the register says of a person."""
        for name in (*NAMES, *NAMES_AR):
            self.fields[name].hold(getattr(person, name), getattr(person, name))
        self.fields["birth"].hold(str(person.born), person.born)
        for name in ("birth_place", "sex"):
            self.fields[name].initial = getattr(person, name)

    def clean(self) -> dict[str, Any]:
        """Both Arabic names or none."""
        said: dict[str, Any] = super().clean()
        given = [bool(said.get(name)) for name in NAMES_AR]
        if any(given) and not all(given) and not self.errors.keys() & set(NAMES_AR):
            told = _("Donnez le nom et le prénom en arabe, ou aucun des deux.")
            self.add_error(NAMES_AR[given.index(False)], told)
        return said
