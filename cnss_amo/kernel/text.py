"""Text as a list or a form gives it, made clean: one rule for a million cells and for one."""

from collections.abc import Callable
from typing import Any

import polars as pl

PolarsType = pl.DataType | type[pl.DataType]

# Already clean: printable ASCII, accented letters of Latin-1, Arabic letters, single inner spaces.
_UNCLEAN = r"[^ -~À-ÖØ-öø-ÿ\x{0621}-\x{063A}\x{0641}-\x{064A}]|^ | $|  "
# Bidi controls, zero-width characters, soft hyphens, variation selectors, and the tatweel.
_INVISIBLE = r"[\p{Cf}\p{Default_Ignorable_Code_Point}\x{0640}]"
_SPACES = r"[\t\n\r\p{Z}]+"
_CONTROLS = r"[\x00-\x08\x0B\x0C\x0E-\x1F\x7F-\x{9F}]"
_EASTERN_DIGITS = [*"٠١٢٣٤٥٦٧٨٩", *"۰۱۲۳۴۵۶۷۸۹"]
_DIGITS = [*"0123456789"] * 2


def clean(expr: pl.Expr) -> pl.Expr:
    """Normalise a text column: NFKC, no invisible character, single spaces, digits 0-9.

    An empty cell becomes null. Control characters stay: `has_control_characters` finds them.
    """
    return expr.map_batches(_clean, return_dtype=pl.String)


def clean_one(text: str | None) -> str | None:
    """Normalise one text by the rule of `clean`."""
    cleaned: str | None = one(clean, text)
    return cleaned


def has_control_characters(expr: pl.Expr) -> pl.Expr:
    """Tell the cells that hold a NUL or another control; TAB, CR and LF count as spaces."""
    return expr.str.contains(_CONTROLS)


def each_once(expr: pl.Expr, rule: Callable[[str | None], Any], dtype: PolarsType) -> pl.Expr:
    """Apply a rule of plain Python to each different cell of a batch: words repeat."""

    def read(cells: pl.Series) -> pl.Series:
        distinct = cells.unique()
        values = pl.Series("value", [rule(cell) for cell in distinct], dtype=dtype)
        table = pl.DataFrame({"cell": distinct, "value": values})
        return cells.to_frame("cell").join(
            table, on="cell", how="left", nulls_equal=True, maintain_order="left"
        )["value"]

    return expr.map_batches(read, return_dtype=dtype, is_elementwise=True)


def one(rule: Callable[..., pl.Expr], *values: str | None) -> Any:
    """Apply a rule written for columns to single values."""
    cells = {str(place): [_storable(value)] for place, value in enumerate(values)}
    row = pl.DataFrame(cells, schema=dict.fromkeys(cells, pl.String))
    return row.select(rule(*map(pl.col, cells))).item()


def _clean(cells: pl.Series) -> pl.Series:
    places = cells.str.contains(_UNCLEAN).arg_true()
    if len(places):
        cells = cells.scatter(places, _normalised(cells.gather(places)))
    return cells.set(cells == "", None)


def _normalised(cells: pl.Series) -> pl.Series:
    return (
        cells.str.normalize("NFKC")
        .str.replace_all(_INVISIBLE, "")
        .str.normalize("NFC")
        .str.replace_many(_EASTERN_DIGITS, _DIGITS)
        .str.replace_all(_SPACES, " ")
        .str.strip_chars(" ")
    )


def _storable(value: str | None) -> str | None:
    """Replace lone surrogates, which JSON can carry and no database can hold."""
    return value and value.encode(errors="replace").decode()
