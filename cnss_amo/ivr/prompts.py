"""The words that are spoken, by code and language: `prompts.toml`, and the numbers.

What is sent to whoever carries the call is the name of a sound file, never a sentence: `fr/code`.
"""

import tomllib
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path

FILE = Path(__file__).with_name("prompts.toml")
GREETINGS = ("welcome", "language_fr", "language_zgh")  # each in its one language
USUAL = "ar"  # what is spoken before a language is chosen, or where it lacks the words
COUNTED = {"number": range(10), "hour": range(24), "minute": range(1, 60)}


@cache
def prompts() -> Mapping[str, Mapping[str, str]]:
    """The words of every prompt, by code, then by language."""
    return tomllib.loads(FILE.read_text("utf-8"))


@cache
def languages() -> frozenset[str]:
    """The languages in which the whole dialogue can be spoken."""
    spoken = [set(words) for code, words in prompts().items() if code not in GREETINGS]
    return frozenset(set.intersection(*spoken))


def speaks(language: str) -> bool:
    """Whether the dialogue can go on in this language."""
    return language in languages()


def sound(code: str, language: str) -> str:
    """The name of the sound file of a prompt, without its ending; `hour-8` is one of `hour`."""
    words = prompts()[code.partition("-")[0]]
    spoken = next(one for one in (language, USUAL, *words) if one in words)
    return f"{spoken}/{code}"


def sounds() -> Iterator[tuple[str, str]]:
    """Every sound file there must be, and the words it says."""
    for code, words in prompts().items():
        for language, said in words.items():
            if code in COUNTED:
                for n in COUNTED[code]:
                    yield f"{language}/{code}-{n}", said.format(n=n)
            else:
                yield f"{language}/{code}", said
