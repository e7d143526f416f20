"""How the audit of people and activities is read: what stood before each change.

An event keeps the row as it stood before, so that the very first value of a person is known. Those
written until migration 0008 bear another label and keep the row as it stood after.
"""

from collections.abc import Hashable, Sequence
from typing import Any

CHANGED = "changed"  # keeps the row as it stood before
DELETED = "delete"  # keeps the row as it stood last
CHANGED_KEEPING_AFTER = "update"  # until migration 0008
NOW = "now"  # no event: the row as it stands

State = dict[str, Any]


def values_before(told: Sequence[tuple[Hashable, str, State]]) -> list[State]:
    """Return, for each event in order, what stood before in the fields that it changed.

    Each is told as (which row, label, state); what is not known, or not a change, is empty.
    """
    before: dict[Hashable, State] = {}
    found: list[State] = [{} for _event in told]
    waiting: dict[Hashable, int] = {}
    for place, (row, label, state) in enumerate(told):
        if row in waiting:
            began = waiting.pop(row)
            found[began] = _differing(told[began][2], state)
        if label == CHANGED:
            waiting[row] = place
        elif label == CHANGED_KEEPING_AFTER:
            found[place] = _differing(before.get(row, state), state)
            before[row] = state
    return found


def _differing(was: State, became: State) -> State:
    return {
        name: value
        for name, value in was.items()
        if not name.startswith("pgh_") and value != became.get(name)
    }
