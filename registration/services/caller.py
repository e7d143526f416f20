"""Who calls? Three questions drawn from what is on file, and never shown.

All three must be right, and nobody is told which was not. Whoever fails three times about a person
closes that person's file to calls for an hour; counters stay open to her.
"""

import secrets
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime

from django.conf import settings
from django.db import models, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agencies.gazetteer import commune_meant
from cnss_amo.accounts.models import User
from cnss_amo.accounts.services.codes import count_failures, failures
from cnss_amo.kernel.codes import code_of
from cnss_amo.kernel.db import keyring
from registration.enums import Channel, EventKind
from registration.models import Event, Person
from registration.queries import asked as reading
from registration.rules import FINENESS, births_agree

QUESTIONS = 3
LAST = 4


class Question(models.TextChoices):
    """What a caller may be asked."""

    DOCUMENT = "document", gettext_lazy("Les 4 derniers caractères de la pièce d'identité")
    BIRTH = "birth", gettext_lazy("La date de naissance, par exemple 12/03/1980")
    PHONE = "phone", gettext_lazy("Les 4 derniers chiffres du téléphone connu de la CNSS")
    COMMUNE = "commune", gettext_lazy("La commune où la personne habite")
    BIRTH_PLACE = "birth_place", gettext_lazy("Le lieu de naissance")


class WrongAnswers(Exception):
    """One answer at least does not agree with the file; which one is not said."""

    def __str__(self) -> str:
        """The same words whichever it is."""
        return _("Ces réponses ne suffisent pas à savoir qui appelle.")


class ClosedToCalls(Exception):
    """Too many wrong answers about this person lately."""

    def __str__(self) -> str:
        """What to tell the caller."""
        return _(
            "Ce dossier est fermé aux appels pour une heure."
            " La personne peut se présenter dans toute agence avec sa pièce d'identité."
        )


class NotEnoughToAsk(Exception):
    """The file holds too little for three questions."""

    def __str__(self) -> str:
        """What to tell the caller."""
        return _(
            "Ce dossier ne permet pas de vérifier qui appelle."
            " La personne peut se présenter dans toute agence avec sa pièce d'identité."
        )


def draw_questions(person: Person) -> list[Question]:
    """Draw three questions that this file can answer; raise NotEnoughToAsk."""
    answerable = [question for question in Question if _held(person, question)]
    if len(answerable) < QUESTIONS:
        raise NotEnoughToAsk
    return secrets.SystemRandom().sample(answerable, QUESTIONS)


def is_closed_to_calls(person: Person, *, at: datetime) -> bool:
    """Whether too many wrong answers were given about this person within the hour."""
    return failures(_key(person), since=at - settings.CALLER_WAITS) >= settings.CALLER_TRIES


def verify_caller(
    *,
    person: Person,
    asked: Sequence[str],
    answers: Mapping[str, str],
    by: User,
    at: datetime,
) -> Event:
    """Write that the caller is this person; raise WrongAnswers, counted, or ClosedToCalls."""
    if is_closed_to_calls(person, at=at):
        raise ClosedToCalls
    right = [_agrees(person, Question(name), answers.get(name, "")) for name in asked]
    if len(set(asked)) < QUESTIONS or not all(right):
        count_failures([_key(person)])
        raise WrongAnswers
    with transaction.atomic():
        return Event.objects.create(
            person=person,
            kind=EventKind.CALLER_VERIFIED,
            acted_at=at,
            by=by,
            details={"channel": Channel.CALL_CENTRE, "asked": list(asked)},
        )


def _key(person: Person) -> bytes:
    return keyring().digest(str(person.pk), "caller")


def _held(person: Person, question: Question) -> bool:
    fields = {
        Question.DOCUMENT: person.document_sealed,
        Question.BIRTH: person.birth_date,
        Question.PHONE: person.phone_sealed,
        Question.COMMUNE: person.commune_id,
        Question.BIRTH_PLACE: person.birth_place,
    }
    return bool(fields[question])


def _agrees(person: Person, question: Question, said: str) -> bool:
    return bool(said.strip()) and RULES[question](person, said)


def _document_agrees(person: Person, said: str) -> bool:
    return _ends_agree(keyring().unseal_text(person.document_sealed, "document"), said)


def _phone_agrees(person: Person, said: str) -> bool:
    return _ends_agree(keyring().unseal_text(person.phone_sealed, "phone"), said)


def _ends_agree(held: str | None, said: str) -> bool:
    last = code_of(said)
    return len(last) >= min(LAST, len(held or "")) and code_of(held or "")[-LAST:] == last[-LAST:]


def _birth_agrees(person: Person, said: str) -> bool:
    """A birth said as finely as it is known, or more."""
    birth = reading.read(said).birth
    fine = birth and FINENESS.index(birth.known_to) >= FINENESS.index(person.born.known_to)
    return bool(birth and fine and births_agree(birth, person.born))


def _commune_agrees(person: Person, said: str) -> bool:
    return commune_meant(said).commune == person.commune


def _birth_place_agrees(person: Person, said: str) -> bool:
    return code_of(said) != "" and code_of(said) == code_of(person.birth_place)


RULES: Mapping[Question, Callable[[Person, str], bool]] = {
    Question.DOCUMENT: _document_agrees,
    Question.BIRTH: _birth_agrees,
    Question.PHONE: _phone_agrees,
    Question.COMMUNE: _commune_agrees,
    Question.BIRTH_PLACE: _birth_place_agrees,
}
