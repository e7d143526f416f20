"""Move a list from one state to the next, along the allowed transitions only."""

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from liaison.enums import TRANSITIONS, ListState
from liaison.models import ReceivedList


class NotInThatState(Exception):
    """The list is not where this act can be done; the message can be shown as it is."""


class RowsDropped(Exception):
    """The rows of the list were dropped after their retention; the message can be shown as is."""

    def __init__(self, received_list: ReceivedList) -> None:
        super().__init__(
            _(
                "Les lignes de la liste %(reference)s ont été effacées le %(day)s, à la fin de leur"
                " délai de conservation. Ses résultats et ses décomptes restent."
            )
            % {
                "reference": received_list.reference,
                "day": f"{timezone.localtime(received_list.rows_dropped_at):%d/%m/%Y}",
            }
        )


def locked(list_id: int) -> ReceivedList:
    """Take a list under lock, inside a transaction."""
    return ReceivedList.objects.select_for_update(of=("self",)).get(pk=list_id)


def require(received_list: ReceivedList, *states: ListState) -> None:
    """Raise NotInThatState unless the list is in one of these states."""
    if received_list.state not in states:
        raise NotInThatState(
            _("La liste %(reference)s est « %(state)s » : cet acte n'y est pas possible.")
            % {"reference": received_list.reference, "state": received_list.get_state_display()}
        )


def require_rows(received_list: ReceivedList) -> None:
    """Raise RowsDropped when the rows of the list are no longer kept."""
    if received_list.rows_dropped_at is not None:
        raise RowsDropped(received_list)


def move(received_list: ReceivedList, state: ListState, **fields: Any) -> None:
    """Change the state of a locked list, with what is true in the new state."""
    if state != received_list.state and state not in TRANSITIONS.get(received_list.state, ()):
        raise NotInThatState(
            _("La liste %(reference)s ne peut pas passer de « %(old)s » à « %(new)s ».")
            % {
                "reference": received_list.reference,
                "old": received_list.get_state_display(),
                "new": state.label,
            }
        )
    for name, value in fields.items():
        setattr(received_list, name, value)
    received_list.state = state
    received_list.save(update_fields=["state", *fields])
