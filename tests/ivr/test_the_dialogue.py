"""The dialogue holds together, whatever people press and whatever the register answers."""

from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cnss_amo.ivr import machine
from cnss_amo.ivr.acts import ACTS
from cnss_amo.ivr.dialogue import BrokenDialogue, State, dialogue, dialogue_of
from cnss_amo.ivr.machine import MOST_STEPS, TRIES, Memory
from cnss_amo.ivr.prompts import prompts, speaks

STATES = list(dialogue().states.values())
MAY_BE_SPOKEN = {"$document", "$phone", "$number", "#opens", "#closes"}
PRESSED = st.one_of(st.sampled_from(["", "0", "1", "2", "3", "*", "7"]), st.text("0123456789*"))
GOOD = {"letters": "22", "document": "123456", "birth": "12031980", "code": "123456"}
GOOD |= {"password": "73920518", "password_again": "73920518", "reference": "7252325346"}
HOURS = {"opens": "08:30", "closes": "16:30"}


def reached(names: set[str]) -> set[str]:
    found, new = set(names), set(names)
    while new:
        new = {after for name in new for after in dialogue()[name].leads_to} - found
        found |= new
    return found


def test_every_state_is_reached_from_the_first_one():
    assert reached({dialogue().start, dialogue().human}) == set(dialogue().states)


@pytest.mark.parametrize("state", STATES, ids=lambda state: state.name)
def test_from_every_state_the_call_can_end(state):
    assert any(dialogue()[name].end for name in reached({state.name}))


def test_nothing_is_said_or_done_in_a_circle_without_a_question():
    silent = {state.name for state in STATES if not state.is_question}

    def follow(name: str, path: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
        for after in dialogue()[name].leads_to:
            if after in path:
                yield (*path, after)
            elif after in silent:
                yield from follow(after, (*path, after))

    assert [circle for name in silent for circle in follow(name, (name,))] == []


@pytest.mark.parametrize("state", STATES, ids=lambda state: state.name)
def test_a_menu_offers_three_things_at_most_and_names_its_keys_in_order(state):
    assert list(state.menu) == ["1", "2", "3"][: len(state.menu)]


@pytest.mark.parametrize("state", STATES, ids=lambda state: state.name)
def test_what_a_state_says_and_does_exists(state):
    values = {code for code in state.says if code[0] in "$#"}

    assert set(state.says) - values <= set(prompts())
    assert values <= MAY_BE_SPOKEN
    assert not state.do or state.do in ACTS
    assert not state.end or state.says


@pytest.mark.parametrize("state", [state for state in STATES if state.ask], ids=lambda s: s.name)
def test_a_question_says_how_many_digits_it_wants(state):
    said = " ".join(prompts()[code]["fr"] for code in state.says).lower()
    numbers = ("une ou deux", "six", "huit", "mêmes chiffres", "dix")

    assert any(number in said for number in numbers)
    assert ("dièse" in said) == (state.ask[0] != state.ask[1])


def test_where_a_dropped_call_goes_on_is_where_resuming_may_lead():
    assert {state.again for state in STATES} - {""} <= set(dialogue()["resume"].outcomes)


class Chance:
    """The register answers anything that the dialogue knows of."""

    def __init__(self, draw) -> None:
        self.draw = draw

    def __call__(self, name: str, memory: Memory) -> tuple[str, Memory]:
        state = next(state for state in STATES if state.do == name and self._is_here(state, memory))
        outcome = self.draw(st.sampled_from(sorted(state.outcomes)))
        digits = self.draw(st.text("0123456789", max_size=12))
        return outcome, memory.with_shown(phone=digits, number=digits, **HOURS)

    def _is_here(self, state: State, memory: Memory) -> bool:
        return state.name == memory.state


@settings(max_examples=300, deadline=None, derandomize=True, database=None)
@given(st.data())
def test_whatever_is_pressed_the_call_ends_and_no_more_than_three_digits_are_spoken(data):
    act = Chance(data.draw)
    turn = machine.begin(dialogue(), act)
    answers = 0

    while not turn.end:
        assert turn.asks
        assert longest_run_of_digits(turn.says) <= 3
        state = dialogue()[turn.memory.state]
        likely = list(state.menu) or [GOOD[state.keep]]
        typed = data.draw(st.one_of(st.sampled_from(likely), PRESSED))
        turn = machine.hear(dialogue(), turn.memory, typed, act, speaks)
        answers += 1
        assert max(turn.memory.tries.values(), default=0) <= TRIES

    assert answers <= MOST_STEPS
    assert longest_run_of_digits(turn.says) <= 3
    assert turn.end in ("over", "human")


def longest_run_of_digits(says: tuple[str, ...]) -> int:
    longest = run = 0
    for code in says:
        run = run + 1 if code.startswith("number-") else 0
        longest = max(longest, run)
    return longest


@pytest.mark.parametrize("state", [s for s in STATES if s.is_question], ids=lambda s: s.name)
@pytest.mark.parametrize("typed", ["", "*", "99999999999999"], ids=["silence", "star", "too long"])
def test_after_three_tries_at_any_question_a_person_answers(state, typed):
    memory = Memory(state.name, kept={"language": "fr"})

    for _try in range(TRIES - 1):
        turn = machine.hear(dialogue(), memory, typed, no_act)
        memory = turn.memory
        assert memory.state == state.name
        assert turn.says[0] == ("not_understood" if typed else "not_heard")
    turn = machine.hear(dialogue(), memory, typed, no_act)

    assert turn.end == "human"


@pytest.mark.parametrize("state", [s for s in STATES if s.is_question], ids=lambda s: s.name)
def test_zero_leads_to_a_person_from_any_question(state):
    turn = machine.hear(dialogue(), Memory(state.name), "0", no_act)

    assert (turn.end, turn.says) == ("human", ("human",))


def test_a_language_that_is_not_spoken_yet_is_answered_by_a_person():
    turn = machine.hear(dialogue(), Memory("language"), "3", no_act, speaks)

    assert turn.end == "human"
    assert turn.memory.language == "zgh"


@pytest.mark.parametrize(
    "state",
    [
        {},
        {"menu": {"1": "here"}, "then": "here"},
        {"menu": {"4": "here"}},
        {"then": "nowhere"},
        {"ask": [1, 2], "keep": "digits"},
        {"end": "elsewhere"},
        {"menu": {"1": "here"}, "sets": {"2": {"language": "fr"}}},
    ],
)
def test_a_description_that_holds_no_dialogue_is_refused(state):
    with pytest.raises(BrokenDialogue, match="here"):
        dialogue_of({"start": "here", "human": "here", "states": {"here": state}})


def no_act(name: str, memory: Memory) -> tuple[str, Memory]:
    raise AssertionError(f"{name} was not to be done")
