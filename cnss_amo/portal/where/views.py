"""The page, its JSON, and the page that asks the browser where one is."""

from collections.abc import Callable
from functools import wraps

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.db import transaction
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils import timezone, translation
from django.utils.cache import patch_cache_control
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import require_http_methods, require_safe

from cnss_amo.portal.where.answer import Answer, answer_to
from cnss_amo.portal.where.drawing import drawing_of
from cnss_amo.portal.where.programs import as_json
from cnss_amo.portal.where.words import distance_in_words, doors_in_words, kind_in_words

KEPT_SECONDS = 120
BY_POSITION = ("latitude", "longitude")

View = Callable[[HttpRequest], HttpResponse]


def public(view: View) -> View:
    """Open a page to anybody and to caches, in the language the address asks for.

    It writes nothing, sets no cookie and holds no secret: it needs no token, and compresses well.
    What was asked from a position is kept by nobody.
    """

    @login_not_required
    @csrf_exempt
    @require_http_methods(["GET", "HEAD", "POST"])
    @gzip_page
    @transaction.non_atomic_requests
    @wraps(view)
    def opened(request: HttpRequest) -> HttpResponse:
        if request.GET.get("lang") in dict(settings.LANGUAGES):
            translation.activate(request.GET["lang"])
            request.LANGUAGE_CODE = translation.get_language()
        response = view(request)
        if request.method == "POST":
            response.headers["Cache-Control"] = "no-store"
        else:
            patch_cache_control(response, public=True, max_age=KEPT_SECONDS)
        return response

    return opened


@public
def where(request: HttpRequest) -> HttpResponse:
    """Where to go for what, from where one is: the list, then the map."""
    answer = _answer(request)
    places = [
        {
            "place": place,
            "kind": kind_in_words(place),
            "distance": distance_in_words(place),
            "commune": "" if str(place.commune) in place.address else place.commune,
            "doors": doors_in_words(place, answer),
            "services": [answer.services[code] for code in place.service_codes],
        }
        for place in answer.places
    ]
    here = answer.origin.position if answer.origin else None
    context = {
        "answer": answer,
        "form": answer.form,
        "places": places,
        "drawing": drawing_of(here, answer.places),
    }
    return render(request, "portal/where.html", context)


@public
def where_json(request: HttpRequest) -> HttpResponse:
    """The same, for programs."""
    answer = _answer(request)
    status = 400 if answer.problem else 200
    return JsonResponse(as_json(answer), status=status, json_dumps_params={"ensure_ascii": False})


@login_not_required
@require_safe
@gzip_page
def position(request: HttpRequest) -> HttpResponse:
    """Ask the browser where one is, and say what becomes of it."""
    return render(request, "portal/where_position.html")


def _answer(request: HttpRequest) -> Answer:
    """Answer a question; a position is read in the body of a POST, never in an address."""
    asked = request.GET.dict()
    for name in BY_POSITION:
        asked.pop(name, None)
    if request.method == "POST":
        asked |= request.POST.dict()
    return answer_to(asked, timezone.localtime(), asked.get("page", "1"))
