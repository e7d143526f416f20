"""A call goes on: begun, answered step by step, hung up. Each is one transaction on one row.

A step sent twice gets the answer of the first time: the row is locked, remembers its last answer,
and every effect of a step is committed with it.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import transaction

from cnss_amo.ivr import machine
from cnss_amo.ivr.acts import Acts
from cnss_amo.ivr.dialogue import dialogue
from cnss_amo.ivr.enums import Ending
from cnss_amo.ivr.machine import Question, Turn
from cnss_amo.ivr.memory import last_answer, memory_of, seal
from cnss_amo.ivr.models import Call
from cnss_amo.ivr.prompts import sound, speaks
from cnss_amo.kernel.db import keyring
from cnss_amo.kernel.identifiers import phone_of

HOUR, MINUTE = timedelta(hours=1), timedelta(minutes=1)
ENDINGS = {"over": Ending.OVER, "human": Ending.HUMAN}


class UnknownCall(Exception):
    """This platform carries no such call."""


class CallOver(Exception):
    """The call ended, or nothing was heard of it for too long."""


class WrongStep(Exception):
    """Another step of the call is waited for."""

    def __init__(self, expected: int) -> None:
        super().__init__(expected)
        self.expected = expected


class TooManyCalls(Exception):
    """This platform begins more calls than it may."""


@dataclass(frozen=True)
class Answer:
    """What to play, then what to wait for; or how the call ends."""

    call: UUID
    step: int
    language: str
    say: tuple[str, ...]
    ask: Question | None
    end: str

    def as_json(self) -> dict[str, Any]:
        """The same, for programs: sounds by name, never a sentence."""
        ask = self.ask and {"fewest": self.ask.fewest, "most": self.ask.most}
        return {
            "call": str(self.call),
            "step": self.step,
            "language": self.language,
            "say": list(self.say),
            "ask": ask and ask | {"seconds": self.ask.seconds},
            "end": self.end,
        }


@transaction.atomic
def begin(*, platform: str, session: str, caller: str = "", at: datetime) -> Answer:
    """Answer a call; asked again about the same session, say where it is. Raise TooManyCalls."""
    known = {"platform": platform, "session": session}
    if not Call.objects.filter(**known).exists():
        _require_room(platform, at)
    row = {"caller_key": _caller_key(caller), "state": "", "began_at": at, "seen_at": at}
    locked = Call.objects.select_for_update()
    call, is_new = locked.get_or_create(**known, defaults=row)
    if not is_new:
        _require_alive(call, at)
        return _answer_again(call)
    turn = machine.begin(dialogue(), Acts(call, at))
    if _calls_too_often(call, at):
        turn = machine.hear(dialogue(), turn.memory, machine.FOR_A_HUMAN, Acts(call, at))
    return _keep(call, turn, typed="", step=0, at=at)


@transaction.atomic
def answer(*, platform: str, key: UUID, step: int, typed: str, at: datetime) -> Answer:
    """Go on from what was typed at a step; nothing typed is silence.

    Raise UnknownCall, CallOver or WrongStep.
    """
    call = Call.objects.select_for_update().filter(pk=key, platform=platform).first()
    if call is None:
        raise UnknownCall
    typed = typed.removesuffix("#")
    if step == call.step - 1 and call.memory_sealed and last_answer(call)[0] == typed:
        return _answer_again(call)
    _require_alive(call, at)
    if step != call.step:
        raise WrongStep(call.step)
    turn = machine.hear(dialogue(), memory_of(call), typed, Acts(call, at), speaks)
    return _keep(call, turn, typed=typed, step=step + 1, at=at)


@transaction.atomic
def hang_up(*, platform: str, key: UUID, at: datetime) -> None:
    """The line is down; what was typed waits a few minutes for the person to call again."""
    call = Call.objects.select_for_update().filter(pk=key, platform=platform).first()
    if call is None:
        raise UnknownCall
    if not call.ending:
        call.ended_at, call.ending = at, Ending.HUNG_UP
        call.save(update_fields=["ended_at", "ending"])


def forget_old_calls(*, at: datetime) -> int:
    """Forget what was typed in calls that ended, or fell silent, long enough ago.

    The row stays, to count by: it says nothing any more of who called.
    """
    old = at - settings.CODE_LASTS - settings.VOICE_CALL_LASTS
    Call.objects.filter(ending="", seen_at__lt=old).update(ending=Ending.FORGOTTEN, ended_at=at)
    Call.objects.filter(began_at__lt=old - HOUR, caller_key__isnull=False).update(caller_key=None)
    return Call.objects.filter(seen_at__lt=old, memory_sealed__isnull=False).update(
        memory_sealed=None,
        sought_key=None,
        code_reference=None,
        asked_at=None,
        person_id=None,
    )


def _keep(call: Call, turn: Turn, *, typed: str, step: int, at: datetime) -> Answer:
    memory = turn.memory
    say = tuple(sound(code, memory.language) for code in turn.says)
    answered = Answer(call.pk, step, memory.language, say, turn.asks, turn.end)
    call.memory_sealed = seal(turn, typed=typed, answer=answered.as_json())
    call.state, call.step, call.language = memory.state, step, memory.language
    call.seen_at = at
    if turn.end:
        call.ended_at, call.ending = at, ENDINGS[turn.end]
    call.save()
    return answered


def _answer_again(call: Call) -> Answer:
    said = last_answer(call)[1]
    asked = said.pop("ask")
    return Answer(
        **said | {"call": call.pk, "say": tuple(said["say"])}, ask=asked and Question(**asked)
    )


def _require_alive(call: Call, at: datetime) -> None:
    if call.ending or call.seen_at <= at - settings.VOICE_CALL_LASTS:
        raise CallOver


def _require_room(platform: str, at: datetime) -> None:
    lately = Call.objects.filter(platform=platform, began_at__gt=at - MINUTE)
    most = settings.VOICE_CALLS_PER_MINUTE
    if lately.values("pk")[most - 1 : most]:
        raise TooManyCalls


def _caller_key(caller: str) -> bytes | None:
    """What a phone is counted by; a hidden one is nobody's."""
    phone = phone_of(caller) or "".join(filter(str.isdecimal, caller[:20]))
    return keyring().digest(phone, "caller-phone") if phone else None


def _calls_too_often(call: Call, at: datetime) -> bool:
    if call.caller_key is None:
        return False
    lately = Call.objects.filter(caller_key=call.caller_key, seen_at__gt=at - HOUR)
    return lately.exclude(pk=call.pk).count() >= settings.VOICE_CALLS_PER_CALLER_HOUR
