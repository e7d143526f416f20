"""Two files of one person: found, compared, proposed; then merged by another, maybe split."""

from typing import Any

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from cnss_amo.accounts import perms
from cnss_amo.accounts.enums import LookKind, Role
from cnss_amo.accounts.models import User
from cnss_amo.backoffice import queries
from cnss_amo.backoffice.identity_forms import DecisionForm, MergerForm, SplitForm
from cnss_amo.backoffice.queries.identity import two_files
from cnss_amo.backoffice.views import doors
from registration import services
from registration.enums import MergerState
from registration.models import Merger, Person
from registration.queries import find_people
from registration.queries.asked import LONGEST_QUERY
from registration.queries.merging import striking_differences
from registration.queues import MERGERS
from registration.services.split import obstacles

MOST_RESULTS = 10


@doors.desk
@doors.get_or_post
@sensitive_post_parameters("autre")
def merge(request: HttpRequest, person_id: int) -> HttpResponse:
    """Choose the other file of a person: among those tied to her, or by a search."""
    page = doors.page_of(request, person_id)
    query = request.POST.get("autre", "").strip()[:LONGEST_QUERY]
    relatives = [one for one in page.relatives if one.person.merged_into_id is None]
    found = find_people(query, limit=MOST_RESULTS) if query else []
    matches = [match for match in found if match.person.pk != person_id]
    shown = {*(one.person.pk for one in relatives), *(match.person.pk for match in matches)}
    kind = LookKind.ACT if query else LookKind.PERSON  # the file is open: the day's cap counts it
    doors.record(request, kind, [person_id, *sorted(shown)], query)
    context = {
        "page": page,
        "query": query,
        "asked": request.method == "POST",
        "relatives": relatives,
        "results": queries.results(matches),
    }
    return render(request, "backoffice/person/merge.html", context)


@doors.desk
@doors.get_or_post
def merge_with(request: HttpRequest, person_id: int, other_id: int) -> HttpResponse:
    """Two files side by side; propose that they are of one person."""
    files = _files(Person.objects.all(), person_id, other_id)
    form = MergerForm(
        doors.posted(request),
        choices=files.disputed,
        striking=bool(files.striking),
    )
    if form.is_valid():
        proposed = doors.calmly(
            request,
            lambda: services.propose_merger(
                person_id=person_id,
                other_id=other_id,
                preferred=form.preferred(),
                differences_seen=form.cleaned_data.get("differences_seen", False),
                reason=form.cleaned_data["reason"],
                paper=form.cleaned_data["paper"],
                by=request.user,
                at=timezone.now(),
            ),
            done=_("La fusion est proposée : une autre personne en décide."),
        )
        if proposed:
            return redirect("backoffice:person", files.survivor.pk)
        return redirect("backoffice:merge", person_id)
    doors.record(request, LookKind.PERSON, [files.survivor.pk, files.absorbed.pk])
    context = {"files": files, "form": form, "person_id": person_id}
    return render(request, "backoffice/merge_with.html", context)


def _files(people: QuerySet[Person], *both: int) -> Any:
    """The two files to compare; one that is merged already leads to the file that stands."""
    found = people.select_related("commune").in_bulk(both)
    if len(found) < 2:
        raise Http404
    for person in found.values():
        if person.merged_into_id is not None:
            raise doors.LedElsewhere(person.merged_into_id)
    return two_files(*(found[pk] for pk in both))


@doors.deciders
@doors.get_or_post
@perms.dangerous
def merger(request: HttpRequest, merger_id: int) -> HttpResponse:
    """Two files side by side; the second person decides, and may split them later."""
    shown = _merger(merger_id)
    may_decide = doors.may_decide(request.user, shown)
    form = DecisionForm(
        request.POST if may_decide and request.POST else None,
        striking=bool(striking_differences(shown.survivor, shown.absorbed)),
    )
    if form.is_valid():
        return _decide(request, shown, form)
    return _page(request, shown, form=form, may_decide=may_decide)


@doors.open_to(Role.SUPERVISOR)
@require_POST
@perms.dangerous
def split(request: HttpRequest, merger_id: int) -> HttpResponse:
    """Give back to each file what it had, as long as nothing was built on the merger."""
    shown = _merger(merger_id)
    form = SplitForm(request.POST)
    if not form.is_valid():
        return _page(request, shown, form=form, split_form=form)
    doors.calmly(
        request,
        lambda: services.split_files(
            merger_id=merger_id,
            by=request.user,
            at=timezone.now(),
            reason=form.cleaned_data["reason"],
        ),
        done=_("Les deux dossiers sont séparés : chacun est ce qu'il était."),
    )
    return redirect("backoffice:merger", merger_id)


def _merger(merger_id: int) -> Merger:
    people = ("survivor", "survivor__commune", "absorbed", "absorbed__commune")
    staff = ("by", "decided_by", "split_by")
    return get_object_or_404(Merger.objects.select_related(*people, *staff), pk=merger_id)


def _may_split(user: User, merged: Merger) -> bool:
    return perms.holds_any(user, Role.SUPERVISOR) and merged.by_id != user.pk


def _page(request: HttpRequest, shown: Merger, **context: Any) -> HttpResponse:
    is_merged = shown.state == MergerState.MERGED
    people = [shown.survivor_id, shown.absorbed_id]
    doors.record(request, LookKind.PERSON, people, about=f"fusion {shown}")
    context |= {
        "merger": shown,
        "files": two_files(shown.survivor, shown.absorbed),
        "obstacles": obstacles(shown) if is_merged else [],
        "may_split": is_merged and _may_split(request.user, shown),
        "hands": doors.in_hand(request, MERGERS, shown, people),
    }
    context.setdefault("split_form", SplitForm())
    return render(request, "backoffice/merger.html", context)


def _decide(request: HttpRequest, shown: Merger, form: DecisionForm) -> HttpResponse:
    accepts = form.accepts()
    act = services.accept_merger if accepts else services.refuse_merger
    decided = doors.calmly(
        request,
        lambda: act(
            merger_id=shown.pk,
            by=request.user,
            at=timezone.now(),
            reason=form.cleaned_data["reason"],
        ),
        done=_("Les deux dossiers n'en font plus qu'un.")
        if accepts
        else _("La fusion est refusée."),
    )
    if not decided:
        return redirect("backoffice:merger", shown.pk)
    return doors.to_next(request, MERGERS, otherwise=shown.survivor_id)
