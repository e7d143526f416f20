"""The AGI of Asterisk over a socket (FastAGI): commands out, one line in for each.

A call is one connection. Asterisk first says who calls (`agi_*` lines up to an empty one), then
answers each command: `200 result=…`, `510` unknown, `511` on a dead channel, `520` wrong use, in
several lines. `HANGUP` on a line of its own, or a closed socket, is a caller who is gone.
"""

import asyncio
import re

LONGEST_LINE = 2_000
MOST_LINES = 100
TO_SAY_WHO = 10  # seconds
TO_ANSWER = 180  # the longest prompt, and then some
ANSWERED = re.compile(r"200 result=(\S*)(?: \((.*)\))?(?: endpos=\d+)?")
DIGITS = "0123456789*#"
GONE = "-1"


class HungUp(Exception):
    """Nobody is on the line any more."""


class NotAgi(Exception):
    """The other end does not speak AGI, or refused a command."""


class Line:
    """One call, as Asterisk carries it."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._reader, self._writer = reader, writer
        self.said: dict[str, str] = {}

    async def open(self) -> None:
        """Read what Asterisk says of the call, then pick up."""
        async with asyncio.timeout(TO_SAY_WHO):
            for _line in range(MOST_LINES):
                name, _colon, value = (await self._read()).partition(":")
                if not name:
                    break
                self.said[name] = value.strip()
        if "agi_uniqueid" not in self.said:
            raise NotAgi("no agi_uniqueid")
        await self.command("ANSWER")

    async def command(self, *words: str) -> str:
        """Send a command and return its result; raise HungUp or NotAgi."""
        self._writer.write((" ".join(words) + "\n").encode())
        try:
            async with asyncio.timeout(TO_ANSWER):
                await self._writer.drain()
                return self._result(await self._answer())
        except (ConnectionError, TimeoutError) as gone:
            raise HungUp from gone

    async def play(self, sound: str) -> str:
        """Play a sound; return the digit that cut it short, if one did."""
        return _key(await self.command("STREAM FILE", sound, f'"{DIGITS}"'))

    async def play_and_wait(self, sound: str, seconds: int) -> str:
        """Play a sound, then wait for one digit; nothing when none came."""
        waits = str(1000 * seconds)
        return _key(await self.command("GET OPTION", sound, f'"{DIGITS}"', waits))

    async def play_and_collect(self, sound: str, seconds: int, most: int) -> str:
        """Play a sound, and collect digits up to a number of them, or to `#`."""
        return await self.command("GET DATA", sound, str(1000 * seconds), str(most))

    async def collect(self, begun: str, seconds: int, most: int) -> str:
        """Collect what follows a digit that was pressed already."""
        typed = begun
        while len(typed) < most and not typed.endswith("#"):
            key = _key(await self.command("WAIT FOR DIGIT", str(1000 * seconds)))
            if not key:
                break
            typed += key
        return typed.removesuffix("#")

    async def leave(self, **variables: str) -> None:
        """Give the call back to the dial plan, which reads these variables."""
        for name, value in variables.items():
            await self.command("SET VARIABLE", name, f'"{value}"')

    async def close(self) -> None:
        """End the connection, whatever its state."""
        self._writer.close()

    async def _answer(self) -> str:
        line = await self._read()
        if line.startswith("520-"):  # its right use follows, up to a line that begins with 520
            while not (await self._read()).startswith("520 "):
                pass
        return line

    def _result(self, line: str) -> str:
        if line.startswith("511"):
            raise HungUp
        answered = ANSWERED.fullmatch(line)
        if answered is None:
            raise NotAgi(line[:3])
        result, note = answered.groups()
        if result == GONE or note == "hangup":
            raise HungUp
        return result

    async def _read(self) -> str:
        """One line that is not the word of a hang-up; a line may come in pieces."""
        try:
            read = await self._reader.readline()
        except ValueError as longest:  # longer than anything Asterisk writes
            raise NotAgi("a line without end") from longest
        except ConnectionError as gone:
            raise HungUp from gone
        if not read.endswith(b"\n"):
            raise HungUp
        line = read.decode("utf-8", "replace").strip()
        if line == "HANGUP":
            raise HungUp
        return line


def _key(result: str) -> str:
    """The key whose code a command returned; none was pressed when it is 0."""
    if not result.isdecimal():
        raise NotAgi(f"result {result[:10]}")
    return chr(int(result)) if int(result) else ""
