"""The same rows in a new file write nothing in the register; a few changes write those few."""

from datetime import date

from bench import files
from bench.passage import pass_list
from bench.report import Figure, at_least, at_most, say
from bench.scene import Scene

CHANGED_EVERY = 100
LATER = date(2023, 3, 31)
QUICKER = 2
# A changed class closes a period and opens the next; the audit keeps the period as it was.
WRITES_OF_A_CHANGE = {"registration_activity": 2, "registration_activityevent": 1}


def measure(scene: Scene) -> list[Figure]:
    """Send the last list again in another file, then with one row in a hundred changed."""
    first = scene.second
    say("  passing the same rows in a new file")
    again_file = files.write_again(scene.folder / "again.csv.gz", scene.second_file)
    again = pass_list(again_file, UNCHANGED=scene.rows)
    again_file.unlink()
    return [
        at_most("the same rows: rows written in the register", sum(again.writes.values()), 0),
        Figure("the same rows: rate", again.rate, "rows/s"),
        at_least("the same rows: rate / first rate", again.rate / first.rate, QUICKER),
        *_with_changes(scene),
    ]


def _with_changes(scene: Scene) -> list[Figure]:
    say("  passing the same list with one row in a hundred changed")
    path, changed = files.write_changed(
        scene.folder / "changed.csv.gz", scene.second_file, every=CHANGED_EVERY
    )
    passage = pass_list(path, on=LATER, UPDATED=changed, UNCHANGED=scene.rows - changed)
    path.unlink()
    allowed = {table: times * changed for table, times in WRITES_OF_A_CHANGE.items()}
    beyond = sum(
        max(written - allowed.get(table, 0), 0) for table, written in passage.writes.items()
    )
    activities = passage.writes.get("registration_activity", 0)
    return [
        Figure("1 % changed: rows of the list that changed", changed),
        Figure("1 % changed: activities closed and opened", activities),
        at_most("1 % changed: rows written for the other 99 %", beyond, 0),
        Figure("1 % changed: rate", passage.rate, "rows/s"),
    ]
