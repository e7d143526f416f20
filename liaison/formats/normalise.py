"""A batch of cells becomes a batch of rows: values, issues, category, search keys. Pure Polars.

In: one text column for each column of the format found in the header (canonical name), plus `line`
(int) and `broken` (text or null: why the line could not be cut into cells).
Out: the columns of NORMALISED, one row a line, nothing sealed yet.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import polars as pl

from cnss_amo.kernel import identifiers, names, text
from liaison.formats import readers
from liaison.formats.layout import Classification, Fact, ListFormat, Remark
from liaison.formats.readers import Column

TEXTS = (
    "operation",
    "category",
    "sub_category",
    "document_kind",
    "other_document_kind",
    "last_name",
    "first_name",
    "last_name_ar",
    "first_name_ar",
    "birth_precision",
    "birth_place",
    "sex",
    "nationality",
    "professional_id",
)


@dataclass(frozen=True)
class Sheet:
    """A format met in a header: which columns are there, and what the sender calls them."""

    layout: ListFormat
    sent_names: Mapping[str, str]
    on: date

    @property
    def columns(self) -> tuple[Column, ...]:
        return self.layout.columns(self.on)

    def sent_name(self, name: str) -> str:
        """The sender's name of a column; ours where the column is absent."""
        return self.sent_names.get(name, name)


def normalise(cells: pl.DataFrame, sheet: Sheet) -> pl.DataFrame:
    """Read every cell of a batch, find every issue of every row, classify, compute the keys."""
    read = _read_cells(cells.lazy(), sheet)
    read = read.with_columns(_document(sheet))
    law = sheet.layout.classify(sheet.on)
    read = read.with_columns(_row_faults(sheet))
    read = read.with_columns(_classified(law))
    read = read.with_columns(issues=_issue_list(sheet, law.remarks))
    read = read.with_columns(
        refused=pl.col("issues").str.contains('"E"]', literal=True).fill_null(False)
    )
    return _finished(read, sheet).collect()


def _read_cells(cells: pl.LazyFrame, sheet: Sheet) -> pl.LazyFrame:
    names = cells.collect_schema().names()
    present = [column for column in sheet.columns if column.name in names]
    clean = cells.select(
        "line",
        "broken",
        *(text.clean(_typed(pl.col(column.name))).alias(column.name) for column in present),
        *(
            text.has_control_characters(pl.col(column.name))
            .fill_null(False)
            .alias(f"?{column.name}")
            for column in present
        ),
    )
    read = clean.with_columns(
        column.reader.value(pl.col(column.name)).alias(f"={column.to}") for column in present
    )
    coded = read.with_columns(_issue(column).alias(f"!{column.to}") for column in present)
    values = [
        pl.when(pl.col(f"!{column.to}").is_null()).then(pl.col(f"={column.to}")).alias(column.to)
        for column in present
    ]
    absent = [column for column in sheet.columns if column.name not in names]
    nothing = [pl.lit(None, dtype=_type_of(column)).alias(column.to) for column in absent]
    silent = [pl.lit(None, dtype=pl.String).alias(f"!{column.to}") for column in absent]
    birth = (
        readers.birth_precision(pl.col("DATE_NAISSANCE"))
        if "DATE_NAISSANCE" in names
        else pl.lit("D")
    )
    return coded.with_columns(*values, *nothing, *silent, birth_precision=birth)


def _typed(cell: pl.Expr) -> pl.Expr:
    """A cell as its sender typed it: return files guard formulas with an apostrophe."""
    return cell.map_batches(_unguarded, return_dtype=pl.String, is_elementwise=True)


def _unguarded(cells: pl.Series) -> pl.Series:
    guarded = cells.str.starts_with("'").arg_true()
    if not len(guarded):
        return cells
    typed = cells.gather(guarded).str.replace(r"^'([=+\-@＝＋－＠\t\r\n\x00])", "${1}")
    return cells.scatter(guarded, typed)


