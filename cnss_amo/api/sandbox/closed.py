"""The sandbox cannot reach the register: not by a mistake of ours either."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection


class SandboxReachedOut(Exception):
    """An operation of the sandbox asked something of the database: a fault of ours."""


def _refuse(_execute: Callable[..., Any], sql: str, *_others: Any) -> None:
    raise SandboxReachedOut(sql[:80])


@contextmanager
def closed_register() -> Iterator[None]:
    """Refuse every statement inside."""
    with connection.execute_wrapper(_refuse):
        yield
