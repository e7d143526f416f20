"""The PostgreSQL and the Valkey that start by themselves when no URL names a real server.

For development, the demo and the tests. They listen on Unix sockets only, keep everything below
VAR_DIR, and outlive the process that started them, so that web, worker and tests share them.
"""

from pathlib import Path

from cnss_amo.embedded.postgres import Postgres
from cnss_amo.embedded.programs import NoServerProgram
from cnss_amo.embedded.server import ServerNotStarted
from cnss_amo.embedded.valkey import Valkey

__all__ = ["NoServerProgram", "Postgres", "ServerNotStarted", "Valkey", "stop_all"]


def stop_all(var_dir: Path) -> list[str]:
    """Stop the servers of this VAR_DIR that are up; give back their names."""
    return [server.name for server in (Postgres(var_dir), Valkey(var_dir)) if server.stop()]
