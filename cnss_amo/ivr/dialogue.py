"""The dialogue as data: `dialogue.toml`, read into states that hold together or refuse to load."""

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

FILE = Path(__file__).with_name("dialogue.toml")
MOST_CHOICES = 3
SILENCE = 5  # seconds
ENDS = ("over", "human")


class BrokenDialogue(Exception):
    """The file describes no dialogue: which state, and what is wrong with it."""


@dataclass(frozen=True, kw_only=True)
class State:
    """One moment of a call: something is said, asked or done, and leads to another."""

    name: str
    says: tuple[str, ...] = ()
    menu: Mapping[str, str] = field(default_factory=dict)
    sets: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    ask: tuple[int, int] | None = None
    check: str = "digits"
    keep: str = ""
    seconds: int = SILENCE
    do: str = ""
    outcomes: Mapping[str, str] = field(default_factory=dict)
    then: str = ""
    end: str = ""
    hub: bool = False
    again: str = ""

    @property
    def is_question(self) -> bool:
        """Whether the caller is to press something."""
        return bool(self.menu or self.ask)

    @property
    def leads_to(self) -> Iterator[str]:
        """Every state that may follow this one."""
        yield from (*self.menu.values(), *self.outcomes.values())
        yield from filter(None, (self.then,))


@dataclass(frozen=True)
class Dialogue:
    """The states by their name, where a call begins, and where it meets a person."""

    states: Mapping[str, State]
    start: str
    human: str

    def __getitem__(self, name: str) -> State:
        return self.states[name]


@cache
def dialogue() -> Dialogue:
    """The dialogue of this version; raise BrokenDialogue."""
    return dialogue_of(tomllib.loads(FILE.read_text("utf-8")))


def dialogue_of(described: Mapping[str, Any]) -> Dialogue:
    """Read a dialogue from its description; raise BrokenDialogue."""
    states = {name: _state(name, said) for name, said in described["states"].items()}
    for state in states.values():
        _require(state, set(states))
    return Dialogue(states, described["start"], described["human"])


def _state(name: str, said: Mapping[str, Any]) -> State:
    lists = {key: tuple(said[key]) for key in ("says", "ask") if key in said}
    return State(name=name, **dict(said) | lists)


def _require(state: State, known: set[str]) -> None:
    """Each state says what follows, in one way only, and what follows exists."""
    ways = (state.menu, state.ask, state.do, state.end, state.then and not state.ask)
    faults = {
        "it goes on in none or in several ways": sum(map(bool, ways)) != 1,
        "it leads to no known state": not known.issuperset(state.leads_to),
        "a menu has three keys at most, 1 to 3": not set(state.menu) <= set("123"),
        "digits are kept and lead on": bool(state.ask) and not (state.keep and state.then),
        "an end is over or human": bool(state.end) and state.end not in ENDS,
        "it sets what no key says": not set(state.sets) <= set(state.menu),
    }
    if wrong := [fault for fault, there in faults.items() if there]:
        raise BrokenDialogue(f"{state.name}: {wrong[0]}")
