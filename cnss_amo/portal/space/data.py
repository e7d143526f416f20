"""What the CNSS holds about a person, as she sees it: masked where it opens other doors."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from cnss_amo.kernel import identifiers
from cnss_amo.portal.insured import came_by_code, insured_required
from cnss_amo.portal.space.forms import PresentPasswordForm
from cnss_amo.portal.space.words import CORRECTIONS, data_in_words
from registration.enums import DocumentKind
from registration.models import Correction
from registration.queries import PersonFile, latest_corrections, person_file
from registration.services.account import WrongSignIn, confirm_password
from registration.services.completion import latest_completion


@insured_required
@require_safe
def data(request: HttpRequest) -> HttpResponse:
    """Who she is and how to reach her, by what the register says, and what was asked of it."""
    file = person_file(request.insured.pk)
    return render(request, "portal/space_data.html", _shown(request, file, in_clear=False))


@insured_required
@require_http_methods(["GET", "HEAD", "POST"])
@sensitive_post_parameters()
def in_clear(request: HttpRequest) -> HttpResponse:
    """Show what is masked, once, to whoever says the password again or came by a code."""
    form = PresentPasswordForm(request.POST if request.method == "POST" else None)
    if came_by_code(request):
        del form.fields["present"]
    if form.is_valid() and _is_she(request, form):
        file = person_file(request.insured.pk)
        return render(request, "portal/space_data.html", _shown(request, file, in_clear=True))
    return render(request, "portal/space_in_clear.html", {"form": form})


def _is_she(request: HttpRequest, form: PresentPasswordForm) -> bool:
    if "present" not in form.fields:
        return True
    try:
        confirm_password(
            account=request.insured, password=form.cleaned_data["present"], at=timezone.now()
        )
    except WrongSignIn:
        form.add_error("present", _("Ce n'est pas votre mot de passe. Essayez encore."))
        return False
    return True


def _shown(request: HttpRequest, file: PersonFile, *, in_clear: bool) -> dict[str, object]:
    person = file.person
    files = [person.pk, *person.absorbed_ids]
    return {
        "person": person,
        "account": request.insured,
        "in_clear": in_clear,
        "documents": [(DocumentKind(kind).label, paper) for kind, paper in _papers(file, in_clear)],
        "phone": _phone(file.phone, in_clear),
        "email": _email(file.email, in_clear),
        "address": file.address,
        "completion": latest_completion(person),
        "corrections": [Asked(one) for one in latest_corrections(files)],
    }


def _papers(file: PersonFile, in_clear: bool) -> list[tuple[str, str]]:
    return [
        (kind, paper if in_clear else identifiers.mask_cin(paper))
        for kind, paper in file.documents
        if paper
    ]


def _phone(phone: str | None, in_clear: bool) -> str:
    if not phone:
        return ""
    return phone.replace("+212", "0", 1) if in_clear else identifiers.mask_phone(phone)


def _email(email: str | None, in_clear: bool) -> str:
    if not email:
        return ""
    return email if in_clear else identifiers.mask_email(email)


class Asked:
    """A correction that was asked, said to the person: of what, when, and what came of it."""

    def __init__(self, correction: Correction) -> None:
        self.asked_at = correction.proposed_at
        self.answered_at = correction.decided_at
        self.data = data_in_words(correction.seen)
        self.answer = CORRECTIONS[correction.state]
        self.is_refused = correction.state == "REFUSED"
        self.reason = correction.decision_reason if self.is_refused else ""
