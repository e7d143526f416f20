"""The words of each message, by code: `texts.toml` holds them, reviewed in both languages."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from functools import cache
from pathlib import Path
from string import Formatter

from cnss_amo.messaging.segments import plainer

FILE = Path(__file__).with_name("texts.toml")
LANGUAGES = ("fr", "ar")


class UnknownText(Exception):
    """No text has this code."""


class WrongValues(Exception):
    """The values given are not those that the text says."""


@dataclass(frozen=True, kw_only=True)
class Text:
    """One message: its words in each language, the values it says, how long it is of use."""

    code: str
    purpose: str
    words: Mapping[str, str]
    longest: Mapping[str, str]
    parts: int
    useful_for: timedelta | None

    def in_words(self, language: str, values: Mapping[str, str]) -> str:
        """Return what the person reads; French when the language is not one of ours.

        Raises WrongValues.
        """
        words = self.words.get(language, self.words["fr"])
        if set(values) != self.places:
            raise WrongValues(f"{self.code} says {sorted(self.places)}, not {sorted(values)}")
        return plainer(words.format_map(values))

    @property
    def places(self) -> set[str]:
        """The names of the values that the text says."""
        return {name for _text, name, *_rest in Formatter().parse(self.words["fr"]) if name}


@cache
def texts() -> Mapping[str, Text]:
    """Every text by its code."""
    with FILE.open("rb") as file:
        return {code: _text(code, said) for code, said in tomllib.load(file).items()}


def text_of(code: str) -> Text:
    """Return a text; raise UnknownText."""
    try:
        return texts()[code]
    except KeyError:
        raise UnknownText(code) from None


def _text(code: str, said: Mapping) -> Text:
    return Text(
        code=code,
        purpose=said["for"],
        words={language: said[language] for language in LANGUAGES},
        longest=said["longest"],
        parts=said["parts"],
        useful_for=timedelta(minutes=said["useful"]) if "useful" in said else None,
    )
