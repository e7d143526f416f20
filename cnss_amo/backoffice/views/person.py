"""The file of a person."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from cnss_amo.accounts import perms
from cnss_amo.accounts.enums import LookKind
from cnss_amo.backoffice import queries
from cnss_amo.backoffice.views.doors import record, searchers
from registration.models import Person


@searchers
@require_safe
def person(request: HttpRequest, person_id: int) -> HttpResponse:
    """The file of a person."""
    with_links = perms.may_manage_lists(request.user)
    try:
        page = queries.person_page(person_id, with_links=with_links)
    except Person.DoesNotExist as absent:
        raise Http404 from absent
    record(request, LookKind.PERSON, [person_id])
    return render(request, "backoffice/person.html", {"page": page})
