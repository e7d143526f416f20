"""What the private servers share: an account, a place, a socket, and one start at a time."""

import fcntl
import os
import re
import shutil
import socket
import stat
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import ClassVar

from cnss_amo.embedded.account import Account
from cnss_amo.embedded.orphans import end_orphans
from cnss_amo.embedded.programs import OPEN_FOLDER, digest

LONGEST_SOCKET_FOLDER = 80  # the kernel takes 107 bytes, 103 on macOS, with the socket's name
START_SECONDS = 60
ENVIRONMENT = {"PATH": os.defpath, "LC_ALL": "C.UTF-8", "TZ": "UTC"}


class ServerNotStarted(RuntimeError):
    """An embedded server did not come up; the message ends with what it wrote in its log."""


class Server:
    """A server of one VAR_DIR, reached through a Unix socket in a folder closed to others.

    Making the object starts and writes nothing: it only knows where everything is.
    """

    name: ClassVar[str]
    socket_name: ClassVar[str]
    mark: str  # stands in the command line of every process of this server, and of no other's

    def __init__(self, var_dir: Path) -> None:
        self.wanted = Path(var_dir).resolve() / self.name
        self.account = Account.for_state(self.wanted)
        reached = self.account.reaches(self.wanted)
        self.home = self.wanted if reached else _open_folder(self.wanted) / self.name
        self.socket_folder = self.home if _suits_a_socket(self.home) else _short_folder(self.home)
        self.socket = self.socket_folder / self.socket_name
        self.log = self.home / "server.log"

    def running(self) -> bool:
        """Whether this server listens on its socket."""
        if not self._is_current():
            return False
        with socket.socket(socket.AF_UNIX) as client:
            client.settimeout(5)
            return client.connect_ex(str(self.socket)) == 0

    @contextmanager
    def alone(self) -> Iterator[None]:
        """Hold the lock under which this server is started or stopped; its folders exist then."""
        self._make_parents(self.home)
        with (self.home.parent / f"{self.name}.lock").open("a") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            if not self._is_current():
                self._begin_again()
            self._make_private(self.home)
            self._make_private(self.socket_folder)
            yield

    def run(self, program: Path, *arguments: object) -> None:
        """Run a program under the server's account, with none of our streams and our terminal."""
        done = subprocess.run(
            [str(program), *map(str, arguments)],
            **self.account.process_options,
            cwd="/",
            env=ENVIRONMENT,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            start_new_session=True,
            check=False,
        )
        if done.returncode != 0:
            raise ServerNotStarted(self.explain(done.stdout.decode(errors="replace").strip()))

    def explain(self, what: str) -> str:
        """A failure with the last lines of the server's log, where the reason is."""
        lines = self.log.read_text(errors="replace").splitlines() if self.log.exists() else []
        return "\n".join([f"{self.name}, {self.home} : {what}", *lines[-10:]])

    def end_orphans(self) -> None:
        """Before a start, end what a killed or forgotten server left running."""
        if left := end_orphans(self.mark, seconds=START_SECONDS / 4):
            raise ServerNotStarted(self.explain(f"processus encore là : {left}"))

    def _is_current(self) -> bool:
        """False once VAR_DIR was removed, keys and all, though its state stayed elsewhere."""
        return self.home == self.wanted or self.wanted.is_symlink()

    def _begin_again(self) -> None:
        shutil.rmtree(self.home, ignore_errors=True)
        self._make_parents(self.wanted)
        self.wanted.symlink_to(self.home)

    def _make_parents(self, path: Path) -> None:
        for folder in reversed([f for f in path.parents if not f.exists()]):
            folder.mkdir(exist_ok=True)
            if self.account.is_lent:  # whatever root's umask is
                folder.chmod(0o755)

    def _make_private(self, folder: Path) -> None:
        folder.mkdir(mode=0o700, exist_ok=True)
        found = folder.lstat()
        if self.account.is_lent and found.st_uid == 0:
            os.chown(folder, self.account.uid, self.account.gid)
        elif not stat.S_ISDIR(found.st_mode) or found.st_uid != self.account.uid:
            raise ServerNotStarted(
                f"{folder} appartient à un autre compte : arrêtez ses serveurs avec ce compte "
                "(make stop), ou choisissez un autre VAR_DIR."
            )
        folder.chmod(0o700)


def _suits_a_socket(folder: Path) -> bool:
    """Short enough for the kernel, and plain enough to stand in a URL or a list of hosts."""
    return len(str(folder)) <= LONGEST_SOCKET_FOLDER and bool(
        re.fullmatch(r"[A-Za-z0-9/._-]+", str(folder))
    )


def _open_folder(wanted: Path) -> Path:
    return OPEN_FOLDER / digest(wanted.parent)


def _short_folder(home: Path) -> Path:
    return Path("/tmp") / f"cnss-amo-{digest(home)}"
