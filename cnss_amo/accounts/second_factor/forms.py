"""The forms of the second factor: allauth's, with our words, tolerant of how a code is typed."""

from typing import Any

from allauth.core import context
from allauth.mfa.base.forms import AuthenticateForm, ReauthenticateForm
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.totp.internal.auth import SECRET_SESSION_KEY
from allauth.mfa.webauthn.forms import AddWebAuthnForm
from django import forms
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from cnss_amo.accounts.adapter import WRONG_CODE
from cnss_amo.kernel.text import clean_one

TYPED_AS_CODE = {"autocomplete": "one-time-code", "dir": "ltr", "spellcheck": "false"}
CODE_LIVES = 120  # seconds: longer than a code is accepted, so that none is accepted twice


class CodeField(forms.CharField):
    """Six digits, or a recovery code; spaces, dashes and Eastern digits are welcome."""

    def __init__(self, label: Any, **attributes: str) -> None:
        widget = forms.TextInput(attrs=TYPED_AS_CODE | attributes)
        super().__init__(label=label, widget=widget, max_length=40)

    def to_python(self, value: Any) -> str:
        """Keep the digits, as 0-9."""
        return "".join(filter(str.isalnum, clean_one(super().to_python(value)) or ""))


class SignInCodeForm(AuthenticateForm):
    """The second step of signing in."""

    use_required_attribute = False
    code = CodeField(_("Code"), autofocus="autofocus")

    def clean_code(self) -> str:
        """Accept a code once, even while the clock still allows it."""
        return _used_once(self, super().clean_code())


class ConfirmCodeForm(ReauthenticateForm):
    """The second factor once more, before a dangerous act."""

    use_required_attribute = False
    code = CodeField(_("Code"), autofocus="autofocus")

    def clean_code(self) -> str:
        """Accept a code once, even while the clock still allows it."""
        return _used_once(self, super().clean_code())


class EnrolApplicationForm(ActivateTOTPForm):
    """The first code proves that the application was set up."""

    use_required_attribute = False
    code = CodeField(_("Code à six chiffres que montre l'application"), inputmode="numeric")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Keep the secret already shown: a page loaded again leaves the application set up."""
        shown = context.request.session.get(SECRET_SESSION_KEY)
        super().__init__(*args, **kwargs)
        if shown:
            self.secret = context.request.session[SECRET_SESSION_KEY] = shown


class EnrolKeyForm(AddWebAuthnForm):
    """A key, named so that its owner knows it again."""

    use_required_attribute = False
    name = forms.CharField(
        label=_("Nom de la clé"),
        required=False,
        max_length=40,
        help_text=_("Par exemple : clé du bureau, empreinte de mon téléphone."),
    )
    credential = forms.JSONField(
        label=_("Clé"),
        widget=forms.HiddenInput,
        error_messages={
            "required": _("La clé n'a pas répondu. Recommencez."),
            "invalid": _("La clé n'a pas répondu. Recommencez."),
        },
    )


def _used_once(form: AuthenticateForm, code: str) -> str:
    """Refuse a code of the application that was already accepted."""
    if form.authenticator.type == Authenticator.Type.TOTP:
        key = f"second-factor-used:{form.user.pk}:{code}"
        if not cache.add(key, True, timeout=CODE_LIVES):
            raise ValidationError(WRONG_CODE, code="incorrect_code")
    return code
