"""What a person types to say who she is, to enter a code, to sign in, to choose a password."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from liaison.forms import PlainForm
from liaison.person_fields import BirthField, TypedField
from registration.enums import DocumentKind
from registration.models import Account
from registration.services.account import check_new_password, password_is_right
from registration.services.identify import document_value

LONGEST_PASSWORD = 200  # read; the rule on passwords says how long one may be
NOT_SUCH_A_DOCUMENT = {
    DocumentKind.CIN: gettext_lazy(
        "Ce numéro n'est pas celui d'une CIN : une ou deux lettres, puis des chiffres."
    ),
    DocumentKind.PASSPORT: gettext_lazy(
        "Ce numéro n'est pas celui d'un passeport : de 6 à 12 lettres et chiffres."
    ),
    DocumentKind.RESIDENCE_CARD: gettext_lazy(
        "Ce numéro n'est pas celui d'une carte de séjour : de 6 à 12 lettres et chiffres."
    ),
}


class PasswordField(forms.CharField):
    """A password, as it is typed, shown to nobody."""

    def __init__(self, *, autocomplete: str, **options: Any) -> None:
        widget = forms.PasswordInput(attrs={"dir": "ltr", "autocomplete": autocomplete})
        super().__init__(strip=False, max_length=LONGEST_PASSWORD, widget=widget, **options)


class NewPasswordField(PasswordField):
    """A password that a person chooses."""

    def __init__(self, **options: Any) -> None:
        hint = gettext_lazy("8 caractères au moins. Une phrase de plusieurs mots convient bien.")
        super().__init__(autocomplete="new-password", **{"help_text": hint} | options)

    def clean(self, value: Any) -> str:
        """Refuse what everybody would try."""
        password: str = super().clean(value)
        if password:
            check_new_password(password)
        return password


class IdentifyForm(PlainForm):
    """Who somebody says she is."""

    document_kind = forms.ChoiceField(
        label=gettext_lazy("Votre pièce d'identité"),
        choices=[(one.value, capfirst(one.label)) for one in DocumentKind],
        initial=DocumentKind.CIN,
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choisissez votre pièce d'identité.")},
    )
    document = TypedField(
        label=gettext_lazy("Son numéro"),
        help_text=gettext_lazy("Comme sur la pièce. Exemple : AB123456"),
        error_messages={"required": gettext_lazy("Écrivez le numéro de votre pièce d'identité.")},
    )
    birth = BirthField(
        label=gettext_lazy("Votre date de naissance"),
        help_text=gettext_lazy("Exemple : 12/03/1980. Seulement l'année si le jour est inconnu."),
        error_messages={"required": gettext_lazy("Écrivez votre date de naissance.")},
        attrs={"autocomplete": "bday"},
    )

    def clean(self) -> dict[str, Any]:
        """A document as its kind is written."""
        said = super().clean()
        kind, typed = said.get("document_kind"), said.get("document")
        if kind and typed and document_value(kind, typed) is None:
            self.add_error("document", NOT_SUCH_A_DOCUMENT[DocumentKind(kind)])
        return said


class CodeForm(PlainForm):
    """The code received by SMS or on paper."""

    code = TypedField(
        label=gettext_lazy("Votre code"),
        help_text=gettext_lazy("6 chiffres reçus par SMS, ou 10 caractères sur votre papier."),
        error_messages={"required": gettext_lazy("Tapez le code que vous avez reçu.")},
        attrs={"autocomplete": "one-time-code", "size": 14},
    )


class SignInForm(PlainForm):
    """A number and a password; whatever is wrong is said in the same words."""

    number = TypedField(
        label=gettext_lazy("Votre numéro d'immatriculation"),
        help_text=gettext_lazy("9 chiffres, reçus par SMS ou en agence."),
        error_messages={"required": gettext_lazy("Écrivez votre numéro d'immatriculation.")},
        attrs={"autocomplete": "username", "inputmode": "numeric", "size": 14},
    )
    password = PasswordField(
        label=gettext_lazy("Votre mot de passe"),
        autocomplete="current-password",
        error_messages={"required": gettext_lazy("Écrivez votre mot de passe.")},
    )


class FinishForm(PlainForm):
    """The password that a person chooses as she finishes; without one, she is given a first one."""

    password = NewPasswordField(label=gettext_lazy("Choisissez un mot de passe"), required=False)


class ReopenForm(PlainForm):
    """The password of a space that opens again."""

    password = NewPasswordField(
        label=gettext_lazy("Choisissez un mot de passe"),
        error_messages={"required": gettext_lazy("Choisissez un mot de passe.")},
    )


class ChangePasswordForm(PlainForm):
    """The present password, unless a code or a first password just proved who she is; a new one."""

    present = PasswordField(
        label=gettext_lazy("Mot de passe actuel"),
        autocomplete="current-password",
        error_messages={"required": gettext_lazy("Écrivez votre mot de passe actuel.")},
    )
    password = NewPasswordField(
        label=gettext_lazy("Nouveau mot de passe"),
        error_messages={"required": gettext_lazy("Choisissez un mot de passe.")},
    )

    def __init__(self, *args: Any, account: Account, asks_present: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.account = account
        if not asks_present:
            del self.fields["present"]

    def clean_password(self) -> str:
        """Another one: a first password would stay what somebody else read."""
        password: str = self.cleaned_data["password"]
        if password_is_right(account=self.account, password=password):
            raise ValidationError(_("C'est le mot de passe actuel. Choisissez-en un autre."))
        return password
