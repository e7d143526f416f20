"""Read the authorisation table: every URL of the application, every principal, what each meets."""

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from django.urls import URLPattern, URLResolver, get_resolver

TABLE = Path(__file__).with_name("table.txt")
METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")
OPEN, CLOSED, ABSENT, SIGN_IN, READ_ONLY = "o", "-", "x", ">", "r"
KEY = "k"  # a door for programs asks for their key: 401
LED_AWAY = "302"
# Everything a library leaves unnamed: the catch-all of the Django admin.
UNNAMED = "unnamed"


class Rule(NamedTuple):
    """One line of the table: the methods a page answers, what it tells, who meets what there.

    `looks` is how many lines of the view log one display writes; `tells` is `clear` for the few
    pages made to give people's data whole, to whoever sent them.
    """

    methods: frozenset[str]
    looks: int
    tells: str
    cells: dict[str, str]

    def meets(self, principal: str, method: str) -> frozenset[str]:
        """What a principal may meet, in the signs of the table.

        A method that the page does not answer finds no door: 405, or what stands before it.
        """
        cell = self.cells[principal]
        if cell == READ_ONLY:  # the Django admin shows it, and refuses whatever is posted
            cell = CLOSED if method == "POST" else OPEN
        elif method not in self.methods:
            return frozenset({"405", LED_AWAY, CLOSED, ABSENT, SIGN_IN})
        return frozenset({OPEN, LED_AWAY} if cell == OPEN else {cell})


def table() -> dict[str, Rule]:
    """The rules by URL name; the line of column heads names the principals."""
    lines = [line for line in TABLE.read_text("utf-8").splitlines() if line.strip()]
    heads, *rows = [line.split() for line in lines if not line.startswith("#")]
    principals = heads[4:]
    rules: dict[str, Rule] = {}
    for name, methods, looks, tells, *cells in rows:
        assert len(cells) == len(principals), f"{name}: one sign for each principal"
        assert set(cells) <= {OPEN, CLOSED, ABSENT, SIGN_IN, READ_ONLY, KEY}, (
            f"{name}: unknown sign"
        )
        assert name not in rules, f"{name} is twice in the table"
        met = dict(zip(principals, cells, strict=True))
        rules[name] = Rule(_methods(methods), int(looks), tells, met)
    return rules


def principals() -> list[str]:
    """Those whom the table knows."""
    return list(next(iter(table().values())).cells)


def pages(resolver: URLResolver | None = None, namespace: str = "") -> Iterator[str]:
    """Yield the name of every URL that the application answers, pages of libraries included."""
    for entry in (resolver or get_resolver()).url_patterns:
        if isinstance(entry, URLResolver):
            inner = f"{namespace}{entry.namespace}:" if entry.namespace else namespace
            yield from pages(entry, inner)
        elif isinstance(entry, URLPattern):
            yield f"{namespace}{entry.name or UNNAMED}"


def _methods(text: str) -> frozenset[str]:
    if text == "ANY":
        return frozenset(METHODS)
    named = set(text.split("+"))
    return frozenset(named | {"HEAD"} if "GET" in named else named)
