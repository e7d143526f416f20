"""The plans of the search, kind by kind, as PostgreSQL ran them: docs/search-plans.md."""

import re
from collections.abc import Iterator

from django.db import connection

from bench import machine
from bench.ground import ROOT
from bench.questions import questions
from bench.search import in_database
from registration.queries import find_people

PAGE = ROOT / "docs" / "search-plans.md"
TRIED = 20  # questions of a kind, of which the longest is explained
VALUE = re.compile(r"'[^']*'::")
HEAD = """\
# How PostgreSQL answers a search

Written by `python -m bench.search --plans` among {people:,} people whose names are borne
unequally, as in life; values are left out. Of {tried} questions of each kind, the one that took
the longest, each of its statements as it ran. PostgreSQL {version}, `shared_buffers` {buffers}.
No statement reads the whole register: every one goes through an index, and reads a set number of
people at most.
"""


def write(people: int) -> None:
    """Explain one question of each kind."""
    described = machine.described()
    head = HEAD.format(
        people=people,
        tried=TRIED,
        version=described["postgresql"],
        buffers=_setting("shared_buffers"),
    )
    sections = (f"## {kind}\n\n{_explained(asked)}" for kind, asked in questions(people).items())
    PAGE.write_text("\n".join([head, *sections]), encoding="utf-8")


def _setting(name: str) -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting(%s)", [name])
        return cursor.fetchone()[0]


def _explained(asked: list[str]) -> str:
    longest = max(asked[:TRIED], key=in_database)
    statements: list[tuple[str, object]] = []

    def note(execute, sql, params, *more):
        statements.append((sql, params))
        return execute(sql, params, *more)

    with connection.execute_wrapper(note):
        find_people(longest)
    return "\n".join(f"```\n{plan}\n```\n" for plan in map(_plan, statements))


def _plan(statement: tuple[str, object]) -> str:
    sql, params = statement
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN (ANALYZE, BUFFERS) {sql}", params)
        return "\n".join(_without_values(line for (line,) in cursor.fetchall()))


def _without_values(lines: Iterator[str]) -> Iterator[str]:
    """Nobody's name, digest nor key; nor the width of a line of digests."""
    for line in lines:
        yield re.sub(r"= \d+\)|ANY \('\{[\d,]*\}'", "= …)", VALUE.sub("'…'::", line))
