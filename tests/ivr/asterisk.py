"""Asterisk as our FastAGI door sees it: a socket, `agi_*` lines, an answer to each command."""

import asyncio
import socket
import threading
from collections.abc import Callable, Iterable
from contextlib import contextmanager

from cnss_amo.ivr.server import VoiceServer

HANG_UP = object()  # the caller hangs up instead of pressing
SILENCE = ""
WHO = {
    "agi_network": "yes",
    "agi_request": "agi://127.0.0.1/amo",
    "agi_uniqueid": "1772452800.7",
    "agi_callerid": "unknown",
}
Pressed = str | object | Callable[[], str]


@contextmanager
def served(**options):
    """A voice server on a thread of its own; yields its port."""
    loop = asyncio.new_event_loop()
    server = VoiceServer(**options)
    thread = threading.Thread(target=loop.run_forever)
    thread.start()

    def run(work):
        return asyncio.run_coroutine_threadsafe(work, loop).result(30)

    try:
        yield run(server.listen("127.0.0.1", 0))
    finally:
        run(server.stop(grace=1))
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
        loop.close()


class Asterisk:
    """One call: what the caller presses at each question; what she heard, what was commanded."""

    def __init__(self, port: int, pressed: Iterable[Pressed] = (), **who: str) -> None:
        self.pressed = list(pressed)
        self.commands: list[str] = []
        self.heard: list[str] = []
        self.variables: dict[str, str] = {}
        self.socket = socket.create_connection(("127.0.0.1", port), timeout=30)
        self.lines = self.socket.makefile("r", encoding="utf-8", newline="\n")
        self.say("".join(f"{name}: {value}\n" for name, value in (WHO | who).items()) + "\n")

    def say(self, text: str) -> None:
        self.socket.sendall(text.encode())

    def carry(self) -> "Asterisk":
        """Answer every command until we leave, or the caller does."""
        try:
            while command := self.lines.readline().rstrip("\n"):
                self.commands.append(command)
                self.answer(command)
        except ConnectionError:
            pass
        finally:
            self.close()
        return self

    def answer(self, command: str) -> None:
        verb, _space, rest = command.partition(" ")
        if command.startswith(("GET DATA", "GET OPTION", "STREAM FILE")):
            self.heard.append(command.split(" ")[2])
        if command.startswith(("GET DATA", "GET OPTION")):
            return self.press(command)
        if command.startswith("STREAM FILE"):
            return self.say("200 result=0 endpos=8000\n")
        if verb == "SET":
            _variable, name, value = rest.split(" ", 2)
            self.variables[name] = value.strip('"')
        self.say("200 result=1\n" if verb in ("SET", "HANGUP") else "200 result=0\n")

    def press(self, command: str) -> None:
        typed = self.pressed.pop(0) if self.pressed else HANG_UP
        typed = typed() if callable(typed) else typed
        if typed is HANG_UP:
            self.say("HANGUP\n200 result=-1\n")
        elif command.startswith("GET DATA"):
            is_full = len(typed) == int(command.rpartition(" ")[2])
            self.say(f"200 result={typed}{'' if is_full else ' (timeout)'}\n")
        else:
            self.say(f"200 result={ord(typed) if typed else 0} endpos=8000\n")

    def close(self) -> None:
        self.lines.close()
        self.socket.close()
