"""Show in clear what a page masks: asked with a reason, shown once, never kept."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from cnss_amo.accounts.enums import Datum, LookKind
from cnss_amo.backoffice.control_forms import RevealForm
from cnss_amo.backoffice.views import doors
from registration.enums import DocumentKind
from registration.models import Person
from registration.queries import PersonFile, person_file


@doors.desk
@doors.get_or_post
def reveal(request: HttpRequest, person_id: int) -> HttpResponse:
    """Ask for a reason, then show the data asked; a page that is read again shows nothing."""
    if request.method != "POST":
        return redirect("backoffice:person", person_id)
    try:
        file = person_file(person_id)
    except Person.DoesNotExist as absent:
        raise Http404 from absent
    if file.person.merged_into_id is not None:
        raise doors.LedElsewhere(file.person.merged_into_id)
    has_reason = "reason" in request.POST or "words" in request.POST
    asked = {"what": request.POST.getlist("what")}
    form = RevealForm(request.POST) if has_reason else RevealForm(initial=asked)
    context: dict[str, Any] = {"person": file.person, "form": form}
    if not form.is_valid():
        doors.record(request, LookKind.PERSON, [person_id])
        return render(request, "backoffice/control/reveal.html", context)
    scope = form.cleaned_data["what"]
    doors.record(request, LookKind.REVEAL, [person_id], reason=form.said, scope=scope)
    context["shown"] = [(Datum(name).label, _clear(file, name)) for name in scope]
    return render(request, "backoffice/control/revealed.html", context)


def _clear(file: PersonFile, name: str) -> list[str]:
    """A datum in clear: every identity document, or the one phone, e-mail, address."""
    if name == Datum.DOCUMENT:
        return [f"{DocumentKind(kind).label} {number}" for kind, number in file.documents]
    known = getattr(file, name)
    return [known] if known else []
