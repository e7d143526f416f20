"""An incident: which people a colleague saw between two instants, and which data in clear."""

import csv
from collections.abc import Iterator
from io import StringIO

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from cnss_amo.accounts import perms
from cnss_amo.accounts.enums import LookKind
from cnss_amo.accounts.queries import Met, data_in_words, people_met
from cnss_amo.backoffice.control_forms import ExportForm, IncidentForm
from cnss_amo.backoffice.views.doors import record
from cnss_amo.kernel.references import PersonReference
from cnss_amo.kernel.spreadsheets import neutralised

MOST_SHOWN = 200

auditors = perms.role_required(*perms.AUDITORS)


@auditors
@require_safe
def incident(request: HttpRequest) -> HttpResponse:
    """Ask about an incident; people are told by their reference, which opens their file."""
    form = IncidentForm(request.GET or None)
    context: dict[str, object] = {"form": form}
    if form.is_valid():
        met = _met(form)
        context |= {
            "count": len(met),
            "met": [(one, _kinds(one), data_in_words(one.shown)) for one in met[:MOST_SHOWN]],
            "export": ExportForm(initial=form.data.dict()),
        }
        record(request, LookKind.WHO_LOOKED, [one.person_id for one in met[:MOST_SHOWN]])
    return render(request, "backoffice/control/incident.html", context)


@auditors
@require_POST
@perms.dangerous
def export(request: HttpRequest) -> HttpResponse:
    """The same in a file: asked with a reason by somebody just recognised, and logged."""
    form = ExportForm(request.POST)
    if not form.is_valid():
        context = {"form": form, "export": form}
        return render(request, "backoffice/control/incident.html", context, status=422)
    met = _met(form)
    record(
        request,
        LookKind.EXPORT,
        [one.person_id for one in met],
        reason=form.cleaned_data["reason"],
    )
    file = HttpResponse(_written(met), content_type="text/csv; charset=utf-8")
    file.headers["Content-Disposition"] = 'attachment; filename="consultations.csv"'
    return file


def _met(form: IncidentForm) -> list[Met]:
    asked = form.cleaned_data
    return people_met(asked["who"].pk, asked["begins"], asked["ends"])


def _kinds(met: Met) -> str:
    return ", ".join(str(LookKind(kind).label) for kind in met.kinds)


def _written(met: list[Met]) -> str:
    text = StringIO()
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    writer.writerow(neutralised(_titles()))
    writer.writerows(neutralised(_cells(one)) for one in met)
    return "\ufeff" + text.getvalue()


def _titles() -> tuple[str, ...]:
    return (
        _("personne"),
        _("première consultation"),
        _("dernière consultation"),
        _("nombre"),
        _("natures"),
        _("montré en clair"),
    )


def _cells(met: Met) -> Iterator[str]:
    yield PersonReference().to_url(met.person_id)
    for at in (met.first_at, met.last_at):
        yield timezone.localtime(at).strftime("%Y-%m-%d %H:%M:%S")
    yield str(met.times)
    yield _kinds(met)
    yield ", ".join(data_in_words(met.shown))
