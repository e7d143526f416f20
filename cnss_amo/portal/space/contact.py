"""Change how to be reached, as far as a person may alone."""

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from cnss_amo.kernel.identifiers import mask_phone
from cnss_amo.portal.insured import insured_required
from cnss_amo.portal.space.forms import ContactForm
from registration.enums import Channel
from registration.queries import person_file
from registration.services.contact import AlreadySo, say_contact, version_of
from registration.services.proposals import ChangedMeanwhile


@insured_required
@require_http_methods(["GET", "HEAD", "POST"])
@sensitive_post_parameters("email", "address")
def contact(request: HttpRequest) -> HttpResponse:
    """Write her address, her commune, her e-mail; a phone is changed at a counter."""
    file = person_file(request.insured.pk)
    form = ContactForm(request.POST if request.method == "POST" else None, file=file)
    if form.is_valid():
        try:
            _say(request, form)
        except ChangedMeanwhile as quicker:
            form.add_error(None, str(quicker))
        except AlreadySo as fact:
            messages.info(request, str(fact))
            return redirect("portal:data")
        else:
            messages.success(request, _("Vos nouvelles coordonnées sont enregistrées."))
            return redirect("portal:data")
    context = {
        "form": form,
        "phone": mask_phone(file.phone) if file.phone else "",
        "seen": version_of(file.person),
    }
    return render(request, "portal/space_contact.html", context)


def _say(request: HttpRequest, form: ContactForm) -> None:
    with transaction.atomic():
        say_contact(
            person_id=request.insured.pk,
            contact=form.contact(),
            channel=Channel.PORTAL,
            seen=request.POST.get("seen", ""),
            at=timezone.now(),
        )
