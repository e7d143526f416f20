"""The gold set of Moroccan names, a register to hide it in, and what a search finds of it.

A person is found when one of the ten best results has her name: nobody can tell namesakes apart.
"""

import csv
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import NamedTuple

import polars as pl
from django.db import connection

from cnss_amo.kernel import names
from cnss_amo.kernel.db import keyring
from cnss_amo.kernel.identifiers import number_from_sequence
from liaison.synthesis.people import FIRST_DAY, Profile, people_at, window
from registration.models import Activity, Person
from registration.queries import find_people

FOLDER = Path(__file__).parent
BOUNDS = {"latin": 0.95, "arabic": 0.95, "across": 0.90, "swapped": 0.90, "typo": 0.90}
BEST = 10
SEED = 29
NAME = ("last_name", "first_name", "last_name_ar", "first_name_ar")
Name = tuple[str, str, str, str]


class Case(NamedTuple):
    """Somebody of the register, and what another person types to find her."""

    kind: str
    name: Name
    query: str


def cases(*kinds: str) -> list[Case]:
    """Return the cases of some kinds; of all of them when none is said."""
    return [case for kind in kinds or BOUNDS for case in _cases(kind)]


def _cases(kind: str) -> Iterator[Case]:
    with (FOLDER / f"{kind}.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            last, first, last_ar, first_ar = (row.get(column, "") for column in NAME)
            yield Case(kind, (last, first, last_ar, first_ar), row["query"])


# The register.


def make_register(*, strangers: int, neighbours: int) -> None:
    """Register the people of the gold set first, then as many others.

    Strangers come from the synthesis of lists. Neighbours, so many for each person of the gold set,
    bear the family name of that person and the first name of another.
    """
    known = list(dict.fromkeys(case.name for case in cases()))
    people = pl.DataFrame(
        [*known, *_neighbours(known, neighbours), *_strangers(strangers)],
        schema=dict.fromkeys(NAME, pl.String),
        orient="row",
    )
    Person.objects.bulk_create(_rows(people), batch_size=2_000)
    _make_activities(len(known))
    with connection.cursor() as cursor:
        cursor.execute("SELECT gin_clean_pending_list('people_by_name')")
        cursor.execute("ANALYZE registration_person, registration_activity")


def _neighbours(known: list[Name], each: int) -> Iterator[Name]:
    """Pair families with first names from everywhere in the set, of the same scripts."""
    for scripts in {tuple(map(bool, name)) for name in known}:
        alike = [name for name in known if tuple(map(bool, name)) == scripts]
        for turn in range(1, each + 1):
            for place, (last, _first, last_ar, _first_ar) in enumerate(alike):
                _last, first, _last_ar, first_ar = alike[(place + 37 * turn) % len(alike)]
                yield last, first, last_ar, first_ar


def _strangers(count: int) -> Iterator[Name]:
    """Draw people as the lists show them; one in two lists gives no Arabic name."""
    for indexes in window("GOLD", count, seed=SEED):
        drawn = people_at(indexes, Profile(women=50), reference_date=FIRST_DAY)
        columns = drawn.select("NOM", "PRENOM", "NOM_AR", "PRENOM_AR").iter_rows()
        for place, (last, first, last_ar, first_ar) in enumerate(columns):
            yield (last, first, last_ar, first_ar) if place % 2 else (last, first, "", "")


def _rows(people: pl.DataFrame) -> Iterator[Person]:
    last, first, last_ar, first_ar = map(pl.col, NAME)
    keyed = people.with_columns(
        latin_key=names.latin_key(last, first).fill_null(""),
        arabic_key=names.arabic_key(last_ar, first_ar).fill_null(""),
        search_tokens=names.search_tokens(last, first, last_ar, first_ar),
    )
    ring, count = keyring(), people.height
    documents = ring.digest_all([f"CIN:{cin_at(place)}" for place in range(count)], "document")
    phones = ring.digest_all([phone_at(place) for place in range(count)], "phone")
    for place, row in enumerate(keyed.iter_rows(named=True)):
        yield Person(
            **row,
            number=int(number_at(place)),
            birth_date=date(1950 + place % 50, 5, 17),
            document_kind="CIN",
            document_key=documents[place],
            phone_key=phones[place],
        )


def _make_activities(count: int) -> None:
    """Give an ICE to the first people."""
    day = date(2022, 1, 1)
    numbers = [int(number_at(place)) for place in range(count)]
    keys = dict(Person.objects.filter(number__in=numbers).values_list("number", "pk"))
    Activity.objects.bulk_create(
        Activity(
            person_id=keys[number],
            category_id="CPU",
            sub_category_id="CPU",
            started_on=day,
            begins_on=day,
            subject_from=day,
            professional_id=ice_at(place),
            origin_kind="LIST",
        )
        for place, number in enumerate(numbers)
    )


def number_at(place: int) -> str:
    """The number of the person at a place of the register."""
    return f"{number_from_sequence(place + 1):09d}"


def cin_at(place: int) -> str:
    """The identity card of the person at a place."""
    return f"GD{place + 100_000}"


def phone_at(place: int) -> str:
    """The phone of the person at a place."""
    return f"+2126{place + 10_000_000}"


def ice_at(place: int) -> str:
    """The professional identifier of the person at a place."""
    return f"{place + 1:09d}000042"


# What the search finds.


def misses(kind: str) -> list[Case]:
    """Return the cases of a kind that the ten best results do not hold."""
    return [case for case in cases(kind) if not is_found(case)]


def is_found(case: Case) -> bool:
    """Tell whether somebody with the name sought is among the best results."""
    latin, arabic = case.name[:2], case.name[2:]
    for match in find_people(case.query, limit=BEST):
        person = match.person
        if any(latin) and latin == (person.last_name, person.first_name):
            return True
        if any(arabic) and arabic == (person.last_name_ar, person.first_name_ar):
            return True
    return False


def said(case: Case) -> str:
    """Return a case as one reads it: the name, then what was typed."""
    return f"{' '.join(filter(None, case.name))} <- {case.query}"


def below_first_rank(places: range) -> list[str]:
    """Return the identifiers that do not find their holder, and only her."""
    return [
        identifier
        for place in places
        for identifier in (number_at(place), cin_at(place), phone_at(place), ice_at(place))
        if [match.person.number for match in find_people(identifier)] != [int(number_at(place))]
    ]
