"""Names of people: keys that agree whatever the spelling, tokens that search both scripts.

Keys decide that two names agree; tokens only find candidates, which `similarity` puts in order.
Names alone never merge anybody.
"""

from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache

import polars as pl

from cnss_amo.kernel.spelling import Word, mistyped, words
from cnss_amo.kernel.text import each_once, one

_CONSONANTS = "bcdfghjklmnrstxz"
_INITIALS = "awy"
_FORMS = pl.List(pl.String)
SHORT_SKELETON = 3  # it proves little alone: half of the spelling must be alike too
HALF_ALIKE = 0.45
LONGEST_KEY = 130  # what the register holds; no real name is so long


# Columns: the same expressions for a million rows and for one form.


def latin_key(last: pl.Expr, first: pl.Expr) -> pl.Expr:
    """Return the spelling of a full name in Latin letters; null when it has none."""
    return _key(last, first, _latin_spellings)


def arabic_key(last: pl.Expr, first: pl.Expr) -> pl.Expr:
    """Return the spelling of a full name in Arabic letters; null when it has none."""
    return _key(last, first, _arabic_spellings)


def search_tokens(last: pl.Expr, first: pl.Expr, last_ar: pl.Expr, first_ar: pl.Expr) -> pl.Expr:
    """Return the list of tokens by which a search finds a person, whatever the script."""
    tokens, *others = (
        each_once(cell, _tokens, _FORMS) for cell in (last, first, last_ar, first_ar)
    )
    for more in others:
        tokens = tokens.list.set_union(more)
    return tokens


def latin_key_of(last: str | None, first: str | None) -> str | None:
    """Return the `latin_key` of one name."""
    key: str | None = one(latin_key, last, first)
    return key


def arabic_key_of(last: str | None, first: str | None) -> str | None:
    """Return the `arabic_key` of one name."""
    key: str | None = one(arabic_key, last, first)
    return key


def search_tokens_of(
    last: str | None, first: str | None, last_ar: str | None = None, first_ar: str | None = None
) -> list[str]:
    """Return the `search_tokens` of one person."""
    return list(one(search_tokens, last, first, last_ar, first_ar))


def _key(last: pl.Expr, first: pl.Expr, spellings: Callable[[str], list[str]]) -> pl.Expr:
    def spell(people: pl.Series) -> pl.Series:
        cells = people.struct.unnest().get_columns()
        spelled = {cell: spellings(cell or "") for column in cells for cell in column.unique()}
        pairs = zip(*(column.to_list() for column in cells), strict=True)
        keys = [
            " ".join(sorted(spelled[last] + spelled[first]))[:LONGEST_KEY] or None
            for last, first in pairs
        ]
        return pl.Series(people.name, keys, dtype=pl.String)

    people = pl.struct(last.alias("last"), first.alias("first"))
    return people.map_batches(spell, return_dtype=pl.String, is_elementwise=True)


def _latin_spellings(cell: str) -> list[str]:
    return [word.spelling for word in _meaningful(cell) if word.spelling.isascii()]


def _arabic_spellings(cell: str) -> list[str]:
    return [word.spelling for word in _meaningful(cell) if not word.spelling.isascii()]


def _tokens(cell: str | None) -> list[str]:
    found = dict.fromkeys(
        token for word in words(cell or "") for token in word.skeletons + word.echoes
    )
    return list(found)


def _meaningful(name: str) -> Sequence[Word]:
    """Leave out titles and initials, unless there is nothing else."""
    found = words(name)
    return [word for word in found if not word.is_title and len(word.written) > 1] or found


# Search: groups of tokens; a person is found when each group has a token of theirs.


def query_groups(text: str) -> list[list[str]]:
    """Return, for each word that an agent typed, the tokens of which a person must have one."""
    groups = dict.fromkeys(word.skeletons for word in _meaningful(text))
    return [list(group) for group in groups]


def typo_groups(text: str) -> list[list[str]]:
    """Widen each group to what one slip may have changed, and to what follows Ben, Aït or Ould."""
    return [
        sorted(
            {near for token in word.skeletons for near in _near(token)}
            | {*word.echoes, *mistyped(word)}
        )
        for word in _meaningful(text)
    ]


def _near(token: str) -> Iterable[str]:
    """Yield the skeletons at one edit; of a very short one, only the longer ones."""
    yield token
    for place in range(len(token) + 1):
        before, after = token[:place], token[place:]
        letters = _CONSONANTS if place else _CONSONANTS + _INITIALS
        yield from (before + letter + after for letter in letters)
        if len(token) > 2 and after:
            yield before + after[1:]
            yield from (before + letter + after[1:] for letter in letters)
            yield before + after[1::-1] + after[2:]


# Ranking.


def similarity(
    query: str,
    last: str | None,
    first: str | None,
    last_ar: str | None = None,
    first_ar: str | None = None,
) -> float:
    """Tell how much a name is like what an agent typed: 1 when it is the same, 0 not at all."""
    asked = _meaningful(query)
    latin = [*_meaningful(last or ""), *_meaningful(first or "")]
    arabic = [*_meaningful(last_ar or ""), *_meaningful(first_ar or "")]
    wants_latin = all(word.spelling.isascii() for word in asked)
    known = (latin or arabic) if wants_latin else (arabic or latin)
    if not asked or not known:
        return 0.0
    total = sum(len(word.spelling) for word in asked)
    unused = max(0, len(known) - len(asked)) / len(known)
    return round(_matched(asked, known) / total * (1 - 0.1 * unused), 4)


def _matched(asked: Sequence[Word], known: Sequence[Word]) -> float:
    """Pair words, the most alike first, and add up their likeness, weighted by length."""
    pairs = sorted(
        (
            (_likeness(word, other), place, other_place)
            for place, word in enumerate(asked)
            for other_place, other in enumerate(known)
        ),
        reverse=True,
    )
    taken: set[int] = set()
    taken_known: set[int] = set()
    matched = 0.0
    for likeness, place, other_place in pairs:
        if place not in taken and other_place not in taken_known:
            taken.add(place)
            taken_known.add(other_place)
            matched += likeness * len(asked[place].spelling)
    return matched


@lru_cache(maxsize=2**14)
def _likeness(word: Word, other: Word) -> float:
    if word.written == other.written:
        return 1.0
    if word.spelling == other.spelling:
        return 0.95
    if word.spelling.isascii() != other.spelling.isascii():
        return 0.9 * max(
            _dice(mine, theirs) for mine in word.skeletons for theirs in other.skeletons
        )
    dice = 0.9 * _dice(word.spelling, other.spelling)
    same = set(word.skeletons) & set(other.skeletons)
    if any(len(skeleton) > SHORT_SKELETON or dice >= HALF_ALIKE for skeleton in same):
        return max(dice, 0.6 + dice / 3)
    echoed = set(word.skeletons + word.echoes) & set(other.skeletons + other.echoes) - same
    return max(dice, 0.6) if echoed else dice


def _dice(text: str, other: str) -> float:
    """Return the share of pairs of neighbouring letters that two words have in common."""
    if text == other:
        return 1.0
    pairs, other_pairs = _neighbours(text), _neighbours(other)
    return 2 * len(pairs & other_pairs) / (len(pairs) + len(other_pairs))


@lru_cache(maxsize=2**15)
def _neighbours(text: str) -> frozenset[str]:
    padded = f" {text} "
    return frozenset(padded[place : place + 2] for place in range(len(padded) - 1))
