"""What agents ask, kind by kind, of the people of `bench.people`: the same questions each time."""

from collections.abc import Callable
from datetime import date
from random import Random
from typing import Any

import polars as pl

from bench.people import BODY, SEED, known_at
from cnss_amo.kernel.identifiers import number_from_sequence
from liaison.synthesis.corpora import lines_of
from liaison.synthesis.people import first_index
from liaison.synthesis.territory import country_size

OF_EACH = 200
DRAWN = 6 * OF_EACH  # to have enough of whom few are
LETTERS = "abcdefghijklmnopqrstuvwxyz"
FREQUENT = 10  # of the first names of each sex, and of the families
FIRST_BIRTH, LAST_BIRTH = date(1955, 1, 1).toordinal(), date(2000, 1, 1).toordinal()
Person = dict[str, Any]


def questions(people: int) -> dict[str, list[str]]:
    """Return the questions of each kind about people drawn from a register of that size."""
    random = Random(SEED)
    asked = {
        kind: [ask(person) for person in _drawn(people, random, whom)]
        for kind, (whom, ask) in ABOUT_SOMEBODY.items()
    }
    asked |= {kind: [ask(random) for _time in range(OF_EACH)] for kind, ask in ABOUT_NAMES.items()}
    typed = (_mistyped(_latin(person), random) for person in _drawn(people, random, ANYBODY))
    return asked | {"one typo": list(typed)}


def identities(people: int) -> list[tuple[str, str]]:
    """Return identity cards with birth dates as a keypad types them, of people of the register."""
    drawn = _drawn(people, Random(SEED), ANYBODY)
    return [(person["CIN"], f"{person['DATE_NAISSANCE']:%d%m%Y}") for person in drawn]


def _drawn(people: int, random: Random, whom: pl.Expr) -> list[Person]:
    places = pl.Series("place", random.sample(range(people), DRAWN))
    known = known_at(((first_index(BODY, SEED) + places) % country_size()).alias("index"))
    return known.with_columns(places).filter(whom).head(OF_EACH).to_dicts()


# About somebody of the register.


def _latin(person: Person) -> str:
    return f"{person['PRENOM']} {person['NOM']}"


def _arabic(person: Person) -> str:
    return f"{person['PRENOM_AR']} {person['NOM_AR']}"


def _born(person: Person) -> str:
    return f"{person['DATE_NAISSANCE']:%d/%m/%Y}"


ANYBODY = pl.col("index").is_not_null()
ABOUT_SOMEBODY: dict[str, tuple[pl.Expr, Callable[[Person], str]]] = {
    "insured number": (ANYBODY, lambda person: str(number_from_sequence(person["place"] + 1))),
    "identity card": (ANYBODY, lambda person: person["CIN"]),
    "phone": (ANYBODY, lambda person: person["TELEPHONE"]),
    "Latin name": (ANYBODY, _latin),
    "Arabic name": (pl.col("has_arabic"), _arabic),
    "Arabic name, known in Latin alone": (~pl.col("has_arabic"), _arabic),
    "half in each script": (ANYBODY, lambda person: f"{person['PRENOM_AR']} {person['NOM']}"),
    "swapped": (ANYBODY, lambda person: f"{person['NOM']} {person['PRENOM']}"),
    "name and birth date": (ANYBODY, lambda person: f"{_latin(person)} {_born(person)}"),
    "name and birth year": (ANYBODY, lambda person: f"{_latin(person)} {_born(person)[-4:]}"),
    "first name and birth date": (ANYBODY, lambda person: f"{person['PRENOM']} {_born(person)}"),
}


# About names alone.


def _first_name(random: Random) -> str:
    whose = random.choice(("men", "women"))
    return random.choice(lines_of(f"first_names_{whose}")[:FREQUENT])


def _family(random: Random) -> str:
    return random.choice(lines_of("family_names")[:FREQUENT])


def _in_a_script(random: Random, *pairs: str) -> str:
    script = random.randrange(2)
    return " ".join(pair.split("|")[script] for pair in pairs)


def _with_a_birth(random: Random) -> str:
    day = date.fromordinal(random.randrange(FIRST_BIRTH, LAST_BIRTH))
    return f"{_in_a_script(random, _first_name(random))} {day:%d/%m/%Y}"


def _senseless(random: Random) -> str:
    letters = random.sample(LETTERS, random.randint(1, 4))
    return "".join(random.choice(letters) for _time in range(random.randint(4, 9)))


ABOUT_NAMES: dict[str, Callable[[Random], str]] = {
    "a most frequent first name": lambda random: _in_a_script(random, _first_name(random)),
    "a most frequent family": lambda random: _in_a_script(random, _family(random)),
    "both most frequent": lambda random: _in_a_script(random, _first_name(random), _family(random)),
    "frequent first name and birth date": _with_a_birth,
    "no name at all": _senseless,
}


def _mistyped(name: str, random: Random) -> str:
    """Slip once, inside a word: a letter left out, doubled, replaced, or two exchanged."""
    inside = [at for at in range(1, len(name) - 1) if " " not in name[at - 1 : at + 2]]
    at = random.choice(inside)
    before, letter, after = name[:at], name[at], name[at + 1 :]
    slips = (
        before + after,
        before + 2 * letter + after,
        before + random.choice(LETTERS) + after,
        before + after[0] + letter + after[1:],
    )
    return random.choice(slips)
