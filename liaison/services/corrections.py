"""A refused row corrected on the screen: a list of one row, decided like any other."""

import csv
import io
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from cnss_amo.accounts.enums import Door
from cnss_amo.accounts.models import User
from cnss_amo.accounts.services import SYSTEM_APPROVER, system_user
from liaison import rows
from liaison.enums import AWAITING_DECISION, ListKind, ListState, Outcome
from liaison.models import ReceivedList, RowOutcome
from liaison.services import advance, approve, close, states
from liaison.services.receive import Sending, receive


class NotCorrectable(Exception):
    """The row is not a refused row of a closed list; the message can be shown as it is."""


@transaction.atomic
def correct(
    *, list_id: int, line: int, cells: dict[str, str], by: User, at: datetime
) -> ReceivedList:
    """Send a refused row again with some cells changed, and return the one-row list it makes.

    `cells`: new text by the sender's own column name. The row of the first list keeps its outcome
    and points to the list that corrects it; the correction goes through the whole pipeline. One
    that is still refused waits for nobody: it is cancelled, and kept for its trace. Raises
    NotCorrectable, or RowsDropped when the rows of the first list are no longer kept.
    """
    original = states.locked(list_id)
    states.require_rows(original)
    refused = _refused_row(original, line)
    corrected = _as_csv(original, line, cells)
    reception = receive(
        sending=Sending(
            body=original.body,
            file_name=f"{original.reference}-{line}.csv",
            reference_date=original.reference_date,
            kind=ListKind.PARTIAL,
            encoding="utf-8",
        ),
        file=corrected,
        door=Door.PAGE,
        by=by,
        at=at,
        corrects=(original, line),
    )
    correction = advance.advance_to_rest(list_id=reception.received_list.pk, clock=lambda: at)
    if correction.state == ListState.PLANNED and not correction.plan["outcomes"].get(
        Outcome.REFUSED
    ):
        approve.approve(list_id=correction.pk, by=system_user(SYSTEM_APPROVER), at=at)
        correction = advance.advance_to_rest(list_id=correction.pk, clock=lambda: at)
    if correction.state in AWAITING_DECISION:
        correction = approve.cancel(list_id=correction.pk, by=by, at=at)
    if correction.state == ListState.CLOSED:
        refused.corrected_by = correction.pk
        refused.save(update_fields=["corrected_by"])
        close.recount(original)
    return correction


def _refused_row(original: ReceivedList, line: int) -> RowOutcome:
    refused = RowOutcome.objects.filter(
        list_id=original.pk, line=line, outcome=Outcome.REFUSED, corrected_by__isnull=True
    ).first()
    if original.state != ListState.CLOSED or refused is None:
        raise NotCorrectable(
            _("La ligne %(line)s de la liste %(reference)s n'est pas une ligne refusée à corriger.")
            % {"line": line, "reference": original.reference}
        )
    return refused


def _as_csv(original: ReceivedList, line: int, cells: dict[str, str]) -> io.BytesIO:
    """The row with its changed cells, under the header that its sender wrote."""
    sent = rows.some_lines(original.pk, [line]).get(line, [])
    values = [*sent, *[""] * (len(original.header) - len(sent))][: len(original.header)]
    changed = [cells.get(name, value) for name, value in zip(original.header, values, strict=True)]
    text = io.StringIO()
    writer = csv.writer(text, delimiter=";")
    writer.writerow(original.header)
    writer.writerow(changed)
    return io.BytesIO(text.getvalue().encode("utf-8-sig"))
