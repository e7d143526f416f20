"""The register of other cover: which identity documents another compulsory scheme covers."""

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice
from typing import BinaryIO

import polars as pl
from django.db import connection, transaction
from django.utils.translation import gettext as _

from cnss_amo.kernel import identifiers, text
from cnss_amo.kernel.db import keyring

BATCH = 50_000
KINDS = {"CIN": "CIN", "CNIE": "CIN", "PASSEPORT": "PASSEPORT", "CARTE_SEJOUR": "CARTE_SEJOUR"}

UPSERT = """
INSERT INTO registration_othercover (document_key, scheme)
SELECT DISTINCT ON (document_key) document_key, scheme FROM incoming_cover
    ON CONFLICT (document_key) DO UPDATE SET scheme = EXCLUDED.scheme, imported_at = now()
 WHERE registration_othercover.scheme <> EXCLUDED.scheme
"""


class UnreadableCover(Exception):
    """The file is not a register of other cover; the message can be shown as it is."""


@dataclass
class Imported:
    """What an import took, and the lines it could not read."""

    taken: int = 0
    wrong: int = 0
    wrong_lines: list[int] = field(default_factory=list)


def import_other_cover(file: BinaryIO) -> Imported:
    """Take a CSV (UTF-8, `;` or `,`) of documents and schemes; raise UnreadableCover otherwise.

    A document already known takes the scheme of the file. Nothing but digests is kept.
    """
    imported = Imported()
    with transaction.atomic():
        rows = _rows(io.TextIOWrapper(file, encoding="utf-8-sig", newline=""))
        while batch := list(islice(rows, BATCH)):
            _write(batch, imported)
    return imported


def _rows(lines: io.TextIOWrapper) -> Iterator[tuple[int, str, str, str]]:
    """Yield (line, kind of document, its number, scheme)."""
    try:
        header = lines.readline()
        delimiter = ";" if ";" in header else ","
        names = [name.strip().upper() for name in header.strip().split(delimiter)]
        if "REGIME" not in names or not ({"CIN"} <= set(names) or "NUM_PIECE" in names):
            raise UnreadableCover(
                _("La première ligne doit nommer REGIME et CIN (ou TYPE_PIECE et NUM_PIECE).")
            )
        for line, cells in enumerate(csv.reader(lines, delimiter=delimiter), start=2):
            row = dict(zip(names, cells, strict=False))
            if any(cells) and cells[0].strip().upper() != "FIN":
                cin = row.get("CIN", "")
                kind = "CIN" if cin else KINDS.get(row.get("TYPE_PIECE", "").strip().upper(), "")
                yield line, kind, cin or row.get("NUM_PIECE", ""), row.get("REGIME", "").strip()
    except UnicodeDecodeError as wrong:
        raise UnreadableCover(_("Le fichier doit être encodé en UTF-8.")) from wrong


def _write(batch: list[tuple[int, str, str, str]], imported: Imported) -> None:
    documents = _checked(batch)
    wrong = documents.filter(pl.col("number").is_null())
    imported.wrong += wrong.height
    imported.wrong_lines += wrong["line"].head(100).to_list()
    right = documents.filter(pl.col("number").is_not_null())
    keyed = pl.concat_str("kind", pl.lit(":"), "number")
    digests = keyring().digest_all(right.select(keyed).to_series().to_list(), "document")
    lines = io.StringIO(
        "".join(
            f"\\\\x{digest.hex()}\t{scheme}\n"
            for digest, scheme in zip(digests, right["scheme"].to_list(), strict=True)
        )
    )
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE IF EXISTS incoming_cover")
        cursor.execute(
            "CREATE TEMPORARY TABLE incoming_cover (document_key bytea, scheme text) ON COMMIT DROP"
        )
        cursor.copy_expert("COPY incoming_cover FROM STDIN", lines)
        cursor.execute(UPSERT)
    imported.taken += right.height


def _checked(batch: list[tuple[int, str, str, str]]) -> pl.DataFrame:
    """The documents of a batch; `number` is null where document or scheme is not readable."""
    read = pl.DataFrame(batch, schema=["line", "kind", "number", "scheme"], orient="row")
    cleaned = read.with_columns(text.clean(pl.col("number")).alias("number"))
    value = identifiers.cin_value(pl.col("number"))
    valid = (
        pl.when(pl.col("kind") == "CIN")
        .then(identifiers.cin_is_valid(value))
        .when(pl.col("kind") != "")
        .then(identifiers.document_is_valid(value))
        .otherwise(False)
    )
    scheme = pl.col("scheme").str.contains(r"^[A-Za-z0-9_ \-]{1,40}$")
    return cleaned.with_columns(pl.when(valid & scheme).then(value).alias("number"))
