"""Come back to one's space: sign in, choose another password, sign out."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from cnss_amo.accounts.lockout import address_of
from cnss_amo.portal.insured import (
    came_by_code,
    enter_space,
    insured_required,
    leave_space,
    session_of,
)
from cnss_amo.portal.way.forms import ChangePasswordForm, SignInForm
from cnss_amo.portal.way.identify import GET_OR_POST, NEW_PASSWORD, for_anybody
from registration.services import account as accounts


@for_anybody
@require_http_methods(GET_OR_POST)
@sensitive_post_parameters()
def sign_in(request: HttpRequest) -> HttpResponse:
    """Open a space by number and password; whatever is wrong is said in the same words."""
    if request.insured and request.method != "POST":
        return redirect("portal:space")
    form = SignInForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            key = accounts.sign_in(
                **form.cleaned_data,
                ip=address_of(request) or "",
                device=request.headers.get("User-Agent", ""),
                at=timezone.now(),
            )
        except accounts.WrongSignIn as fact:
            form.add_error(None, str(fact))
        else:
            enter_space(request, key)
            return redirect(_wanted(request))
    forgotten = f"{reverse('portal:identify')}?pour={NEW_PASSWORD}"
    return render(request, "portal/way_sign_in.html", {"form": form, "forgotten": forgotten})


@insured_required
@require_http_methods(GET_OR_POST)
@sensitive_post_parameters()
def password(request: HttpRequest) -> HttpResponse:
    """Choose a password: the first one is changed here, a forgotten one replaced after a code."""
    account = request.insured
    form = ChangePasswordForm(
        request.POST if request.method == "POST" else None,
        account=account,
        asks_present=not (account.must_change or came_by_code(request)),
    )
    if form.is_valid() and _present_is_right(form):
        accounts.change_password(
            account=account,
            password=form.cleaned_data["password"],
            keep=session_of(request),
            at=timezone.now(),
        )
        messages.success(request, _("Votre nouveau mot de passe est enregistré."))
        return redirect("portal:space")
    context = {"form": form, "is_first": account.must_change, "by_code": came_by_code(request)}
    return render(request, "portal/way_password.html", context)


@for_anybody
@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """Leave one's space, or the way to it; the browser keeps nothing."""
    leave_space(request)
    messages.success(request, _("Vous êtes sorti. Rien de vous ne reste sur cet appareil."))
    return redirect("portal:sign_in")


def _present_is_right(form: ChangePasswordForm) -> bool:
    """Whether the present password was typed, where it is asked; a few tries, as at the door."""
    if "present" not in form.fields:
        return True
    try:
        accounts.confirm_password(
            account=form.account, password=form.cleaned_data["present"], at=timezone.now()
        )
    except accounts.WrongSignIn:
        told = _("Ce n'est pas votre mot de passe. Oublié ? Sortez, puis demandez un code.")
        form.add_error("present", told)
        return False
    return True


def _wanted(request: HttpRequest) -> str:
    """Where she was going, when that is one of our pages."""
    wanted = request.GET.get("next", "")
    hosts = {request.get_host()}
    is_ours = url_has_allowed_host_and_scheme(wanted, hosts, require_https=request.is_secure())
    return wanted if is_ours else reverse("portal:space")
