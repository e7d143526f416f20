"""The FastAGI server: each connection is a call; between two steps a call holds no thread nor
connection to the database.
"""

import asyncio
import logging
import secrets
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from threading import Barrier
from typing import Any

from django.conf import settings
from django.db import close_old_connections, connections
from django.utils import timezone

from cnss_amo.ivr import services
from cnss_amo.ivr.agi import LONGEST_LINE, HungUp, Line, NotAgi
from cnss_amo.ivr.keys import is_known
from cnss_amo.ivr.machine import Question
from cnss_amo.ivr.services import Answer

logger = logging.getLogger(__name__)

PLATFORM = "agi"
NOT_TOLD = ("", "unknown", "anonymous", "restricted")
DATABASE_THREADS = 4
GRACE = 20  # seconds that calls have to end, once asked to stop
NEXT, LANGUAGE = "AMO_NEXT", "AMO_LANGUAGE"  # what the dial plan reads when we leave


class VoiceServer:
    """Answers calls until it is told to stop; beyond its lines, a call goes to a person at once."""

    def __init__(self, *, needs_key: bool = False) -> None:
        self._needs_key = needs_key
        self._threads = ThreadPoolExecutor(DATABASE_THREADS, thread_name_prefix="voice")
        self._calls: set[asyncio.Task[None]] = set()
        self._server: asyncio.Server | None = None

    async def listen(self, host: str, port: int) -> int:
        """Begin to listen; return the port, which the system chooses when 0 is asked for."""
        self._server = await asyncio.start_server(self._take, host, port, limit=LONGEST_LINE)
        return int(self._server.sockets[0].getsockname()[1])

    async def stop(self, grace: float = GRACE) -> None:
        """Take no more calls, let those that are on the line end for a while, then leave them."""
        if self._server:
            self._server.close()
        if self._calls:
            _ended, going_on = await asyncio.wait(set(self._calls), timeout=grace)
            for call in going_on:
                call.cancel()
            await asyncio.gather(*going_on, return_exceptions=True)
        every_thread = Barrier(DATABASE_THREADS)
        for _thread in range(DATABASE_THREADS):
            self._threads.submit(_leave_database, every_thread)
        self._threads.shutdown()

    async def _take(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        call = asyncio.current_task()
        self._calls.add(call)
        line = Line(reader, writer)
        try:
            await self._carry(line)
        except (HungUp, TimeoutError):
            pass
        except NotAgi as wrong:
            logger.warning("a call was not carried: %s", wrong)
        except Exception:
            logger.exception("a call goes to a person: we could not go on with it")
            with suppress(HungUp, NotAgi):
                await line.leave(**{NEXT: "human"})
        finally:
            self._calls.discard(call)
            await line.close()

    async def _carry(self, line: Line) -> None:
        await line.open()
        if self._needs_key and not is_known(line.said.get("agi_arg_1", "")):
            raise NotAgi("no key of ours in agi_arg_1")
        if len(self._calls) > settings.VOICE_LINES:
            logger.error("all lines are taken: a call goes to a person at once")
            return await line.leave(**{NEXT: "human"})
        try:
            answer = await self._in_database(services.begin, **_who(line))
        except services.TooManyCalls:
            return await line.leave(**{NEXT: "human"})
        try:
            while not answer.end:
                answer = await self._step(line, answer)
            await self._end(line, answer)
        except BaseException:
            with suppress(Exception):
                await self._in_database(services.hang_up, key=answer.call)
            raise

    async def _step(self, line: Line, answer: Answer) -> Answer:
        typed = await _asked(line, answer)
        try:
            return await self._in_database(
                services.answer, key=answer.call, step=answer.step, typed=typed
            )
        except services.CallOver as over:
            raise HungUp from over

    async def _end(self, line: Line, answer: Answer) -> None:
        for name in answer.say:
            await line.play(_file(name))
        if answer.end == "human":
            await line.leave(**{NEXT: "human", LANGUAGE: answer.language})
        else:
            await line.leave(**{NEXT: "over"})
            await line.command("HANGUP")

    async def _in_database(self, service: Callable[..., Any], **said: Any) -> Any:
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._threads, _done, service, said)


def _leave_database(every_thread: Barrier) -> None:
    """Close this thread's connection, once each thread has come to do so."""
    every_thread.wait(GRACE)
    connections.close_all()


def _done(service: Callable[..., Any], said: dict[str, Any]) -> Any:
    """Do one step on this thread's connection, a fresh one if it was lost."""
    close_old_connections()
    try:
        return service(platform=PLATFORM, at=timezone.now(), **said)
    finally:
        close_old_connections()


def _who(line: Line) -> dict[str, str]:
    """The call, named by Asterisk and by us: one that is sent here twice is two calls."""
    caller = line.said.get("agi_callerid", "")
    session = f"{line.said['agi_uniqueid'][:60]} {secrets.token_hex(4)}"
    return {"session": session, "caller": "" if caller.lower() in NOT_TOLD else caller}


async def _asked(line: Line, answer: Answer) -> str:
    """Play what there is to say, the last part of it while waiting; a key cuts it short."""
    question = answer.ask or Question(1, 1, 1)
    *first, last = answer.say
    for name in first:
        if key := await line.play(_file(name)):
            return await line.collect(key, question.seconds, question.most)
    if question.most == 1:
        return await line.play_and_wait(_file(last), question.seconds)
    return await line.play_and_collect(_file(last), question.seconds, question.most)


def _file(name: str) -> str:
    return f"{settings.VOICE_SOUNDS}/{name}"
