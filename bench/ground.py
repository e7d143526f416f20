"""Where the bench stands: a PostgreSQL and a Valkey of its own, an empty register when asked.

Everything lies under `VAR_DIR/bench`. The bench empties its database, so it never takes one that a
URL names.
"""

import os
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
ELSEWHERE = ("DATABASE_URL", "REDIS_URL")


def prepare() -> None:
    """Start the bench's own servers, with Django on them; before anything imports the settings."""
    home = Path(os.environ.get("VAR_DIR") or ROOT / "var").resolve() / "bench"
    os.environ["VAR_DIR"] = str(home)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cnss_amo.settings")
    for name in ELSEWHERE:
        os.environ[name] = ""  # said empty here, it is not read from .env
        os.environ.pop(f"{name}_FILE", None)
    import django

    django.setup()
    from django.conf import settings

    if settings.EMBEDDED_POSTGRES is None or settings.EMBEDDED_VALKEY is None:
        sys.exit("The bench empties its database: it runs on its own servers only.")
    settings.EMBEDDED_POSTGRES.start()
    settings.EMBEDDED_VALKEY.start()


def leave() -> None:
    """Stop the bench's servers; their data stay under VAR_DIR."""
    from django.conf import settings

    settings.EMBEDDED_POSTGRES.stop()
    settings.EMBEDDED_VALKEY.stop()


def begin_again() -> None:
    """Make the database empty, with the law, the bodies and the territory."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("DROP SCHEMA public CASCADE")
        cursor.execute("CREATE SCHEMA public")
    ready()


def empty(*tables: str) -> None:
    """Empty tables and whatever refers to them, the logs that are never emptied included."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")  # their guards sleep meanwhile
        cursor.execute(f"TRUNCATE {', '.join(tables)} CASCADE")
        cursor.execute("SET session_replication_role = DEFAULT")


def ready() -> None:
    """Have the tables, whatever they hold."""
    from django.core.management import call_command

    call_command("prepare", verbosity=0)


def settle() -> None:
    """Leave the database at rest: no statistics to gather, no page still to write."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("VACUUM (ANALYZE)")
        cursor.execute("CHECKPOINT")
