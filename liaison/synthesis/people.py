"""The fictitious people themselves, before any body writes them its own way.

The country has about a hundred million of them, each made from an index and nothing else. A list
is a window on the country: bodies and seeds look at windows that lie far apart.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from hashlib import blake2b

import polars as pl

from liaison.synthesis.corpora import TABLE_SIZE, names, plain
from liaison.synthesis.draws import INDEX, draw, padded, pick, serial
from liaison.synthesis.territory import country_size, seats, with_home_and_cin

GOLDEN_RATIO = 0.618_033_988_749_895  # windows at its multiples keep away from each other
BODY_STRIDE = 693  # found by trial: 10 million people between bodies, 3 million between seeds
BODIES = ("DGI", "MSPS", "ONN", "BAM", "MAPMDREF", "ARTISANAT", "ANAM")
BATCH = 50_000
ADULT_AGE, GREATEST_AGE = 18, 85

# Whatever the reference date from FIRST_DAY to the end of 2026, the people stay the same.
FIRST_DAY = date(2021, 12, 1)
ELDEST_BORN = date(1942, 1, 1)


@dataclass(frozen=True)
class Profile:
    """What sets the people of one profession apart."""

    women: int = 30  # per cent
    youngest: int = ADULT_AGE  # age in years on the reference date
    since: date = date(1990, 1, 1)  # nobody began before


def first_index(body: str, seed: int) -> int:
    """Return where the window of a body and a seed begins."""
    if body in BODIES:
        rank = BODIES.index(body)
    else:
        rank = len(BODIES) + int.from_bytes(blake2b(body.encode(), digest_size=4).digest(), "big")
    stride = int(country_size() * GOLDEN_RATIO) | 1
    return (rank * BODY_STRIDE + seed) * stride % country_size()


def window(body: str, rows: int, *, seed: int) -> Iterator[pl.Series]:
    """Yield, batch by batch, the indexes of the people whom a body's list shows."""
    start = first_index(body, seed)
    for first in range(0, rows, BATCH):
        places = pl.int_range(first, min(first + BATCH, rows), eager=True)
        yield (start + places) % country_size()


def people_at(indexes: pl.Series, profile: Profile, *, reference_date: date) -> pl.DataFrame:
    """Return people with columns named as in every list, dates as dates, the phone as nine digits.

    `is_woman` and `rural` are there to write the sex and the address.
    """
    return (
        with_home_and_cin(pl.DataFrame({INDEX: indexes}))
        .with_columns(is_woman=draw("sex", 100) < profile.women)
        .with_columns(**_names(), **_birth(profile, reference_date), **_reach())
        .with_columns(**_address(), EMAIL=_email(), DATE_DEBUT=_start(profile, reference_date))
    )


def _names() -> dict[str, pl.Expr]:
    family, first = names("family_names"), names("first_names_men", "first_names_women")
    name = draw("family name", TABLE_SIZE)
    first_name = draw("first name", TABLE_SIZE) + TABLE_SIZE * pl.col("is_woman").cast(pl.Int64)
    return {
        "NOM": pl.lit(family["latin"]).gather(name),
        "NOM_AR": pl.lit(family["arabic"]).gather(name),
        "PRENOM": pl.lit(first["latin"]).gather(first_name),
        "PRENOM_AR": pl.lit(first["arabic"]).gather(first_name),
    }


def _birth(profile: Profile, reference_date: date) -> dict[str, pl.Expr]:
    latest = years_before(min(FIRST_DAY, reference_date), profile.youngest)
    earliest = max(ELDEST_BORN, years_before(reference_date, GREATEST_AGE))
    days = (latest - earliest).days
    middling = (draw("birth", days) + draw("birth again", days)) // 2
    elsewhere = pick(seats()["town"], "birth place")
    return {
        "DATE_NAISSANCE": pl.lit(earliest) + pl.duration(days=middling),
        "LIEU_NAISSANCE": pl.when(draw("moved", 10) < 3).then(elsewhere).otherwise(pl.col("town")),
    }


def _reach() -> dict[str, pl.Expr]:
    mobile = serial("phone", 200_000_000)
    return {"TELEPHONE": (mobile // 100_000_000 + 6).cast(pl.String) + padded(mobile % 10**8, 8)}


def _address() -> dict[str, pl.Expr]:
    street = pl.format("{} {}", draw("house", 240) + 1, pick(plain("streets"), "street"))
    return {"ADRESSE": pl.when("rural").then(pick(plain("hamlets"), "hamlet")).otherwise(street)}


def _email() -> pl.Expr:
    def mailbox(name: str) -> pl.Expr:
        return pl.col(name).str.normalize("NFKD").str.replace_all(r"[^A-Za-z]", "")

    host = pick(pl.Series(["example.com", "example.org", "example.net"]), "mail host")
    box = mailbox("PRENOM") + pl.lit(".") + mailbox("NOM")
    address = pl.format("{}{}@{}", box.str.to_lowercase(), draw("mailbox", 1000), host)
    return pl.when(draw("has mail", 100) < 25).then(address)


def _start(profile: Profile, reference_date: date) -> pl.Expr:
    day = day_since(profile, "start", reference_date)
    return pl.when(draw("has start", 100) < 70).then(day)


def day_since(profile: Profile, topic: str, reference_date: date) -> pl.Expr:
    """Draw a day of the person's working life, before FIRST_DAY and the reference date."""
    last = min(FIRST_DAY, reference_date)
    old_enough = pl.col("DATE_NAISSANCE").dt.offset_by(f"{profile.youngest}y")
    first = pl.max_horizontal(old_enough, pl.lit(min(profile.since, last)))
    span = (pl.lit(last) - first).dt.total_days().clip(lower_bound=0) + 1
    return first + pl.duration(days=draw(topic, 1_000_003) % span)


def years_before(day: date, years: int) -> date:
    """Return the same day some years before (28 February for a 29 February)."""
    if (day.month, day.day) == (2, 29):
        return date(day.year - years, 2, 28)
    return day.replace(year=day.year - years)
