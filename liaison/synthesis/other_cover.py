"""The register of another compulsory scheme, holding a share of the people of a synthetic list."""

from collections.abc import Iterator
from pathlib import Path

import polars as pl

from liaison.synthesis.draws import INDEX, draw, pick
from liaison.synthesis.people import window
from liaison.synthesis.territory import with_home_and_cin

SCHEMES = pl.Series(["CNSS_SALARIE"] * 14 + ["CNOPS"] * 5 + ["FAR"])
HEADER = b"CIN;REGIME\n"


def other_cover_of(body: str, rows: int, *, seed: int, share: float) -> Iterator[pl.DataFrame]:
    """Yield, batch by batch, the documents of the covered people and their scheme."""
    covered = draw("other cover", 1_000_000) < round(share * 1_000_000)
    for indexes in window(body, rows, seed=seed):
        people = with_home_and_cin(pl.DataFrame({INDEX: indexes}).filter(covered))
        yield people.select("CIN", REGIME=pick(SCHEMES, "scheme"))


def write_other_cover(path: Path | str, body: str, rows: int, *, seed: int, share: float) -> None:
    """Write the CSV `CIN;REGIME` that the register of other cover takes in."""
    with open(path, "wb") as stream:
        stream.write(HEADER)
        for batch in other_cover_of(body, rows, seed=seed, share=share):
            stream.write(batch.write_csv(include_header=False, separator=";").encode())
