"""A row in conflict: the newcomer and the people of the register she may be, side by side."""

import csv
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from importlib import resources
from unicodedata import combining, normalize

from babel import Locale
from django.contrib.postgres.aggregates import ArrayAgg
from django.db.models import BigIntegerField, Func, Q, QuerySet, Value
from django.db.models.functions import Coalesce
from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from agencies.models import Commune
from cnss_amo.kernel import identifiers
from cnss_amo.kernel.db import keyring
from liaison.enums import ListState, Outcome
from liaison.models import ReceivedList, Row, RowOutcome
from liaison.queries.rows import Line
from registration.enums import Sex
from registration.models import Activity, OtherDocument, Person

DIGITS_KNOWN = {"D": 10, "M": 7, "Y": 4}
NOBODY_S = frozenset(("AQ", "BV", "EH", "GS", "HM", "IO", "TF", "UM"))  # codes of no nationality
OURS = {"PS": _("Palestine")}  # as Morocco names it


@dataclass(frozen=True)
class Side:
    """What a person of the register says of a datum; `differs` is None where one side is silent."""

    text: str
    differs: bool | None


@dataclass(frozen=True)
class Comparison:
    """One datum of the newcomer, facing the same of each person she may be."""

    name: Promise
    newcomer: str
    sides: list[Side]


@dataclass(frozen=True)
class Origin:
    """An activity of a known person, and the list it came from."""

    activity: Activity
    received_list: ReceivedList | None


@dataclass(frozen=True)
class Conflict:
    """A row, and what it says beside what the register says."""

    line: Line
    people: list[Person]
    origins: list[list[Origin]]
    comparisons: list[Comparison]


def conflict(received_list: ReceivedList, line: int) -> Conflict | None:
    """A row in conflict with everybody it could be; None when it no longer waits."""
    place = {"list_id": received_list.pk, "line": line}
    decided = RowOutcome.objects.filter(**place, outcome=Outcome.CONFLICT).first()
    row = Row.objects.filter(**place).first()
    if decided is None or row is None or received_list.state != ListState.CLOSED:
        return None
    found = Line(received_list, line, row, decided)
    people = list(_candidates(row, decided))
    return Conflict(found, people, _origins(people), _compared(found, people))


def _candidates(row: Row, decided: RowOutcome) -> QuerySet[Person]:
    """The holders of the row's papers and of its number, and its namesakes born the same day."""
    keys = [key for key in (row.document_key, row.other_document_key) if key is not None]
    people = Person.objects.order_by()
    standing = {"standing": Coalesce("merged_into_id", "pk")}
    asked = [
        people.filter(document_key__in=keys).values("pk"),
        OtherDocument.objects.filter(key__in=keys).values("person_id"),
        people.filter(number=row.number, number__isnull=False).values(**standing),
        people.filter(pk=decided.person_id).values(**standing),
    ]
    if row.birth_precision == "D":
        asked.append(_namesakes(people, row).values(**standing))
    papers = ArrayAgg("other_documents__key", filter=Q(other_documents__key__isnull=False))
    return (
        Person.objects.filter(pk__in=asked[0].union(*asked[1:]))
        .select_related("commune")
        .annotate(papers=papers)
        .order_by("pk")
    )


def _namesakes(people: QuerySet[Person], row: Row) -> QuerySet[Person]:
    """Who has this full name in one script and this birth date, by the indexes made for it."""

    def namesake(name: object, born: object) -> Func:
        return Func(name, born, function="namesake", output_field=BigIntegerField())

    def hashed(key: str) -> Func:
        return namesake(Value(key), Value(row.birth_date))

    latin = Q(latin=hashed(row.latin_key), latin_key=row.latin_key)
    arabic = Q(arabic=hashed(row.arabic_key), arabic_key=row.arabic_key) & ~Q(arabic_key="")
    return (
        people.filter(birth_precision="D", birth_date=row.birth_date)
        .alias(
            latin=namesake("latin_key", "birth_date"), arabic=namesake("arabic_key", "birth_date")
        )
        .filter(latin | arabic)
    )


def _origins(people: list[Person]) -> list[list[Origin]]:
    activities = list(
        Activity.objects.filter(person__in=people)
        .select_related("category")
        .order_by("begins_on", "pk")
    )
    return [
        [Origin(a, _list_of(a)) for a in activities if a.person_id == person.pk]
        for person in people
    ]


