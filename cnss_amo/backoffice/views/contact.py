"""A change of contact at the counter, and its undoing."""

from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from cnss_amo.accounts.enums import LookKind
from cnss_amo.backoffice.forms import ContactForm
from cnss_amo.backoffice.queries import PersonPage
from cnss_amo.backoffice.views import doors
from registration.services import contact as acts
from registration.services.proposals import ChangedMeanwhile, FileAbsorbed

TOLD = (ChangedMeanwhile, FileAbsorbed)  # somebody was quicker: the message says it


@doors.desk
@doors.get_or_post
@sensitive_post_parameters("phone", "email", "address")
def contact(request: HttpRequest, person_id: int) -> HttpResponse:
    """Write what a person says of how to reach her, once she has shown a paper."""
    page = doors.page_of(request, person_id)
    form = ContactForm(doors.posted(request), held=page.contact)
    if form.is_valid():
        try:
            _change(request, person_id, form)
        except TOLD as quicker:
            page = doors.page_of(request, person_id)
            form = ContactForm(request.POST, held=page.contact)
            form.add_error(None, str(quicker))
        except acts.AlreadySo as fact:
            messages.info(request, str(fact))
            return redirect("backoffice:person", person_id)
        else:
            messages.success(request, _("Les nouvelles coordonnées sont au registre."))
            return redirect("backoffice:person", person_id)
    return _page(request, page, form=form)


@doors.desk
@require_POST
def undo_contact(request: HttpRequest, person_id: int) -> HttpResponse:
    """Put back what one's own change replaced minutes ago."""
    change = request.POST.get("change", "")
    try:
        with transaction.atomic():
            acts.undo_contact(
                person_id=doors.page_of(request, person_id).person.pk,
                change_id=int(change) if change.isdecimal() and len(change) < 19 else 0,
                by=request.user,
                at=timezone.now(),
            )
    except (acts.NotUndoable, *TOLD) as fact:
        messages.warning(request, str(fact))
    else:
        messages.success(request, _("Le changement est annulé : les coordonnées d'avant sont là."))
    return redirect("backoffice:person", person_id)


def _change(request: HttpRequest, person_id: int, form: ContactForm) -> None:
    with transaction.atomic():
        acts.change_contact(
            person_id=person_id,
            contact=form.contact(),
            paper=form.paper_seen(),
            seen=request.POST.get("seen", ""),
            by=request.user,
            at=timezone.now(),
        )


def _page(request: HttpRequest, page: PersonPage, **context: Any) -> HttpResponse:
    doors.record(request, LookKind.ACT, [page.person.pk])
    context |= {"page": page, "seen": acts.version_of(page.person)}
    return render(request, "backoffice/person/contact.html", context)
