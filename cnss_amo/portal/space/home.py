from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from cnss_amo.portal.insured import insured_required
from cnss_amo.portal.space.tasks import how_many_done, tasks_of
from cnss_amo.portal.space.words import state_in_words


@insured_required
@require_safe
def space(request: HttpRequest) -> HttpResponse:
    """What remains to do, and where everything else is."""
    person = request.insured.person
    tasks = tasks_of(person, at=timezone.now())
    context = {
        "person": person,
        "state": state_in_words(person),
        "tasks": tasks,
        "done": how_many_done(tasks),
    }
    return render(request, "portal/space_home.html", context)
