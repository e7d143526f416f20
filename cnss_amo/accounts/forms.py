from typing import Any

from allauth.account.forms import ChangePasswordForm, LoginForm, ReauthenticateForm
from django.core.exceptions import ValidationError
from django.forms import Form
from django.utils.translation import gettext_lazy as _

from cnss_amo.accounts.adapter import TOO_MANY

MISMATCH = _("Le matricule ou le mot de passe est incorrect. Vérifiez-les, puis recommencez.")


class SignInForm(LoginForm):
    """Matricule and password; every refusal says the same, whether the matricule exists or not."""

    use_required_attribute = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _label(self, login=_("Matricule"), password=_("Mot de passe"))
        self.fields["login"].widget.attrs |= {
            "dir": "ltr",
            "spellcheck": "false",
            "autofocus": not self.is_bound,  # after an error, its summary has the focus
        }

    def clean(self) -> dict[str, Any]:
        """Refuse as one what does not match and what is not a person."""
        try:
            cleaned = super().clean()
        except ValidationError as refusal:
            locked_out = getattr(self.request, "axes_locked_out", False)
            too_many = locked_out or refusal.code == "too_many_login_attempts"
            raise ValidationError(TOO_MANY if too_many else MISMATCH) from refusal
        if self.user and self.user.is_system:
            raise ValidationError(MISMATCH)
        return cleaned


class NewPasswordForm(ChangePasswordForm):
    """The present password, then the new one, twice."""

    use_required_attribute = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _label(
            self,
            oldpassword=_("Mot de passe actuel"),
            password1=_("Nouveau mot de passe"),
            password2=_("Nouveau mot de passe, une seconde fois"),
        )

    def clean_password1(self) -> str:
        """Refuse the present one: a first password would stay what an administrator read."""
        password: str = self.cleaned_data["password1"]
        if self.user.check_password(password):
            raise ValidationError(_("C'est le mot de passe actuel. Choisissez-en un autre."))
        return password


class ConfirmPasswordForm(ReauthenticateForm):
    """The password once more, before a sensitive act."""

    use_required_attribute = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _label(self, password=_("Mot de passe"))


def _label(form: Form, **labels: Any) -> None:
    """Name the fields; a placeholder would repeat the label and vanish."""
    for name, label in labels.items():
        form.fields[name].label = label
        form.fields[name].widget.attrs.pop("placeholder", None)
