"""A real telephone call: sipp calls and presses keys, baresip picks up and tells us what it hears.

baresip tells what happens, and is told what to do, over TCP (`ctrl_tcp`): JSON in netstrings.
"""

import json
import shutil
import socket
import subprocess
import time
import wave
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

PROGRAMS = ("baresip", "sipp")
MISSING = [name for name in PROGRAMS if shutil.which(name) is None]
SCENARIO = Path(__file__).with_name("caller.xml")
PATIENCE = 40  # seconds for a whole call
SECONDS_OF_SILENCE = 120

CONFIG = """\
poll_method epoll
sip_listen 127.0.0.1:{sip}
audio_source aufile,{folder}/silence.wav
audio_player aufile,{folder}/heard.wav
audio_alert aufile,{folder}/alert.wav
rtp_ports 20000-29999
module_path /usr/lib/baresip/modules
module g711.so
module aufile.so
module ctrl_tcp.so
module_tmp account.so
module_app menu.so
ctrl_tcp_listen 127.0.0.1:{control}
"""
ACCOUNT = "<sip:amo@127.0.0.1:{sip}>;regint=0;answermode=auto;audio_codecs=PCMA/8000/1\n"


class Telephone:
    """The baresip that answers: what happens on its line, and how to hang up."""

    def __init__(self, sip: int, control: int) -> None:
        self.sip = sip
        self._link = _connected(control)

    def events(self) -> Iterator[dict[str, str]]:
        """Each event of the line, as it comes."""
        waiting, until = b"", time.monotonic() + PATIENCE
        self._link.settimeout(PATIENCE)
        while time.monotonic() < until:
            waiting += self._link.recv(4096)
            while b":" in waiting:
                length, _colon, rest = waiting.partition(b":")
                if len(rest) <= int(length):
                    break
                said, waiting = rest[: int(length)], rest[int(length) + 1 :]
                yield json.loads(said)

    def hang_up(self) -> None:
        told = json.dumps({"command": "hangup"}).encode()
        self._link.sendall(b"%d:%s," % (len(told), told))

    def close(self) -> None:
        self._link.close()


@contextmanager
def telephone(folder: Path) -> Iterator[Telephone]:
    """A telephone that answers by itself, on this machine."""
    sip, control = _free_port(socket.SOCK_DGRAM), _free_port(socket.SOCK_STREAM)
    with wave.open(str(folder / "silence.wav"), "wb") as silence:
        silence.setnchannels(1)
        silence.setsampwidth(2)
        silence.setframerate(8000)
        silence.writeframes(bytes(16_000 * SECONDS_OF_SILENCE))
    (folder / "config").write_text(CONFIG.format(sip=sip, control=control, folder=folder))
    (folder / "accounts").write_text(ACCOUNT.format(sip=sip))
    (folder / "contacts").touch()
    command = ("baresip", "-4", "-f", str(folder))
    with (folder / "log").open("w") as log:
        program = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=log, stderr=log)
    try:
        line = Telephone(sip, control)
        yield line
        line.close()
    finally:
        program.terminate()
        program.wait()


@contextmanager
def caller(sip: int, number: str, digits: str, folder: Path) -> Iterator[subprocess.Popen[bytes]]:
    """Somebody who calls from this number, presses these keys, and waits for us to hang up."""
    scenario = SCENARIO.read_text("utf-8").replace("NUMBER", number).replace("DIGITS", digits)
    (folder / "caller.xml").write_text(scenario, "utf-8")
    media = str(_free_port(socket.SOCK_DGRAM) & ~1)
    command = (
        *("sipp", f"127.0.0.1:{sip}", "-sf", "caller.xml", "-m", "1", "-nostdin"),
        *("-i", "127.0.0.1", "-mi", "127.0.0.1", "-mp", media, "-timeout", str(PATIENCE)),
    )
    program = subprocess.Popen(
        command, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        yield program
    finally:
        program.terminate()
        program.wait()


def _free_port(kind: int) -> int:
    with socket.socket(socket.AF_INET, kind) as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _connected(port: int) -> socket.socket:
    for _attempt in range(100):
        try:
            return socket.create_connection(("127.0.0.1", port), timeout=5)
        except ConnectionRefusedError:
            time.sleep(0.1)
    raise AssertionError("baresip does not listen")
