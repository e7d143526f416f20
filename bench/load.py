"""Acts at a steady pace, whatever the answers take: each is timed from when it was due."""

import http.client
import threading
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import NamedTuple, TypeVar
from urllib.parse import urlencode

THREADS = 32
PATIENCE = 30  # seconds for one answer
FORM, JSON = "application/x-www-form-urlencoded", "application/json"
Given = TypeVar("Given")


class Asked(NamedTuple):
    """One request: what kind it is, how it is sent."""

    kind: str
    path: str
    form: dict[str, str] | None = None
    cookies: str = ""
    json: str = ""
    bearer: str = ""
    address: str = ""


class Answer(NamedTuple):
    """What came back, and the milliseconds since the request was due."""

    kind: str
    status: int
    milliseconds: float


def steady(asked: Sequence[Asked], *, port: int, a_second: float) -> list[Answer]:
    """Send the requests, so many a second; return their answers."""
    sender = Sender(port)
    return paced([partial(sender.send, one) for one in asked], a_second=a_second)


def paced(acts: Sequence[Callable[[float], Given]], *, a_second: float) -> list[Given]:
    """Begin so many acts a second, each told when it is due; return what they give."""
    began = time.perf_counter() + 0.2
    with ThreadPoolExecutor(THREADS) as pool:
        waiting = [pool.submit(act, began + place / a_second) for place, act in enumerate(acts)]
        return [one.result() for one in waiting]


class Sender:
    """One connection a thread, kept open as browsers do."""

    def __init__(self, port: int) -> None:
        self._port = port
        self._of_thread = threading.local()

    def send(self, asked: Asked, due: float) -> Answer:
        """Send a request when it is due; say what came back, and how long after."""
        time.sleep(max(0.0, due - time.perf_counter()))
        status = self._status(asked) or self._status(asked)  # once more on a new connection
        return Answer(asked.kind, status, 1000 * (time.perf_counter() - due))

    def _status(self, asked: Asked) -> int:
        """The status of the answer; 0 when the server had closed the connection."""
        body = urlencode(asked.form) if asked.form is not None else asked.json or None
        headers = {"Cookie": asked.cookies, "Accept-Language": "fr"}
        if asked.address:
            headers["X-Forwarded-For"] = asked.address
        if body is not None:
            headers["Content-Type"] = JSON if asked.json else FORM
        if asked.bearer:
            headers["Authorization"] = f"Bearer {asked.bearer}"
        link = self._link()
        try:
            link.request("GET" if body is None else "POST", asked.path, body, headers)
            answer = link.getresponse()
            answer.read()
        except (http.client.HTTPException, ConnectionError):
            self._of_thread.link = None
            return 0
        return answer.status

    def _link(self) -> http.client.HTTPConnection:
        link = getattr(self._of_thread, "link", None)
        if link is None:
            link = http.client.HTTPConnection("127.0.0.1", self._port, timeout=PATIENCE)
            self._of_thread.link = link
        return link
