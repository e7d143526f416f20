"""How soon the sender of a long list with defects sees the first of them, and the whole preview."""

from bench import files
from bench.passage import pass_list
from bench.report import Figure, at_most, say
from bench.scene import Scene

DEFECTS = 0.05
SEED = 23
FIRST_ERRORS_SECONDS, PREVIEW_SECONDS = 5, 60


def measure(scene: Scene) -> list[Figure]:
    """Preview a list one row in twenty of which has a defect, onto the register."""
    scene.fill()
    say(f"  previewing {scene.rows:,} rows with defects")
    path = files.write(scene.folder / "defects.csv.gz", scene.rows, seed=SEED, defects=DEFECTS)
    passage = pass_list(path, preview_only=True)
    path.unlink()
    return [
        at_most("upload to the first errors shown", passage.first_issue, FIRST_ERRORS_SECONDS, "s"),
        Figure("upload to the last line read", passage.read, "s"),
        at_most("upload to the whole preview", passage.planned, PREVIEW_SECONDS, "s"),
    ]
