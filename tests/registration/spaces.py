"""Two pages of a personal space, for the tests of who is in it."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.urls import path

from cnss_amo.portal.insured import insured_required, leave_space


@insured_required
def space(request: HttpRequest) -> HttpResponse:
    return HttpResponse(request.insured.person.formatted_number)


@insured_required
def password(request: HttpRequest) -> HttpResponse:
    return HttpResponse("choose")


@login_not_required
def sign_in(request: HttpRequest) -> HttpResponse:
    return HttpResponse("sign in" if not request.insured else "already in")


@login_not_required
def sign_out(request: HttpRequest) -> HttpResponse:
    leave_space(request)
    return HttpResponse("out")


urlpatterns = [
    path("space/", space, name="space"),
    path("password/", password, name="password"),
    path("sign-in/", sign_in, name="sign_in"),
    path("sign-out/", sign_out, name="sign_out"),
]
