"""The work queues of a colleague: what waits, take the next one, give one back."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from cnss_amo.accounts import perms
from cnss_amo.backoffice import queries
from cnss_amo.backoffice.queues import BY_CODE
from cnss_amo.queues import services
from cnss_amo.queues.queries import may_take

takers = perms.role_required(*perms.TAKERS)


@takers
@require_safe
def queues(request: HttpRequest) -> HttpResponse:
    """The queues that the user may take from, and what she has in hand."""
    now = timezone.now()
    backlogs = queries.backlogs(request.user, timezone.localdate(now))
    context = {
        "backlogs": backlogs,
        "first_waiting": queries.first_waiting(backlogs),
        "in_hand": queries.in_hand_of(request.user, now),
    }
    return render(request, "backoffice/queues.html", context)


@takers
@require_POST
def take_next(request: HttpRequest, code: str) -> HttpResponse:
    """Put in the user's hands the item that has waited longest, and open it."""
    queue = BY_CODE.get(code)
    if queue is None:
        raise Http404
    if not may_take(request.user, queue):
        raise PermissionDenied
    taken = services.take_next(queue, by=request.user, at=timezone.now())
    if taken is None:
        messages.warning(
            request,
            _("Rien à prendre : la file est vide, ou tout est en cours chez vos collègues."),
        )
        return redirect("backoffice:queues")
    return redirect(queue.url_of(taken.key))


@takers
@require_POST
def give_back(request: HttpRequest, hold_id: int) -> HttpResponse:
    """Free an item for others."""
    services.give_back(hold_id, by=request.user, at=timezone.now())
    messages.success(request, _("Le dossier est rendu : un collègue peut le prendre."))
    return redirect("backoffice:queues")
