"""A list onto a register that holds as many people, against the floor; how cost and memory grow."""

from bench import floor
from bench.passage import Passage
from bench.report import Figure, at_most, say
from bench.scene import Scene

SMALLER = (100, 10)  # parts of the whole size
FLOOR_RATIO, MOST_MEMORY, MOST_GROWTH = 1.5, 300, 1.2


def measure(scene: Scene) -> list[Figure]:
    """Pass lists of 10,000, 100,000 and 1,000,000 rows; load the last one's rows raw."""
    empty = scene.first
    passages = [_smaller(scene, scene.rows // part) for part in SMALLER] + [scene.second]
    whole, by_table = passages[-1], floor.seconds_by_table(passages[-1].list_id)
    least = sum(by_table.values())
    figures = [
        Figure("rows of the list; people of the register before it", scene.rows),
        Figure("of which known to the register", whole.outcomes["UNCHANGED"]),
        Figure("bytes to planned: read, checked, sealed, decided", whole.planned, "s"),
        Figure("approved to closed: registered by two workers", whole.closed - whole.planned, "s"),
        Figure("bytes to closed", whole.closed, "s"),
        *(Figure(f"floor: raw COPY into {name}", took, "s") for name, took in by_table.items()),
        Figure("floor, all tables", least, "s"),
        at_most("bytes to closed / floor", whole.closed / least, FLOOR_RATIO),
    ]
    return [*figures, *_growth([*passages, empty]), *_memory(passages)]


def _smaller(scene: Scene, rows: int) -> Passage:
    return scene.pass_mixed(scene.mixed(rows, seed=scene.rows + rows), rows)


def _growth(passages: list[Passage]) -> list[Figure]:
    *onto_register, onto_nothing = passages
    rates = [Figure(f"rate at {p.rows:,} rows", p.rate, "rows/s") for p in onto_register]
    named = f"rate at {onto_nothing.rows:,} rows onto an empty register"
    return [*rates, Figure(named, onto_nothing.rate, "rows/s")]


def _memory(passages: list[Passage]) -> list[Figure]:
    if any(passage.memory is None or not passage.memory.peak for passage in passages):
        say("  memory is not measured here: there is no /proc")
        return []
    figures = []
    for passage in passages:
        named = f"memory of a worker above idle at {passage.rows:,} rows"
        figures.append(at_most(named, passage.memory.above_idle, MOST_MEMORY, "MiB"))
    *_smallest, middle, whole = (passage.memory for passage in passages)
    growth = whole.above_idle / middle.above_idle
    sizes = [passage.rows for passage in passages[-2:]]
    return [
        *figures,
        at_most(f"memory at {sizes[1]:,} rows / at {sizes[0]:,}", growth, MOST_GROWTH),
        Figure("the same as proportional share (PSS)", whole.share_above_idle, "MiB"),
        Figure("an idle worker", whole.idle, "MiB"),
    ]
