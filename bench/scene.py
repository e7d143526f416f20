"""What the programs share in a run: a register of many people, and the list passed onto it."""

from functools import cached_property
from pathlib import Path

from bench import files, ground
from bench.passage import Passage, pass_list
from bench.report import say

FULL_SIZE = 1_000_000
FIRST_SEED, SECOND_SEED = 17, 18


class Scene:
    """A register of so many people, made by the pipeline itself, and a list of as many rows.

    One row in ten of the list is of somebody the register holds: same document, name and birth.
    Each part is made when it is first asked for; the programs ask in their order.
    """

    def __init__(self, folder: Path, rows: int) -> None:
        self.folder, self.rows = folder, rows

    @cached_property
    def first_file(self) -> Path:
        """The list that fills the register."""
        say(f"  writing a list of {self.rows:,} rows")
        return files.write(self.folder / "register.csv.gz", self.rows, seed=FIRST_SEED)

    @cached_property
    def first(self) -> Passage:
        """The passage that filled the register, empty before."""
        ground.begin_again()
        say(f"  filling the register with {self.rows:,} people")
        passage = pass_list(self.first_file, REGISTERED=self.rows)
        ground.settle()
        return passage

    def fill(self) -> None:
        """Have the register filled, if it is not yet."""
        _filled = self.first

    @cached_property
    def second_file(self) -> Path:
        """The list to measure."""
        return self.mixed(self.rows, seed=SECOND_SEED)

    @cached_property
    def second(self) -> Passage:
        """The passage to measure: as many rows as the register had people."""
        return self.pass_mixed(self.second_file, self.rows)

    def mixed(self, rows: int, *, seed: int) -> Path:
        """Write a list one row in ten of which is of somebody of the register."""
        say(f"  writing a list of {rows:,} rows, one in ten of somebody known")
        path = self.folder / f"list-{rows}.csv.gz"
        return files.write_mixed(path, rows, self.first_file, seed=seed)

    def pass_mixed(self, path: Path, rows: int) -> Passage:
        """Pass such a list onto the register."""
        self.fill()
        known = files.known_among(rows)
        say(f"  passing {rows:,} rows onto the register")
        passage = pass_list(path, REGISTERED=rows - known, UNCHANGED=known)
        ground.settle()
        return passage
