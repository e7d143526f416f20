"""The desk without a mouse: its keys, and the choice not to use them."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from cnss_amo.backoffice.views import doors

COOKIE, OFF = "raccourcis", "non"
A_YEAR = 31_536_000


@doors.get_or_post
def keyboard(request: HttpRequest) -> HttpResponse:
    """Say which keys do what; turn the shortcuts off or on again, on this machine."""
    if request.method != "POST":
        return render(request, "backoffice/keyboard.html")
    answer = redirect("backoffice:keyboard")
    if request.POST.get("shortcuts") == OFF:
        answer.set_cookie(
            COOKIE, OFF, max_age=A_YEAR, httponly=True, samesite="Lax", secure=request.is_secure()
        )
    else:
        answer.delete_cookie(COOKIE)
    return answer
