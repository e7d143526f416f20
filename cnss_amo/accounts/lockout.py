"""Who guesses passwords waits: alone by matricule and address, or everywhere while many guess."""

import logging
from typing import Any

from allauth.account.adapter import get_adapter
from axes.models import AccessAttempt, AccessLog
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db.models import Sum
from django.http import HttpRequest
from django.utils import timezone

log = logging.getLogger(__name__)


def matricule_tried(_request: HttpRequest | None, credentials: dict[str, Any] | None) -> str:
    """The matricule of a try, whatever its case."""
    return str((credentials or {}).get("username") or "").strip().casefold()


def address_of(request: HttpRequest) -> str | None:
    """Where a request comes from, beyond our own proxies."""
    try:
        return get_adapter(request).get_client_ip(request)
    except PermissionDenied:
        return None


def is_sprayed(request: HttpRequest) -> bool:
    """Whether so many sign-ins fail everywhere that strangers must wait.

    Addresses from which somebody signed in lately stay served: a spray closes the door to those
    who spray, never the agencies.
    """
    window = timezone.now() - settings.SPRAY_WINDOW
    failures = AccessAttempt.objects.filter(attempt_time__gte=window).aggregate(
        n=Sum("failures_since_start", default=0)
    )["n"]
    if failures < settings.SPRAY_FAILURES:
        return False
    log.error("sign-in breaker open: %s failures in %s", failures, settings.SPRAY_WINDOW)
    return not AccessLog.objects.filter(
        ip_address=address_of(request),
        attempt_time__gte=timezone.now() - settings.KNOWN_ADDRESS_FOR,
    ).exists()
