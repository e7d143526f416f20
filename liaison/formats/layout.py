"""What a body's list looks like, as data: columns, container, how a sub-category is found."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

import polars as pl

from liaison.formats.person import person_columns
from liaison.formats.readers import Column

EMPTY = pl.lit(None, dtype=pl.String)


@dataclass(frozen=True)
class Remark:
    """An issue that several cells make together: its code, column, severity and when it holds."""

    code: str
    column: str
    severity: str
    holds: pl.Expr


@dataclass(frozen=True)
class Classification:
    """Where a row's activity belongs.

    `among`: when the sub-category is only assumed, those that it does not contradict.
    """

    category: pl.Expr
    sub_category: pl.Expr
    among: pl.Expr = pl.lit(None, dtype=pl.List(pl.String))
    remarks: tuple[Remark, ...] = ()


@dataclass(frozen=True)
class Fact:
    """A fact of the activity: its name in the register, and whether it is a number."""

    name: str
    number: bool = False


@dataclass(frozen=True)
class ListFormat:
    """The list of one body."""

    code: str
    own_columns: tuple[Column, ...]
    classify: Callable[[date], Classification]
    facts: tuple[Fact, ...] = ()
    container: str = "csv"
    delimiter: str = ";"
    encoding: str = "utf-8-sig"

    def columns(self, on: date) -> tuple[Column, ...]:
        """Every column the format knows, on a day."""
        return (*person_columns(on), *self.own_columns)
