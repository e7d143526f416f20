"""The pages of the second factor: allauth's views, with our words and our ways back."""

from typing import Any

from allauth.mfa.base import views as base
from allauth.mfa.recovery_codes import views as codes
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as webauthn
from django.forms import Form
from django.http import HttpResponse
from django.urls import reverse_lazy

from cnss_amo.accounts.second_factor.forms import (
    ConfirmCodeForm,
    EnrolApplicationForm,
    EnrolKeyForm,
    SignInCodeForm,
)
from cnss_amo.accounts.second_factor.services import end_other_sessions

GROUP = 4


class Code(base.AuthenticateView):
    """The second step of signing in."""

    form_class = SignInCodeForm
    template_name = "mfa/authenticate.html"


class ConfirmByCode(base.ReauthenticateView):
    """The second factor once more."""

    form_class = ConfirmCodeForm
    template_name = "mfa/reauthenticate.html"


class MyAccount(base.IndexView):
    """What one signs in with."""

    template_name = "mfa/index.html"


class EnrolApplication(totp.ActivateTOTPView):
    """The QR code, the same in letters, and the first code."""

    form_class = EnrolApplicationForm
    template_name = "mfa/totp/activate_form.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the secret in groups of four, for whoever types it."""
        context = super().get_context_data(**kwargs)
        secret = context["form"].secret
        groups = [secret[start : start + GROUP] for start in range(0, len(secret), GROUP)]
        return context | {"secret": " ".join(groups)}

    def form_valid(self, form: Form) -> HttpResponse:
        """Enrol; the sessions opened without this factor close."""
        response = super().form_valid(form)
        end_other_sessions(self.request)
        return response


class ForgetApplication(totp.DeactivateTOTPView):
    """Change phone: forget the application, enrol the next."""

    template_name = "mfa/totp/deactivate_form.html"


class RecoveryCodes(codes.ViewRecoveryCodesView):
    """The codes, shown once, to print."""

    template_name = "mfa/recovery_codes/index.html"


class NewRecoveryCodes(codes.GenerateRecoveryCodesView):
    """Draw new codes; the former ones die."""

    template_name = "mfa/recovery_codes/generate.html"


class EnrolKey(webauthn.AddWebAuthnView):
    """A key or a fingerprint, held by the browser."""

    form_class = EnrolKeyForm
    template_name = "mfa/webauthn/add_form.html"

    def form_valid(self, form: Form) -> HttpResponse:
        """Enrol; the sessions opened without this factor close."""
        response = super().form_valid(form)
        end_other_sessions(self.request)
        return response


class ForgetKey(webauthn.RemoveWebAuthnView):
    """Forget a key."""

    template_name = "mfa/webauthn/authenticator_confirm_delete.html"
    success_url = reverse_lazy("mfa_index")


class ConfirmByKey(webauthn.ReauthenticateWebAuthnView):
    """The key once more."""

    template_name = "mfa/webauthn/reauthenticate.html"
