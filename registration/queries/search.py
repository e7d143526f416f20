"""Find people as an agent does: an exact identifier first, otherwise a name in either script.

The work is bounded whatever is asked: a set number of statements, each reading a set number of
people, all through an index. None may fall back on reading the whole register, so people are drawn,
lazily, from a materialised query: PostgreSQL plans it as if every row were wanted and takes the
index, where a `LIMIT` beside the condition would tempt it to read the table and hope.
"""

from collections.abc import Iterator
from typing import NamedTuple

from django.db import connection, models
from django.utils.translation import gettext_lazy as _

from cnss_amo.kernel import names
from cnss_amo.kernel.db import keyring
from registration.enums import DocumentKind, Precision
from registration.models import Person
from registration.queries import asked
from registration.queries.asked import Asked
from registration.rules import Birth, births_agree

MOST_HOLDERS = 50  # of one phone, or of one professional number
MOST_WORDS = 6
EXAMINED = 3_000  # people read for a name
RANKED = 500
EXAMINED_A_TYPO = 15  # for each way a word that stands alone may have been mistyped
GOOD = 0.85
PLAUSIBLE = 0.5
ANOTHER_DAY, ANOTHER_YEAR = 0.8, 0.6


class Reason(models.TextChoices):
    """Why somebody is in the results."""

    NUMBER = "number", _("numéro d'immatriculation")
    DOCUMENT = "document", _("pièce d'identité")
    PHONE = "phone", _("téléphone")
    PROFESSION = "professional", _("identifiant professionnel")
    NAME = "name", _("nom")
    NEAR_NAME = "near", _("nom approchant")


class Match(NamedTuple):
    """Somebody found: how likely it is who was meant, from 0 to 1, and by what."""

    person: Person
    score: float
    reason: Reason


Groups = list[list[str]]
Scores = dict[int, tuple[float, Reason]]


def find_people(query: str, *, limit: int = 10) -> list[Match]:
    """Return the people that a query may mean, best first; an exact identifier stands alone.

    Whoever's file was merged into another is found by either.
    """
    question = asked.read(query)
    scores = _by_identifier(question) or _by_name(question, limit)
    best = sorted(scores, key=lambda pk: (-scores[pk][0], pk))[:limit]
    people = _standing(best)
    matches: dict[int, Match] = {}
    for pk in filter(people.get, best):
        matches.setdefault(people[pk].pk, Match(people[pk], *scores[pk]))
    return list(matches.values())


def _standing(files: list[int]) -> dict[int, Person]:
    """Return, by file, the person whose file it is, or the file it was merged into."""
    found = Person.objects.select_related("commune").in_bulk(files)
    led_to = {person.merged_into_id for person in found.values()} - {None, *found}
    standing = found | (Person.objects.select_related("commune").in_bulk(led_to) if led_to else {})
    return {pk: standing[person.merged_into_id or pk] for pk, person in found.items()}


# Identifiers.

HOLDERS = {
    "number": "SELECT id FROM registration_person WHERE number = ANY (%s)",
    "document": "SELECT id FROM registration_person WHERE document_key = ANY (%s)",
    "other_document": "SELECT person_id FROM registration_otherdocument WHERE key = ANY (%s)",
    "phone": f"SELECT id FROM registration_person WHERE phone_key = ANY (%s) LIMIT {MOST_HOLDERS}",
    "professional": "SELECT person_id FROM registration_activity WHERE professional_id <> ''"
    f" AND professional_id = ANY (%s) LIMIT {MOST_HOLDERS}",
}


def _by_identifier(question: Asked) -> Scores:
    """Find whoever holds one of the identifiers asked."""
    asked_for = {kind: values for kind, values in _identifiers(question) if values}
    if not asked_for:
        return {}
    statement = " UNION ALL ".join(
        f"SELECT '{kind}', holder.* FROM ({HOLDERS[kind]}) holder" for kind in asked_for
    )
    with connection.cursor() as cursor:
        cursor.execute(statement, list(asked_for.values()))
        found = cursor.fetchall()
    reasons = {"other_document": Reason.DOCUMENT}
    return {pk: (1.0, Reason(reasons.get(kind, kind))) for kind, pk in reversed(found)}


def _identifiers(question: Asked) -> Iterator[tuple[str, list[object]]]:
    """Yield the identifiers asked, as they are stored: people's own only as digests."""
    said = {kind: [code.value for code in question.codes if code.kind == kind] for kind in HOLDERS}
    ring = keyring()
    documents = [
        ring.digest(f"{kind}:{number}", "document")
        for number in said["document"]
        for kind in DocumentKind.values
    ]
    yield "number", [int(number) for number in said["number"]]
    yield "document", documents
    yield "other_document", documents
    yield "phone", [ring.digest(phone, "phone") for phone in said["phone"]]
    yield "professional", said["professional"]


