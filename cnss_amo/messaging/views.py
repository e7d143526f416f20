"""The development inbox: the SMS of this machine, in clear, for whoever develops on it."""

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from cnss_amo.messaging.models import Message
from cnss_amo.messaging.queries import in_clear

SHOWN = 50
THIS_MACHINE = ("127.0.0.1", "::1")


@login_not_required
@require_safe
@never_cache
def inbox(request: HttpRequest) -> HttpResponse:
    """Show the latest messages; a page that exists in development, for this machine alone."""
    if not (settings.DEVELOPMENT and _comes_from_here(request)):
        raise Http404
    latest = Message.objects.order_by("-pk")[:SHOWN]
    messages = [(message, in_clear(message)) for message in latest]
    return render(request, "messaging/inbox.html", {"received": messages})


def _comes_from_here(request: HttpRequest) -> bool:
    """Neither another machine nor a proxy that speaks for one."""
    if "HTTP_X_FORWARDED_FOR" in request.META or "HTTP_FORWARDED" in request.META:
        return False
    return request.META.get("REMOTE_ADDR") in THIS_MACHINE
