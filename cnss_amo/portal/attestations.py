"""Anybody may ask whether an attestation stands: by its code, or by its reference typed."""

from django import forms
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from cnss_amo.accounts.lockout import address_of
from registration.attestation import allowance, references, services

LONGEST = 200


class ReferenceForm(forms.Form):
    """The reference that an attestation bears, typed from the paper or pasted."""

    use_required_attribute = False
    reference = forms.CharField(
        label=_("Référence de l'attestation"),
        help_text=_("16 lettres et chiffres, en quatre groupes, sous le code de l'attestation."),
        max_length=LONGEST,
        widget=forms.TextInput(
            attrs={"dir": "ltr", "spellcheck": "false", "autocomplete": "off", "size": 24}
        ),
        error_messages={"required": _("Écrivez la référence qui figure sur l'attestation.")},
    )

    def path_part(self) -> str:
        """What was typed as its address writes it, even when it can be no reference."""
        said = self.cleaned_data["reference"]
        reference = references.typed(said)
        if reference:
            return references.written(reference)
        return "".join(one for one in said if one.isalnum())[: references.LENGTH] or "-"


@login_not_required
@require_safe
@never_cache
def check(request: HttpRequest, reference: str = "") -> HttpResponse:
    """Say what an attestation is worth, with a date; show no more than tells it from another."""
    if reference:
        return _answer(request, reference)
    form = ReferenceForm(request.GET if "reference" in request.GET else None)
    if form.is_valid():
        return redirect("portal:check", form.path_part())
    return _page(request, form=form)


def _answer(request: HttpRequest, reference: str) -> HttpResponse:
    now = timezone.now()
    if not allowance.spend(address_of(request) or "", at=now):
        response = _page(request, status=429, form=ReferenceForm(), is_too_often=True)
        response.headers["Retry-After"] = "60"
        return response
    standing = services.check(reference, at=now)
    form = ReferenceForm()
    return _page(request, form=form, standing=standing, checked_at=now)


def _page(request: HttpRequest, *, status: int = 200, **context: object) -> HttpResponse:
    response = render(request, "portal/check.html", context, status=status)
    response.headers["X-Robots-Tag"] = "noindex"
    return response
