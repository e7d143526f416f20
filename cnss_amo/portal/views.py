from django.contrib.auth.decorators import login_not_required
from django.db import DatabaseError, connection, transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from cnss_amo.portal.figures import published_figures


@login_not_required
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """What this cover is, what one can do about it today, what the lists gave."""
    return render(request, "portal/home.html", {"figures": published_figures()})


@login_not_required
@require_safe
@never_cache
@transaction.non_atomic_requests
def health(request: HttpRequest) -> HttpResponse:
    """Say "ok" while the database answers; what a load balancer asks."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return HttpResponse("database unreachable", status=503, content_type="text/plain")
    return HttpResponse("ok", content_type="text/plain")
