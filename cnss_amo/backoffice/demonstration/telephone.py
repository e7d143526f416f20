"""Somebody with a telephone: calls the voice server of a running site and presses keys."""

import json
from typing import Any
from urllib.error import HTTPError
from urllib.parse import urljoin
from urllib.request import Request, urlopen
from uuid import uuid4

from cnss_amo.backoffice.demonstration.visitor import LONGEST_ANSWER, DoorBroke

CALLS = "/api/v1/voice/calls/"
LETTERS = ("ABC", "DEF", "GHI", "JKL", "MNO", "PQRS", "TUV", "WXYZ")
KEYS = {letter: str(key) for key, letters in enumerate(LETTERS, 2) for letter in letters}


class Telephone:
    """One call; `answer` is what the server said last."""

    def __init__(self, site: str, key: str, caller: str) -> None:
        self.site, self.key = site, key
        self.answer = self._post(CALLS, {"session": str(uuid4()), "caller": caller})

    def press(self, *typed: str) -> None:
        """Answer one question after the other; raise DoorBroke when the call ends too early."""
        for keys in typed:
            if self.answer["end"]:
                raise DoorBroke(f"{CALLS}: {self.answer['say']}")
            where = f"{CALLS}{self.answer['call']}/input/"
            self.answer = self._post(where, {"step": self.answer["step"], "typed": keys})

    @property
    def is_over(self) -> bool:
        """Whether the server said goodbye."""
        return self.answer["end"] == "over"

    def _post(self, path: str, said: dict[str, Any]) -> dict[str, Any]:
        headers = {"Authorization": f"Bearer {self.key}", "Content-Type": "application/json"}
        request = Request(urljoin(self.site, path), json.dumps(said).encode(), headers)
        try:
            with urlopen(request, timeout=LONGEST_ANSWER) as answered:
                return json.load(answered)
        except HTTPError as refused:
            raise DoorBroke(f"{path}: HTTP {refused.code} {refused.read().decode()}") from refused


def keys_of(letters: str) -> str:
    """The keys that letters are typed with."""
    return "".join(KEYS[letter] for letter in letters)
