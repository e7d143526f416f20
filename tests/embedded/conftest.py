import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from cnss_amo.embedded import Postgres, Valkey, stop_all


@contextmanager
def temporary_var_dir() -> Iterator[Path]:
    """A VAR_DIR not made yet, in a folder that every account may enter: pytest's own are closed."""
    folder = Path(tempfile.mkdtemp(prefix="amo-"))
    folder.chmod(0o755)
    try:
        yield folder / "var"
    finally:
        stop_all(folder / "var")
        shutil.rmtree(folder)


@pytest.fixture
def var_dir() -> Iterator[Path]:
    with temporary_var_dir() as path:
        yield path


@pytest.fixture(scope="session")
def used_var_dir() -> Iterator[Path]:
    """One that the tests share; they may stop and kill its servers, which the next starts again."""
    with temporary_var_dir() as path:
        yield path


@pytest.fixture
def postgres(used_var_dir: Path) -> Postgres:
    server = Postgres(used_var_dir)
    server.start()
    return server


@pytest.fixture
def valkey(used_var_dir: Path) -> Valkey:
    server = Valkey(used_var_dir)
    server.start()
    return server
