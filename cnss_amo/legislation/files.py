"""Reading the TOML files of the law strictly: what is not understood is refused."""

import tomllib
from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

PARAMETERS = Path(__file__).parent / "parameters"
TO_CONFIRM = "à confirmer"

Table = dict[str, Any]


class BadLawFile(ValueError):
    """A file of the law is not written as it must be; the message says where and why."""


def read(path: Path) -> Table:
    """Read one TOML file, its decimal numbers exactly as they are written."""
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"), parse_float=Decimal)
    except tomllib.TOMLDecodeError as error:
        raise BadLawFile(f"{path.name} : TOML illisible ({error}).") from error


def read_register(name: str) -> list[Table]:
    """Read a file that is one list of tables, `categories` or `bodies`."""
    table = read(PARAMETERS / f"{name}.toml")
    check_keys(table, required=(name,), where=name)
    tables: list[Table] = table[name]
    return tables


def check_keys(
    table: Table, *, required: Iterable[str], optional: Iterable[str] = (), where: str
) -> None:
    """Refuse a table that lacks a required key or has one that nobody reads."""
    required = set(required)
    if absent := required - table.keys():
        raise BadLawFile(f"{where} : il manque {_listed(absent)}.")
    if unknown := table.keys() - required - set(optional):
        raise BadLawFile(f"{where} : clé inconnue {_listed(unknown)}.")


def text_in(table: Table, key: str, *, where: str) -> str:
    """Return a text, never blank; an empty one when the key is absent."""
    text = table.get(key)
    if text is None:
        return ""
    if not isinstance(text, str) or not text.strip():
        raise BadLawFile(f"{where}, « {key} » : un texte non vide est attendu.")
    return text


def date_in(table: Table, key: str, *, where: str) -> date:
    """Return a day without an hour."""
    day = table.get(key)
    if not isinstance(day, date) or isinstance(day, datetime):
        raise BadLawFile(f"{where}, « {key} » : une date est attendue, par exemple 2021-12-01.")
    return day


def flag_in(table: Table, key: str, *, default: bool, where: str) -> bool:
    """Return true or false, written without quotes."""
    flag = table.get(key, default)
    if not isinstance(flag, bool):
        raise BadLawFile(f"{where}, « {key} » : true ou false est attendu.")
    return flag


def _listed(keys: Iterable[str]) -> str:
    return ", ".join(f"« {key} »" for key in sorted(keys))
