"""Where allauth asks us: who signs in, what it says, how secrets are kept."""

import base64
import time
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.flows.login import get_authentication_records
from allauth.core import context
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from cnss_amo.accounts.lockout import is_sprayed
from cnss_amo.accounts.models import User
from cnss_amo.kernel.db import keyring

TOO_MANY = _("Trop d'essais. Attendez quelques minutes, puis recommencez.")
WRONG_CODE = _("Ce code n'est pas le bon. Tapez celui que l'application montre maintenant.")
SEALED_AS = "second_factor"
WAYS = {
    "reauthenticate": _("Taper mon mot de passe"),
    "mfa_reauthenticate": _("Taper le code de mon application"),
    "mfa_reauthenticate:webauthn": _("Utiliser ma clé ou mon empreinte"),
}


class StaffAccounts(DefaultAccountAdapter):
    """Accounts are made by an administrator; nobody signs up, no system actor signs in."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "too_many_login_attempts": TOO_MANY,
        "rate_limited": TOO_MANY,
        "incorrect_password": _("Ce n'est pas votre mot de passe."),
        "enter_current_password": _("Ce n'est pas votre mot de passe actuel."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Nobody opens an account alone."""
        return False

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Hold strangers back while passwords are tried everywhere, then count this try."""
        if is_sprayed(request):
            raise self.validation_error("too_many_login_attempts")
        super().pre_authenticate(request, **credentials)

    def get_reauthentication_methods(self, user: User) -> list[dict[str, Any]]:
        """The ways to confirm who is there, in our words."""
        ways = super().get_reauthentication_methods(user)
        return [way | {"description": WAYS[way["id"]]} for way in ways]

    def is_reauthentication_required(self, *, app: str, **_kwargs: Any) -> bool:
        """Whoever signed in, or confirmed it, a moment ago is not asked again."""
        request = context.request
        records = get_authentication_records(request, request.user)
        fresh = settings.ACCOUNT_REAUTHENTICATION_TIMEOUT
        return not records or time.time() - records[-1]["at"] > fresh


class SecondFactors(DefaultMFAAdapter):
    """Secrets of the second factor are sealed in the database; messages are ours."""

    error_messages = DefaultMFAAdapter.error_messages | {
        "incorrect_code": WRONG_CODE,
        "cannot_generate_recovery_codes": _("Enregistrez d'abord une application ou une clé."),
    }

    def encrypt(self, text: str) -> str:
        """Seal a secret under the key of this installation."""
        return base64.b64encode(keyring().seal(text, SEALED_AS)).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """Open a sealed secret."""
        return keyring().unseal(base64.b64decode(encrypted_text), SEALED_AS).decode()

    def get_totp_label(self, user: AbstractBaseUser) -> str:
        """Name the account by its matricule."""
        return user.get_username()

    def generate_authenticator_name(self, user: AbstractBaseUser, type: Authenticator.Type) -> str:
        """Name a key when nobody did."""
        held = Authenticator.objects.filter(user_id=user.pk, type=type).count()
        return str(_("Clé %(n)s")) % {"n": held + 1}
