"""What the pure modules need from Django: the keys of this installation, its servers."""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from typing import Any

import psycopg2
from django.conf import settings
from django.db import InterfaceError, OperationalError, connection

from cnss_amo.kernel.sealing import Keyring, make_key_file


def start_embedded_servers() -> None:
    """Start the PostgreSQL and Valkey of this machine, where no URL names others."""
    for server in (settings.EMBEDDED_POSTGRES, settings.EMBEDDED_VALKEY):
        if server is not None:
            server.start()


def is_the_database_s(fault: Exception) -> bool:
    """Whether a fault comes from a database that restarts, is full, or hung up on us.

    A server that dies in the middle of an answer is told by a plain DatabaseError, without the code
    that whatever a server says carries.
    """
    if isinstance(fault, (OperationalError, InterfaceError)):
        return True
    cause = fault.__cause__
    return type(cause) is psycopg2.DatabaseError and cause.pgcode is None


@contextmanager
def apart() -> Iterator[Any]:
    """A cursor beside the request's transaction: each statement stays, whatever becomes of it."""
    own = connection.copy()
    try:
        with own.cursor() as cursor:
            yield cursor
    finally:
        own.close()


@cache
def keyring() -> Keyring:
    """Return the keys of this installation; development draws them once, production never."""
    if settings.DEVELOPMENT:
        make_key_file(settings.DATA_KEYS_FILE)
    return Keyring.load(settings.DATA_KEYS_FILE)