def _issue(column: Column) -> pl.Expr:
    cell = pl.col(column.name)
    missing = "MISSING_VALUE" if column.required else column.missing or None
    return (
        pl.when(pl.col(f"?{column.name}"))
        .then(pl.lit("CONTROL_CHARACTER"))
        .when(cell.is_null())
        .then(pl.lit(missing, dtype=pl.String))
        .otherwise(column.reader.issue(cell, pl.col(f"={column.to}")))
    )


def _type_of(column: Column) -> pl.DataType:
    probe = pl.DataFrame({"cell": pl.Series([], dtype=pl.String)})
    return probe.select(column.reader.value(pl.col("cell"))).to_series().dtype


# --- The identity document --------------------------------------------------------------------


def _document(sheet: Sheet) -> list[pl.Expr]:
    """The CIN is the document where there is one; a second paper is kept beside it."""
    cin, kind, piece = pl.col("cin"), pl.col("piece_kind"), pl.col("piece")
    piece_is_cin = kind == "CIN"
    number = pl.when(piece_is_cin).then(identifiers.cin_value(piece)).otherwise(piece)
    alone = cin.is_null() & pl.col("!cin").is_null()
    second = cin.is_not_null() & kind.is_not_null() & piece.is_not_null() & ~piece_is_cin
    return [
        pl.when(alone)
        .then(kind)
        .otherwise(pl.when(cin.is_not_null()).then(pl.lit("CIN")))
        .alias("document_kind"),
        pl.when(alone).then(number).otherwise(cin).alias("document"),
        pl.when(second).then(kind).alias("other_document_kind"),
        pl.when(second).then(piece).alias("other_document"),
    ]


def _row_faults(sheet: Sheet) -> list[pl.Expr]:
    """Issues that two cells make together."""
    alone = pl.col("cin").is_null() & pl.col("!cin").is_null()
    kind, piece = pl.col("piece_kind"), pl.col("piece")
    unwritten = pl.col("!piece").is_null() & pl.col("!piece_kind").is_null()
    number, started = pl.col("number"), pl.col("started_on")
    wrong_piece = (
        pl.when(kind == "CIN")
        .then(~identifiers.cin_is_valid(piece))
        .otherwise(~identifiers.document_is_valid(piece))
    )
    required = alone & unwritten
    piece_fault = (
        pl.when(required & kind.is_not_null() & piece.is_null())
        .then(pl.lit("MISSING_DOCUMENT"))
        .when(unwritten & kind.is_not_null() & wrong_piece)
        .then(pl.lit("BAD_DOCUMENT"))
    )
    return [
        pl.when(required & kind.is_null() & piece.is_null())
        .then(pl.lit("MISSING_DOCUMENT"))
        .alias("!document"),
        pl.when(required & kind.is_null() & piece.is_not_null())
        .then(pl.lit("UNKNOWN_DOCUMENT_KIND"))
        .alias("!kind_of_piece"),
        piece_fault.alias("!number_of_piece"),
        pl.when(pl.col("!number").is_null() & number.is_not_null())
        .then(pl.when(~identifiers.number_key_is_right(number)).then(pl.lit("BAD_NUMBER_KEY")))
        .alias("!number_key"),
        pl.when(started < pl.col("birth_date")).then(pl.lit("START_BEFORE_BIRTH")).alias("!start"),
        pl.when(
            (pl.col("operation") == "S") & started.is_not_null() & (pl.col("ends_on") < started)
        )
        .then(pl.lit("END_BEFORE_START"))
        .alias("!end"),
    ]


# --- Issues -----------------------------------------------------------------------------------

_TOGETHER = (
    ("!document", "CIN", "E"),
    ("!kind_of_piece", "TYPE_PIECE", "E"),
    ("!number_of_piece", "NUM_PIECE", "E"),
    ("!number_key", "NUM_IMMATRICULATION", "W"),
    ("!start", "DATE_DEBUT", "E"),
    ("!end", "DATE_FIN", "E"),
)


def _classified(law: Classification) -> list[pl.Expr]:
    return [
        law.category.alias("category"),
        law.sub_category.alias("sub_category"),
        law.among.alias("sub_category_among"),
    ]


