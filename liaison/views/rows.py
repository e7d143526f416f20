"""The rows of a list: by outcome, by issue, one alone; correcting one; the return file."""

from io import BytesIO

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from cnss_amo.accounts.enums import LookKind
from cnss_amo.accounts.perms import may_send_lists
from cnss_amo.queues.hands import Hands
from liaison import issues, queries, return_file
from liaison.enums import ListState, Outcome
from liaison.forms import AfterForm, CorrectionForm
from liaison.models import ReceivedList
from liaison.queries import Line
from liaison.queues import QUARANTINE
from liaison.services.corrections import NotCorrectable, correct
from liaison.services.states import RowsDropped
from liaison.views.doors import (
    in_hand,
    officers,
    readers,
    record,
    record_lines,
    to_list,
    visible_list,
)
from liaison.views.sending import CONTENT_TYPES


@readers
@require_safe
def with_outcome(request: HttpRequest, list_id: int, outcome: str) -> HttpResponse:
    """The rows of a list that have an outcome."""
    if outcome not in Outcome:
        raise Http404
    shown = visible_list(request, list_id)
    lines, following = queries.rows_with(shown, outcome=outcome, after=AfterForm.read(request.GET))
    record_lines(request, lines, shown)
    context = {
        "received_list": shown,
        "outcome": Outcome(outcome),
        "count": (shown.outcomes or shown.plan.get("outcomes", {})).get(outcome, 0),
        "lines": lines,
        "following": following,
        "is_sample": shown.state != ListState.CLOSED,
    }
    return render(request, "liaison/rows_with_outcome.html", context)


@readers
@require_safe
def with_issue(request: HttpRequest, list_id: int, code: str) -> HttpResponse:
    """The rows of a list that have an issue, with the value found and how to mend it."""
    if code not in issues.CATALOGUE:
        raise Http404
    shown = visible_list(request, list_id)
    lines, following = queries.rows_with(shown, issue=code, after=AfterForm.read(request.GET))
    record_lines(request, lines, shown)
    found = [(line, message) for line in lines for message in line.issues if message.code == code]
    context = {
        "received_list": shown,
        "about": issues.message(code),
        "found": found,
        "following": following,
        "may_send": may_send_lists(request.user),
    }
    return render(request, "liaison/rows_with_issue.html", context)


@readers
@require_safe
def row(request: HttpRequest, list_id: int, line: int) -> HttpResponse:
    """One row: what was sent, what is wrong, what became of it, how it was corrected."""
    shown = _line(request, list_id, line)
    context = {
        "line": shown,
        "received_list": shown.received_list,
        "corrections": queries.correction_trace(shown),
        "ruling": queries.ruling_on(shown),
        "may_send": may_send_lists(request.user),
        "hands": _hands(request, shown),
    }
    return render(request, "liaison/row.html", context)


def _hands(request: HttpRequest, line: Line) -> Hands | None:
    """Whose a row in quarantine is; nobody's otherwise, and no body's business."""
    closed_at = line.received_list.closed_at
    if line.outcome != Outcome.QUARANTINED or not queries.sees_every_body(request.user):
        return None
    return in_hand(request, QUARANTINE, (line.received_list.pk, line.number), closed_at)


@officers
@require_http_methods(["GET", "HEAD", "POST"])
def correct_row(request: HttpRequest, list_id: int, line: int) -> HttpResponse:
    """Correct a refused row: it is decided again at once, and its page tells the result."""
    shown = _line(request, list_id, line)
    if shown.received_list.rows_dropped_at:
        messages.warning(request, str(RowsDropped(shown.received_list)))
        return redirect("liaison:row", list_id, line)
    if request.method != "POST" and not shown.may_be_corrected:
        messages.warning(request, _("Cette ligne n'est pas à corriger."))
        return redirect("liaison:row", list_id, line)
    form = CorrectionForm(request.POST if request.method == "POST" else None, line=shown)
    if request.method == "POST" and form.is_valid():
        try:
            correction = correct(
                list_id=list_id,
                line=line,
                cells=form.changed_cells(),
                by=request.user,
                at=timezone.now(),
            )
        except (NotCorrectable, RowsDropped) as fact:
            messages.warning(request, str(fact))
        else:
            _tell(request, correction)
        return redirect("liaison:row", list_id, line)
    context = {"form": form, "line": shown, "received_list": shown.received_list}
    return render(request, "liaison/correct_row.html", context)


def _line(request: HttpRequest, list_id: int, number: int) -> Line:
    """A line of a list the user may see, her look recorded."""
    shown = visible_list(request, list_id)
    [line] = queries.lines_of(shown, [number])
    if line.row is None and line.decided is None:
        raise Http404
    record_lines(request, [line], shown)
    return line


def _tell(request: HttpRequest, correction: ReceivedList) -> None:
    if correction.state == ListState.CLOSED:
        messages.success(request, _("La correction est prise. Voyez ci-dessous ce qu'elle donne."))
    else:
        messages.warning(
            request, _("La ligne a encore une erreur : elle reste refusée. Voyez ci-dessous.")
        )


@readers
@require_safe
def returned(request: HttpRequest, list_id: int, container: str) -> HttpResponse:
    """The return file: the body's own rows that need its attention, each with why."""
    shown = visible_list(request, list_id)
    if shown.state != ListState.CLOSED:
        messages.warning(request, _("Le fichier de retour sera prêt quand la liste sera terminée."))
        return to_list(shown)
    if shown.rows_dropped_at:
        messages.warning(request, str(RowsDropped(shown)))
        return to_list(shown)
    record(request, LookKind.RETURN_FILE, [], shown)
    name = f'attachment; filename="retour-{shown.reference}.{container}"'
    headers = {"Content-Disposition": name}
    if container == "csv":
        pieces = return_file.stream_csv(shown.pk)
        return StreamingHttpResponse(
            pieces, content_type=f"{CONTENT_TYPES['csv']}; charset=utf-8", headers=headers
        )
    workbook = BytesIO()
    try:
        return_file.write_xlsx(shown.pk, workbook)
    except return_file.TooManyForWorkbook as fact:
        messages.warning(request, str(fact))
        return to_list(shown)
    return HttpResponse(workbook.getvalue(), content_type=CONTENT_TYPES["xlsx"], headers=headers)
