"""A slip of the width of the till's paper."""

from collections.abc import Iterable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from cnss_amo.accounts.enums import LookKind
from cnss_amo.points.receipts import Receipt
from cnss_amo.points.views import doors
from cnss_amo.points.visits import Visit

WIDTH, USUAL_WIDTH = "paper_width", "80"


def width_of(request: HttpRequest) -> str:
    """How wide the paper of this till is, in millimetres."""
    return request.session.get(WIDTH, USUAL_WIDTH)


def printed(
    request: HttpRequest, visit: Visit, receipt: Receipt, people: Iterable[int]
) -> HttpResponse:
    """Show a receipt, ready to print."""
    doors.record(request, LookKind.ACT, list(people))
    stylesheet = f"css/receipt-{width_of(request)}.css"
    context = {"visit": visit, "till": request.till, "receipt": receipt, "stylesheet": stylesheet}
    return render(request, "points/receipt.html", context)