def _issue_list(sheet: Sheet, remarks: tuple[Remark, ...]) -> pl.Expr:
    """Every issue of a row as JSON: `[[code, column as sent, "E" or "W"], …]`, or null."""
    found = [
        _fragment(pl.col(f"!{column.to}"), sheet.sent_name(column.name), column.severity)
        for column in sheet.columns
    ]
    found += [
        _fragment(pl.col(source), sheet.sent_name(name), severity)
        for source, name, severity in _TOGETHER
    ]
    found += [
        _fragment(
            pl.when(remark.holds & _is_sound(remark, sheet)).then(pl.lit(remark.code)),
            sheet.sent_name(remark.column),
            remark.severity,
        )
        for remark in remarks
    ]
    together = pl.concat_str(found, separator=",", ignore_nulls=True)
    broken = _fragment(pl.col("broken"), "", "E")
    listed = pl.when(pl.col("broken").is_not_null()).then(broken).otherwise(together)
    return pl.when(listed != "").then(pl.concat_str(pl.lit("["), listed, pl.lit("]")))


def _is_sound(remark: Remark, sheet: Sheet) -> pl.Expr:
    """A cell that has its own issue is not also said to be empty."""
    (column,) = (column for column in sheet.columns if column.name == remark.column)
    return pl.col(f"!{column.to}").is_null()


def _fragment(code: pl.Expr, sent_name: str, severity: str) -> pl.Expr:
    tail = f'",{json.dumps(sent_name, ensure_ascii=False)},"{severity}"]'
    return pl.when(code.is_not_null()).then(pl.concat_str(pl.lit('["'), code, pl.lit(tail)))


# --- Finish -----------------------------------------------------------------------------------


def _finished(read: pl.LazyFrame, sheet: Sheet) -> pl.LazyFrame:
    kept = pl.col("refused").not_()
    latin = (pl.col("last_name").fill_null(""), pl.col("first_name").fill_null(""))
    arabic = (pl.col("last_name_ar").fill_null(""), pl.col("first_name_ar").fill_null(""))
    read = read.with_columns(
        pl.col("operation").fill_null("A"),
        pl.when(kept).then(pl.col("nationality").fill_null("MA")).alias("nationality"),
        *(pl.when(kept).then(pl.col(name)).alias(name) for name in ("phone", "email", "address")),
        latin_key=names.latin_key(*latin),
        arabic_key=pl.when((arabic[0] != "") & (arabic[1] != "")).then(names.arabic_key(*arabic)),
        search_tokens=names.search_tokens(*latin, *arabic),
        facts=facts_json(sheet.layout.facts),
    )
    return read.select(
        "line",
        "refused",
        "issues",
        "sub_category_among",
        pl.col("number").cast(pl.Int32),
        "document",
        "other_document",
        "latin_key",
        "arabic_key",
        "search_tokens",
        "birth_date",
        "commune",
        "phone",
        "email",
        "address",
        "started_on",
        "ends_on",
        "facts",
        *(pl.col(name).fill_null("") for name in TEXTS),
    )


def facts_json(facts: tuple[Fact, ...]) -> pl.Expr:
    """The facts of a row as a JSON object; what is absent is not in it."""
    written = [
        pl.when(pl.col(fact.name).is_not_null()).then(
            pl.concat_str(
                pl.lit(f'"{fact.name}":'),
                pl.col(fact.name) if fact.number else _quoted(pl.col(fact.name)),
            )
        )
        for fact in facts
    ]
    if not written:
        return pl.lit("{}")
    inside = pl.concat_str(written, separator=",", ignore_nulls=True)
    return pl.concat_str(pl.lit("{"), inside, pl.lit("}"))


def _quoted(value: pl.Expr) -> pl.Expr:
    escaped = value.str.replace_all("\\", "\\\\", literal=True).str.replace_all(
        '"', '\\"', literal=True
    )
    return pl.concat_str(pl.lit('"'), escaped, pl.lit('"'))
