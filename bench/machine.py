"""What the figures were measured on: the machine, PostgreSQL, and the settings that matter."""

import os
import platform
import re
from pathlib import Path

from django.conf import settings
from django.db import connection

IN_FORCE = (
    *("shared_buffers", "work_mem", "maintenance_work_mem", "effective_cache_size"),
    *("wal_level", "wal_compression", "max_wal_size", "checkpoint_timeout", "full_page_writes"),
    *("fsync", "synchronous_commit", "autovacuum", "autovacuum_max_workers", "jit"),
    *("random_page_cost", "max_parallel_workers_per_gather"),
)
OUR_OWN = ("LIST_BATCH_ROWS", "LIST_CHUNK_ROWS")


def described() -> dict[str, object]:
    """The machine in words and figures."""
    with connection.cursor() as cursor:
        cursor.execute("SHOW server_version")
        version = cursor.fetchone()[0]
        cursor.execute(
            "SELECT name, current_setting(name) FROM pg_settings WHERE name = ANY(%s)",
            [list(IN_FORCE)],
        )
        in_force = dict(cursor.fetchall())
    return {
        "processor": _found("/proc/cpuinfo", r"model name\s*: (.+)") or platform.processor(),
        "cores": _cores(),
        "memory (GiB)": round(_memory() / 2**30, 1),
        "system": platform.platform(terse=True),
        "python": platform.python_version(),
        "postgresql": version,
        "postgresql settings": {name: in_force[name] for name in IN_FORCE},
        "list settings": {name: getattr(settings, name) for name in OUR_OWN},
    }


def _cores() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _memory() -> int:
    return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")


def _found(path: str, pattern: str) -> str | None:
    try:
        found = re.search(pattern, Path(path).read_text())
    except OSError:
        return None
    return found[1].strip() if found else None
