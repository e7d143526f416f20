"""Send a list, and know how: the form, the formats, the templates."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from cnss_amo.accounts.enums import Door
from liaison import queries, template_file
from liaison.forms import SendForm
from liaison.services.receive import UnableToReceive, receive
from liaison.tasks import look_now
from liaison.views.doors import officers, readers

CONTENT_TYPES = {
    "csv": "text/csv",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


@officers
@require_http_methods(["GET", "HEAD", "POST"])
def send(request: HttpRequest) -> HttpResponse:
    """Take in the file of a list and give its receipt."""
    bodies = queries.bodies_sent_for(request.user)
    form = SendForm(
        request.POST if request.method == "POST" else None,
        request.FILES if request.method == "POST" else None,
        bodies=bodies,
        today=timezone.localdate(),
        no_room=getattr(request, "no_room", False),
    )
    if request.method == "POST" and form.is_valid():
        try:
            reception = receive(
                sending=form.sending(),
                file=form.cleaned_data["file"],
                door=Door.PAGE,
                by=request.user,
                at=timezone.now(),
            )
        except UnableToReceive as refusal:
            form.add_error(None, str(refusal))
        else:
            if reception.already_received:
                messages.warning(request, _already(reception.received_list.reference))
            else:
                look_now(reception.received_list.pk)
            return redirect("liaison:receipt", reception.received_list.pk)
    return render(request, "liaison/send.html", {"form": form, "bodies": bodies})


def _already(reference: str) -> str:
    return _(
        "Ce fichier était déjà arrivé : c'est la liste %(reference)s. Un reçu de plus est donné,"
        " rien d'autre n'est fait."
    ) % {"reference": reference}


@readers
@require_safe
def formats(request: HttpRequest) -> HttpResponse:
    """What to send: the columns of each body's list, and the rules of every list."""
    bodies = list(queries.bodies_visible_to(request.user))
    context = {"guides": queries.guides(bodies, timezone.localdate())}
    return render(request, "liaison/formats.html", context)


@readers
@require_safe
def template(request: HttpRequest, body_code: str, container: str) -> HttpResponse:
    """The template of a body's list, to fill in."""
    body = get_object_or_404(queries.bodies_visible_to(request.user), pk=body_code)
    if container not in CONTENT_TYPES:
        raise Http404
    return HttpResponse(
        template_file.template(body.code, container),
        content_type=CONTENT_TYPES[container],
        headers={"Content-Disposition": f'attachment; filename="modele-{body.code}.{container}"'},
    )
