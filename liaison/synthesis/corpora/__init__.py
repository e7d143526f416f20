"""Names, streets and crafts the fictitious people are made of; files in UTF-8, most usual first."""

from functools import cache
from pathlib import Path

import polars as pl

from cnss_amo.kernel.shares import apportion

FOLDER = Path(__file__).parent
TABLE_SIZE = 8192
HEAD_START = 25  # the larger, the less the first names of a file outnumber the last ones


def lines_of(name: str) -> list[str]:
    """Return the lines of one file."""
    return (FOLDER / f"{name}.txt").read_text(encoding="utf-8").splitlines()


@cache
def plain(name: str) -> pl.Series:
    """Return the lines of a file as a table to pick from, all as usual as each other."""
    return pl.Series(name, lines_of(name))


@cache
def names(*files: str) -> pl.DataFrame:
    """Return the names of the files, `latin` and `arabic`, each as often as it is usual.

    Every file fills TABLE_SIZE rows, one after the other.
    """
    rows = [pair.split("|") for file in files for pair in _repeated(lines_of(file))]
    return pl.DataFrame(rows, schema=["latin", "arabic"], orient="row")


def _repeated(pairs: list[str]) -> list[str]:
    weights = [1 / (rank + HEAD_START) for rank in range(len(pairs))]
    shares = apportion(weights, TABLE_SIZE)
    return [pair for pair, share in zip(pairs, shares, strict=True) for _ in range(share)]