def _list_of(activity: Activity) -> ReceivedList | None:
    """The list an activity came from, as far as its reference: nothing more is asked of it."""
    if activity.origin_list is None:
        return None
    return ReceivedList(pk=activity.origin_list, body_id=activity.body)


# --- Datum by datum ---------------------------------------------------------------------------


def _compared(line: Line, people: list[Person]) -> list[Comparison]:
    commune = Commune.objects.filter(pk=line.row.commune).first()
    data: list[tuple[Promise, str, Callable[[Row, Person], Side]]] = [
        (_("Pièce d'identité"), line.document, _document),
        (_("Numéro"), f"{line.row.number:09d}" if line.row.number else "", _number),
        (_("Nom et prénom"), line.name, _name),
        (_("Nom et prénom en arabe"), line.name_ar, _name_ar),
        (_("Naissance"), line.birth, _birth),
        (_("Lieu de naissance"), line.row.birth_place, _plain("birth_place")),
        (_("Sexe"), sex_in_words(line.row.sex), _plain("sex", sex_in_words)),
        (
            _("Nationalité"),
            country_in_words(line.row.nationality),
            _plain("nationality", country_in_words),
        ),
        (_("Commune"), str(commune or ""), _commune),
        (_("Téléphone"), _masked_phone(line.row.phone_sealed), _phone),
    ]
    compared = [
        Comparison(name, newcomer, [side(line.row, person) for person in people])
        for name, newcomer, side in data
    ]
    return [one for one in compared if one.newcomer or any(side.text for side in one.sides)]


def _side(text: str, here: object, there: object) -> Side:
    return Side(text, None if not here or not there else here != there)


def _plain(field: str, in_words: Callable[[str], str] = str) -> Callable[[Row, Person], Side]:
    def side(row: Row, person: Person) -> Side:
        known = getattr(person, field)
        return _side(in_words(known), getattr(row, field).casefold(), known.casefold())

    return side


def sex_in_words(code: str) -> str:
    return str(dict(Sex.choices).get(code, ""))


def countries() -> list[tuple[str, str]]:
    """The countries that a nationality may be, by code, Morocco first."""
    named = {code: country_in_words(code) for code in _countries() - NOBODY_S}
    return sorted(named.items(), key=lambda one: (one[0] != "MA", _in_order(one[1])))


def country_in_words(code: str) -> str:
    """A country in the active language, as the Unicode consortium's tables name it."""
    code = code.strip()
    named = Locale.parse(get_language() or "fr").territories
    return code if code in NOBODY_S else str(OURS.get(code) or named.get(code, code))


def _in_order(name: str) -> str:
    """A name without its accents: É is filed with E."""
    return "".join(one for one in normalize("NFD", name) if not combining(one)).casefold()


@cache
def _countries() -> frozenset[str]:
    table = resources.files("liaison.formats").joinpath("countries.csv").read_text("utf-8")
    return frozenset(one["code"] for one in csv.DictReader(table.splitlines()))


def _document(row: Row, person: Person) -> Side:
    clear = keyring().unseal_text(person.document_sealed, "document")
    papers = (person.document_key, *(person.papers or ()))
    theirs = {bytes(key) for key in papers if key is not None}
    ours = {bytes(key) for key in (row.document_key, row.other_document_key) if key is not None}
    differs = ours.isdisjoint(theirs) if ours and theirs else None
    return Side(identifiers.mask_cin(clear) if clear else "", differs)


def _number(row: Row, person: Person) -> Side:
    return _side(person.formatted_number, row.number, person.number)


def _name(row: Row, person: Person) -> Side:
    return _side(person.name, row.latin_key, person.latin_key)


def _name_ar(row: Row, person: Person) -> Side:
    return _side(person.name_ar, row.arabic_key, person.arabic_key)


def _birth(row: Row, person: Person) -> Side:
    text = str(person.born)
    if row.birth_date is None:
        return Side(text, None)
    known = min(DIGITS_KNOWN[row.birth_precision], DIGITS_KNOWN[person.birth_precision])
    return _side(text, row.birth_date.isoformat()[:known], person.birth_date.isoformat()[:known])


def _commune(row: Row, person: Person) -> Side:
    return _side(str(person.commune or ""), row.commune, person.commune_id)


def _phone(row: Row, person: Person) -> Side:
    here, there = row.phone_key, person.phone_key
    return _side(_masked_phone(person.phone_sealed), here and bytes(here), there and bytes(there))


def _masked_phone(sealed: bytes | None) -> str:
    clear = keyring().unseal_text(sealed, "phone")
    return identifiers.mask_phone(clear) if clear else ""
