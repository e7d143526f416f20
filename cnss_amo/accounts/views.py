"""Sign in, sign out, change one's password, see one's sessions: allauth's views, with our words."""

from datetime import timedelta
from typing import Any

from allauth.account import views as allauth
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib import messages
from django.contrib.sessions.models import Session
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse_lazy
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from cnss_amo.accounts.forms import ConfirmPasswordForm, NewPasswordForm, SignInForm
from cnss_amo.accounts.second_factor.services import end_other_sessions, end_sessions

LONGEST_NUMBER = 19


class SignIn(allauth.LoginView):
    form_class = SignInForm


class SignOut(allauth.LogoutView):
    """Close the session, and leave nothing of it in the browser."""

    def post(self, *args: Any, **kwargs: Any) -> HttpResponse:
        """Ask the browser to forget the pages it kept."""
        response = super().post(*args, **kwargs)
        response.headers["Clear-Site-Data"] = '"cache", "storage"'
        return response


class ChangePassword(allauth.PasswordChangeView):
    form_class = NewPasswordForm
    success_url = reverse_lazy("backoffice:home")

    def form_valid(self, form: Form) -> HttpResponse:
        """Change it; sessions opened with the former one close."""
        user = self.request.user
        if user.must_change_password:
            user.must_change_password = False
            user.save(update_fields=["must_change_password"])
        response = super().form_valid(form)
        end_other_sessions(self.request)
        return response


class ConfirmPassword(allauth.ReauthenticateView):
    form_class = ConfirmPasswordForm


@require_http_methods(["GET", "HEAD", "POST"])
def sessions(request: HttpRequest) -> HttpResponse:
    """Where one is signed in; close one of them, or all the others."""
    mine = _mine(request)
    if request.method == "POST":
        if chosen := request.POST.get("session", ""):
            end_sessions([get_object_or_404(mine, pk=_number(chosen))])
        else:
            end_other_sessions(request)
        messages.success(request, _("C'est fermé."))
        return redirect("usersessions_list")
    return render(request, "account/sessions.html", {"sessions": _open_sessions(request)})


def _number(text: str) -> int:
    return int(text) if text.isdecimal() and len(text) < LONGEST_NUMBER else 0


def _mine(request: HttpRequest) -> Any:
    return UserSession.objects.filter(user=request.user)


def _open_sessions(request: HttpRequest) -> list[UserSession]:
    """One's sessions that still live, the latest first, each with when it was last used."""
    idle = timedelta(seconds=settings.SESSION_COOKIE_AGE)
    known = {session.session_key: session for session in _mine(request)}
    alive = Session.objects.filter(session_key__in=known, expire_date__gt=timezone.now())
    shown = []
    for session in alive.order_by("-expire_date"):
        known[session.session_key].used_at = session.expire_date - idle
        shown.append(known[session.session_key])
    return shown
