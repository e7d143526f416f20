from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from cnss_amo.portal.insured import insured_required
from cnss_amo.portal.space.forms import LanguageForm
from registration.services.account import choose_language


@insured_required
@require_http_methods(["GET", "HEAD", "POST"])
def language(request: HttpRequest) -> HttpResponse:
    """Choose the language of her messages; that of the pages is chosen at the top of each."""
    account = request.insured
    asked = request.POST if request.method == "POST" else None
    form = LanguageForm(asked, initial={"language": account.language})
    if form.is_valid():
        choose_language(account=account, language=form.cleaned_data["language"])
        messages.success(request, _("C'est noté : vos messages seront dans cette langue."))
        return redirect("portal:space")
    return render(request, "portal/space_language.html", {"form": form})
