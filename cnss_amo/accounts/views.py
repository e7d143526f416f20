"""Sign in, sign out, change one's password: allauth's views, with our words."""

from allauth.account import views as allauth
from django.urls import reverse_lazy

from cnss_amo.accounts.forms import ConfirmPasswordForm, NewPasswordForm, SignInForm


class SignIn(allauth.LoginView):
    form_class = SignInForm


class ChangePassword(allauth.PasswordChangeView):
    form_class = NewPasswordForm
    success_url = reverse_lazy("backoffice:home")


class ConfirmPassword(allauth.ReauthenticateView):
    form_class = ConfirmPasswordForm
