"""The interface told to people and to programs; and what answers where nothing is."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe
from rest_framework.renderers import JSONRenderer

from cnss_amo.api import schema
from cnss_amo.api.problems import CATALOGUE, CONTENT_TYPE, Problem


@login_not_required
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """What can be asked, by whom, what comes back, what goes wrong."""
    told = schema.operations(get_language())
    return render(request, "api/home.html", {"operations": told, "problems": CATALOGUE})


@login_not_required
@require_safe
def openapi(_request: HttpRequest) -> HttpResponse:
    """The document that programs read."""
    return HttpResponse(schema.as_json(), content_type="application/vnd.oai.openapi+json")


@csrf_exempt
@login_not_required
def nothing_here(_request: HttpRequest) -> HttpResponse:
    """Say so as the operations would."""
    problem = Problem("not_found")
    told = JSONRenderer().render(problem.told())
    return HttpResponse(told, status=problem.status_code, content_type=CONTENT_TYPE)
