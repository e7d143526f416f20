"""Disks of a few mebibytes, made of memory: they can be filled. Only root may make them."""

import os
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path

import psycopg2
import pytest

from cnss_amo.embedded import Postgres

BALLAST = "ballast"


@contextmanager
def small_disk(mebibytes: int) -> Iterator[Path]:
    """A disk that every account may enter; the test is skipped where none can be mounted."""
    folder = Path(tempfile.mkdtemp(prefix="amo-disk-"))
    options = f"size={mebibytes}m,mode=0777"
    mounted = os.geteuid() == 0 and not subprocess.call(
        ["mount", "-t", "tmpfs", "-o", options, "tmpfs", folder], stderr=subprocess.DEVNULL
    )
    try:
        if not mounted:
            pytest.skip("only root may mount a small disk: full disks are not tested here")
        yield folder
    finally:
        if mounted:
            subprocess.check_call(["umount", "--lazy", folder])
        folder.rmdir()


@contextmanager
def tablespace(server: Postgres, disk: Path) -> Iterator[str]:
    """A tablespace of a server on such a disk."""
    folder, name = disk / "tables", f"small_{disk.name[-8:]}".lower()
    folder.mkdir()
    os.chown(folder, server.account.uid, server.account.gid)
    outside_transactions(server, f"CREATE TABLESPACE {name} LOCATION '{folder}'")
    yield name
    outside_transactions(server, "CHECKPOINT", f"DROP TABLESPACE {name}")


def outside_transactions(server: Postgres, *statements: str) -> None:
    """Run statements that no transaction may hold."""
    with closing(psycopg2.connect(host=server.host, user=server.user, dbname="postgres")) as other:
        other.autocommit = True
        with other.cursor() as cursor:
            for statement in statements:
                cursor.execute(statement)


def fill(disk: Path) -> None:
    """Leave no room at all."""
    with (disk / BALLAST).open("ab", buffering=0) as ballast:
        for piece in (2**20, 4096, 1):
            with suppress(OSError):
                while ballast.write(bytes(piece)):
                    pass


def free(disk: Path) -> None:
    """Give the room back."""
    (disk / BALLAST).unlink(missing_ok=True)
