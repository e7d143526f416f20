"""What a call remembers between two steps, sealed: its memory, the last answer, and to what."""

import json
from dataclasses import asdict
from typing import Any

from cnss_amo.ivr.machine import Memory, Turn
from cnss_amo.ivr.models import Call
from cnss_amo.kernel.db import keyring

LABEL = "call"


def seal(turn: Turn, *, typed: str, answer: dict[str, Any]) -> bytes:
    """Seal what the next step needs; of a call that ended, its last answer alone."""
    kept = {"typed": typed, "answer": answer}
    if not turn.end:
        kept["memory"] = asdict(turn.memory)
    return keyring().seal(json.dumps(kept), LABEL)


def memory_of(call: Call) -> Memory:
    """Where a call is, and what was typed in it."""
    return Memory(**_opened(call)["memory"])


def last_answer(call: Call) -> tuple[str, dict[str, Any]]:
    """What was typed last, and the answer to it."""
    opened = _opened(call)
    return opened["typed"], opened["answer"]


def _opened(call: Call) -> dict[str, Any]:
    return json.loads(keyring().unseal(call.memory_sealed, LABEL))
