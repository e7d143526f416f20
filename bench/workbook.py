"""The largest workbook that is taken: its memory."""

from django.conf import settings

from bench import files, ground
from bench.passage import pass_list
from bench.report import Figure, at_most, say
from bench.scene import FULL_SIZE, Scene

BODY = "MSPS"
SEED = 29
MOST_MEMORY = 400


def measure(scene: Scene) -> list[Figure]:
    """Pass the longest XLSX list onto an empty register."""
    rows = settings.XLSX_MAXIMUM_ROWS * min(scene.rows, FULL_SIZE) // FULL_SIZE
    ground.begin_again()
    say(f"  writing and passing a workbook of {rows:,} rows")
    path = files.write(scene.folder / "workbook.xlsx", rows, seed=SEED, body=BODY)
    passage = pass_list(path, body=BODY, REGISTERED=rows)
    path.unlink()
    figures = [Figure(f"rate at {rows:,} rows of a workbook", passage.rate, "rows/s")]
    if passage.memory and passage.memory.peak:
        named = f"memory of a worker above idle at {rows:,} rows of a workbook"
        figures.append(at_most(named, passage.memory.above_idle, MOST_MEMORY, "MiB"))
    return figures
