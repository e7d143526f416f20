"""Draws that depend on the person's index alone: same person, same draw, in any list or batch."""

from hashlib import blake2b

import polars as pl

INDEX = "index"

# Odd multipliers whose bits look random (the finaliser of splitmix64).
MULTIPLIERS = (0x9E3779B97F4A7C15, 0xBF58476D1CE4E5B9, 0x94D049BB133111EB)
STRIDE = 73_939_133  # a prime: coprime with every size below


def draw(topic: str, below: int) -> pl.Expr:
    """Draw a whole number from 0 to `below - 1`, independent from one topic to another."""
    bits = pl.col(INDEX).cast(pl.UInt64) + _unsigned(_salt(topic))
    for multiplier in MULTIPLIERS:
        bits = bits * _unsigned(multiplier)
        bits = bits ^ (bits // _unsigned(2**32))
    return (bits // _unsigned(2**11) % _unsigned(below)).cast(pl.Int64)


def pick(table: pl.Series, topic: str) -> pl.Expr:
    """Draw one value of a table: a value that should come up more often is there more often."""
    return pl.lit(table).gather(draw(topic, len(table)))


def serial(topic: str, size: int) -> pl.Expr:
    """Number people from 0 to `size - 1` in no visible order; two of `size` neighbours differ."""
    return (pl.col(INDEX) * STRIDE + _salt(topic) % size) % size


def padded(number: pl.Expr, digits: int) -> pl.Expr:
    """Write a number with its leading zeros."""
    return number.cast(pl.String).str.zfill(digits)


def _salt(topic: str) -> int:
    return int.from_bytes(blake2b(topic.encode(), digest_size=7).digest(), "big")


def _unsigned(number: int) -> pl.Expr:
    return pl.lit(number, dtype=pl.UInt64)
