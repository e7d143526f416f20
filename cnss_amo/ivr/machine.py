"""The dialogue goes on by one answer: pure, whatever the register holds and who carries the call.

What the acts of the register do is given by whoever calls: `act` is told the name of an act and the
memory of the call, and answers an outcome.
"""

from collections.abc import Callable
from dataclasses import dataclass, field, replace

from cnss_amo.ivr.dialogue import Dialogue, State
from cnss_amo.ivr.keypad import CHECKS

TRIES = 3
MOST_STEPS = 80  # answers in one call; beyond, a person helps better
MOST_DIGITS_SPOKEN = 3
FOR_A_HUMAN = "0"
LANGUAGE = "language"


@dataclass(frozen=True)
class Memory:
    """What a call remembers: where it is, what was typed, what may be spoken, tries by question."""

    state: str
    step: int = 0
    kept: dict[str, str] = field(default_factory=dict)
    shown: dict[str, str] = field(default_factory=dict)
    tries: dict[str, int] = field(default_factory=dict)

    @property
    def language(self) -> str:
        """The language that the caller chose; none before."""
        return self.kept.get(LANGUAGE, "")

    def with_kept(self, **said: str) -> "Memory":
        """The same, knowing more of what the caller said."""
        return replace(self, kept={**self.kept, **said})

    def with_shown(self, **values: str) -> "Memory":
        """The same, with more that may be spoken."""
        return replace(self, shown={**self.shown, **values})


@dataclass(frozen=True)
class Question:
    """How many digits are waited for, and how many seconds of silence."""

    fewest: int
    most: int
    seconds: int


@dataclass(frozen=True)
class Turn:
    """What the machine says, then asks; or how the call ends."""

    memory: Memory
    says: tuple[str, ...]
    asks: Question | None = None
    end: str = ""


Act = Callable[[str, Memory], tuple[str, Memory]]
Speaks = Callable[[str], bool]


def begin(dialogue: Dialogue, act: Act) -> Turn:
    """Answer the telephone."""
    return _arrive(dialogue, Memory(dialogue.start), (), act)


def hear(
    dialogue: Dialogue, memory: Memory, typed: str, act: Act, speaks: Speaks = lambda _code: True
) -> Turn:
    """Go on from what was typed at the question where the call is; nothing typed is silence.

    A language that is not spoken yet is answered by a person who speaks it.
    """
    state = dialogue[memory.state]
    memory = replace(memory, step=memory.step + 1)
    if typed == FOR_A_HUMAN or memory.step >= MOST_STEPS:
        return _arrive(dialogue, replace(memory, state=dialogue.human), (), act)
    tries = {**memory.tries, state.name: memory.tries.get(state.name, 0) + 1}
    memory = replace(memory, tries=tries)
    if not _is_answer(state, typed):
        said = ("not_understood",) if typed else ("not_heard",)
        return _arrive(dialogue, memory, said, act)
    memory = _answered(state, memory, typed)
    if memory.language and not speaks(memory.language):
        memory = replace(memory, state=dialogue.human)
    return _arrive(dialogue, memory, (), act)


def _is_answer(state: State, typed: str) -> bool:
    if state.menu:
        return typed in state.menu
    fewest, most = state.ask or (0, 0)
    return fewest <= len(typed) <= most and CHECKS[state.check](typed)


def _answered(state: State, memory: Memory, typed: str) -> Memory:
    if state.hub:
        memory = replace(memory, tries={})
    memory = memory.with_kept(**state.sets.get(typed, {}))
    if state.menu:
        return replace(memory, state=state.menu[typed])
    return replace(memory.with_kept(**{state.keep: typed}), state=state.then)


def _arrive(dialogue: Dialogue, memory: Memory, said: tuple[str, ...], act: Act) -> Turn:
    """Say and do all there is until something is asked, or the call ends."""
    while True:
        state = dialogue[memory.state]
        if state.is_question and memory.tries.get(state.name, 0) >= TRIES:
            memory = replace(memory, state=dialogue.human)
            continue
        said += _spoken(state, memory)
        if state.is_question or state.end:
            return Turn(memory, said, _asked(state), state.end)
        if state.do:
            outcome, memory = act(state.do, memory)
            memory = replace(memory, state=state.outcomes[outcome])
        else:
            memory = replace(memory, state=state.then)


def _asked(state: State) -> Question | None:
    if state.end:
        return None
    fewest, most = state.ask or (1, 1)
    return Question(fewest, most, state.seconds)


def _spoken(state: State, memory: Memory) -> tuple[str, ...]:
    return tuple(part for code in state.says for part in _parts(code, memory))


def _parts(code: str, memory: Memory) -> list[str]:
    """A prompt; or digits, one by one and never more than three; or an hour of the clock."""
    if code.startswith("$"):
        value = (memory.kept | memory.shown).get(code[1:], "")
        return [f"number-{digit}" for digit in value[-MOST_DIGITS_SPOKEN:]]
    if code.startswith("#"):
        hour, minute = map(int, memory.shown[code[1:]].split(":"))
        return [f"hour-{hour}", *([f"minute-{minute}"] if minute else [])]
    return [code]