# Names.

COLUMNS = (
    "id, last_name, first_name, last_name_ar, first_name_ar, birth_date, birth_precision,"
    " latin_key, arabic_key, cardinality(search_tokens) AS tokens"
)
SOUGHT = "sought(search_tokens, birth_date)"  # as the index has it
HAS_ONE_OF = f"{SOUGHT} && %s::varchar[]"
HAS_IT = f"{SOUGHT} && ARRAY[typed.token]"
DRAWN = (
    f"(WITH named AS MATERIALIZED (SELECT {COLUMNS} FROM registration_person WHERE {{condition}})"
    " SELECT * FROM named LIMIT %s)"
)
MISTYPED = (
    "(SELECT meant.* FROM unnest(%s::varchar[]) AS typed(token) CROSS JOIN LATERAL {drawn} meant)"
)
LIKEST = """
SELECT * FROM {drawn} drawn
 ORDER BY (latin_key = %s OR arabic_key = %s) DESC, (birth_date = %s) DESC, tokens, id LIMIT %s
"""


def _by_name(question: Asked, limit: int) -> Scores:
    """Score those who have every word; when they are few and unlike, those who nearly do."""
    groups = names.query_groups(question.name)[:MOST_WORDS]
    if not groups:
        return {}
    scores = _named(question, groups, limit)
    likest = max((score for score, _reason in scores.values()), default=0)
    if len(scores) < limit and likest < GOOD:
        return _nearly_named(question, groups) | scores
    return scores


def _named(question: Asked, groups: Groups, limit: int) -> Scores:
    """Score those who have every word, born when asked if they are many or if anybody was."""
    scores: Scores = {}
    for born in _when(question.birth):
        scores |= _examine(question, [*groups, born])
        if len(scores) >= limit:
            return scores
    return scores or _examine(question, groups)


def _when(birth: Birth | None) -> Iterator[list[str]]:
    """Yield the months of a birth, then those of its year.

    Whoever is known by the year alone is in its January.
    """
    if birth:
        months = [f"{birth.day.year}{month:02}" for month in range(1, 13)]
        if birth.known_to != Precision.YEAR:
            yield [months[0], months[birth.day.month - 1]]
        yield months


def _examine(question: Asked, groups: Groups) -> Scores:
    likest = [
        names.latin_key_of(question.name, ""),
        names.arabic_key_of(question.name, ""),
        question.birth and question.birth.day,
    ]
    statement = LIKEST.format(drawn=_drawn([HAS_ONE_OF] * len(groups)))
    return _ranked(question, Reason.NAME, statement, [*groups, EXAMINED, *likest, RANKED])


def _nearly_named(question: Asked, groups: Groups) -> Scores:
    """Score those of whom one word was mistyped or, of three words or more, is one too many."""
    statements: list[str] = []
    parameters: list[object] = []
    for place, near in enumerate(names.typo_groups(question.name)[: len(groups)]):
        others = groups[:place] + groups[place + 1 :]
        conditions = [HAS_ONE_OF] * len(others)
        if others:
            statements.append(_drawn([HAS_ONE_OF, *conditions]))
            parameters += [near, *others, EXAMINED]
        else:
            statements.append(MISTYPED.format(drawn=_drawn([HAS_IT])))
            parameters += [near, EXAMINED_A_TYPO]
        if len(others) > 1:
            statements.append(_drawn(conditions))
            parameters += [*others, RANKED]
    scores = _ranked(question, Reason.NEAR_NAME, " UNION ALL ".join(statements), parameters)
    return {pk: scored for pk, scored in scores.items() if scored[0] >= PLAUSIBLE}


def _drawn(conditions: list[str]) -> str:
    return DRAWN.format(condition=" AND ".join(conditions))


def _ranked(question: Asked, reason: Reason, statement: str, parameters: list[object]) -> Scores:
    """Score by name, then by birth, each person that a statement returns, if the name is like."""
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)
        found = {row[0]: (row[1:5], Birth(*row[5:7])) for row in cursor.fetchall()}
    likeness = {name: names.similarity(question.name, *name) for name, _born in found.values()}
    return {
        pk: (round(likeness[name] * _birth_weight(question, born), 4), reason)
        for pk, (name, born) in found.items()
        if likeness[name] >= PLAUSIBLE
    }


def _birth_weight(question: Asked, born: Birth) -> float:
    if question.birth is None or births_agree(question.birth, born):
        return 1
    return ANOTHER_DAY if question.birth.day.year == born.day.year else ANOTHER_YEAR
