"""A private Valkey: the broker and the cache. It keeps nothing, because PostgreSQL is the truth."""

import socket
import time

from cnss_amo.embedded.programs import valkey_program
from cnss_amo.embedded.server import START_SECONDS, Server, ServerNotStarted


class Valkey(Server):
    """The Valkey of one VAR_DIR."""

    name = "valkey"
    socket_name = "valkey.sock"

    @property
    def mark(self) -> str:
        return f"unixsocket:{self.socket}"

    def start(self) -> None:
        """Start the server unless it is up; wait until it answers."""
        if self.running():
            return
        with self.alone():
            if not self.running():
                self._launch()
                self._wait(up=True)

    def stop(self) -> bool:
        """Stop the server; say whether it was up."""
        if not self.running():
            return False
        with self.alone():
            if self.running():
                self._send(b"SHUTDOWN NOSAVE\r\n")
                self._wait(up=False)
        return True

    def _launch(self) -> None:
        self.end_orphans()
        options = {
            "port": 0,
            "unixsocket": self.socket,
            "unixsocketperm": 700,
            "dir": self.home,
            "logfile": self.log,
            "pidfile": self.home / "valkey.pid",
            "save": "",
            "appendonly": "no",
            "maxmemory-policy": "noeviction",
            "daemonize": "yes",
        }
        arguments = [word for name, value in options.items() for word in (f"--{name}", value)]
        self.run(valkey_program(self.account), *arguments)

    def _send(self, command: bytes) -> bytes:
        with socket.socket(socket.AF_UNIX) as client:
            client.connect(str(self.socket))
            client.sendall(command)
            return client.recv(64)

    def _wait(self, *, up: bool) -> None:
        limit = time.monotonic() + START_SECONDS
        while self.running() != up:
            if time.monotonic() > limit:
                raise ServerNotStarted(self.explain(f"pas de réponse en {START_SECONDS} s"))
            time.sleep(0.01)
