"""The page of a fault of ours: it asks nothing of the database, which may be the fault."""

import sys

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils.translation import get_language


def server_error(request: HttpRequest) -> HttpResponse:
    """Tell a database that does not answer (come back soon) from a fault of the program."""
    unavailable = isinstance(sys.exception(), OperationalError | InterfaceError)
    status = 503 if unavailable else 500
    other = "fr" if get_language() == "ar" else "ar"
    return HttpResponse(render_to_string(f"{status}.html", {"other": other}), status=status)
