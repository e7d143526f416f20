"""What the dialogue does in the register, by the name that `dialogue.toml` gives each act.

An act is told the call, what it remembers and the instant; it answers an outcome of its state, and
what is remembered from then on. Every rule is the register's.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import uuid4

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet
from django.utils import timezone, translation

from agencies.queries.usual import usual_hours
from cnss_amo.ivr.dialogue import dialogue
from cnss_amo.ivr.enums import Ending
from cnss_amo.ivr.keypad import birth_of, cards_of, keys_of
from cnss_amo.ivr.machine import Memory
from cnss_amo.ivr.memory import memory_of
from cnss_amo.ivr.models import Call
from cnss_amo.ivr.prompts import USUAL
from cnss_amo.kernel.db import keyring
from registration.enums import Channel, DocumentKind, State, SubmissionState
from registration.models import Contest, Person, RegistrationRequest
from registration.rules import Birth, births_agree
from registration.services import access_notice, activation, drafts
from registration.services.account import check_new_password
from registration.services.completion import (
    AlreadyCompleted,
    NotCompletable,
    complete_registration,
    known_about,
    why_not_completable,
)
from registration.services.identify import digests_of, document_meant, identify
from registration.services.phone_notice import phone_of

Outcome = tuple[str, Memory]
WHO = ("letters", "document", "birth", "purpose")
DRAFT = "voice"  # how far a person went by voice, in what she typed so far


@dataclass
class Acts:
    """The acts of one call at one instant, in the language of the caller."""

    call: Call
    at: datetime

    def __call__(self, name: str, memory: Memory) -> Outcome:
        """Do an act; the call is changed, and saved by whoever holds it."""
        with translation.override(memory.language or USUAL):
            return ACTS[name](self.call, memory, self.at)


# Where a dropped call goes on.


def was_cut_off(call: Call, memory: Memory, at: datetime) -> Outcome:
    """Whether this phone was cut off a moment ago, in the middle of something."""
    return ("yes" if _cut_off(call, at) else "no"), memory


def resume(call: Call, memory: Memory, at: datetime) -> Outcome:
    """Take up what was typed in the call that was cut off; its memory moves here."""
    earlier = _cut_off(call, at)
    if earlier is None:
        return "letters", memory
    kept = memory_of(earlier).kept
    memory = memory.with_kept(**{name: kept[name] for name in WHO if name in kept})
    call.sought_key, call.code_reference = earlier.sought_key, earlier.code_reference
    call.asked_at = earlier.asked_at
    Call.objects.filter(pk=earlier.pk).update(memory_sealed=None)
    again = dialogue()[earlier.state].again
    dead = call.asked_at is None or call.asked_at <= at - settings.CODE_LASTS
    return ("send_code" if again == "code" and dead else again), memory


def _cut_off(call: Call, at: datetime) -> Call | None:
    """The latest call of this phone that ended in the middle of a question worth resuming."""
    if call.caller_key is None:
        return None
    silent = Q(ending="", seen_at__lt=at - settings.VOICE_SILENCE)
    dropped = Call.objects.filter(
        Q(ending=Ending.HUNG_UP) | silent,
        caller_key=call.caller_key,
        seen_at__gt=at - settings.CODE_LASTS,
        memory_sealed__isnull=False,
    )
    latest = dropped.exclude(pk=call.pk).order_by("-seen_at").first()
    return latest if latest and dialogue()[latest.state].again else None


# Who calls, and what for.


def purpose(call: Call, memory: Memory, at: datetime) -> Outcome:
    """What the caller came for."""
    return memory.kept["purpose"], memory


def tell_number(call: Call, memory: Memory, at: datetime) -> Outcome:
    """Send her number to whoever this is; the same outcome always."""
    call.sought_key, call.asked_at = _sought(memory), at
    activation.send_number(**_who(memory), at=at)
    return "done", memory


def send_code(call: Call, memory: Memory, at: datetime) -> Outcome:
    """Send a code to whoever this is; the one asked a moment ago still serves.

    One SMS leaves at a time: after that of the number, the code waits a minute.
    """
    call.sought_key = _sought(memory)
    recent = _asked(call).filter(asked_at__gt=at - settings.CODE_COOL_DOWN)
    if asked_for := recent.filter(code_reference__isnull=False).first():
        call.code_reference, call.asked_at = asked_for.code_reference, asked_for.asked_at
        return "done", memory
    if recent.exists() or (call.asked_at and call.asked_at > at - settings.CODE_COOL_DOWN):
        return "soon", memory
    asked = activation.request_code(
        **_who(memory), channel=Channel.VOICE, session=_session(call), at=at
    )
    call.code_reference, call.asked_at = asked.reference, at
    return "done", memory


def find_code(call: Call, memory: Memory, at: datetime) -> Outcome:
    """Find the code that was asked for in an earlier call; the same outcome always."""
    call.sought_key = _sought(memory)
    asked = _asked(call).filter(asked_at__gt=at - settings.CODE_LASTS)
    earlier = asked.filter(code_reference__isnull=False).first()
    call.code_reference = earlier.code_reference if earlier else uuid4()
    call.asked_at = earlier.asked_at if earlier else at
    return "done", memory


def enter_code(call: Call, memory: Memory, at: datetime) -> Outcome:
    """Know who calls by the code; used up, it is forgotten."""
    code = memory.kept["code"]
    memory = _without(memory, "code")
    try:
        person = activation.enter_code(
            reference=str(call.code_reference), code=code, session=_session(call), at=at
        )
    except activation.WrongCode:
        return "wrong", memory
    call.person_id = person.pk
    return "right", memory


def _who(memory: Memory) -> dict[str, object]:
    birth = _birth(memory)
    cards = cards_of(memory.kept["letters"], memory.kept["document"])
    card = document_meant(document_kind=DocumentKind.CIN, documents=cards, birth=birth)
    return {"document_kind": DocumentKind.CIN, "document": card, "birth": birth}


def _birth(memory: Memory) -> Birth:
    birth = birth_of(memory.kept["birth"])
    if birth is None:
        raise ValueError("the machine keeps only what is a birth date")
    return birth


def _sought(memory: Memory) -> bytes:
    """The digest of what was typed, whoever it is."""
    said = " ".join(memory.kept[name] for name in WHO[:3])
    return keyring().digest(said, "voice")


def _session(call: Call) -> str:
    """A code serves whoever types the same identity by telephone."""
    return f"voice {bytes(call.sought_key or b'').hex()}"


def _asked(call: Call) -> QuerySet[Call]:
    """The calls that asked for an SMS to whoever this is, latest first."""
    return Call.objects.filter(sought_key=call.sought_key).order_by("-asked_at")


# Completing.


def what_is_left(call: Call, memory: Memory, at: datetime) -> Outcome:
    """What this person has still to confirm; a draft says how far she went before."""
    person = _person(call)
    memory = memory.with_shown(number=person.formatted_number, phone=phone_of(person))
    if person.state == State.COMPLETED:
        return "completed", memory
    if why_not_completable(person):
        return "nothing", memory
    reached = drafts.draft_of(person_id=person.pk, at=at).get(DRAFT)
    return reached or ("phone" if phone_of(person) else "rest"), memory


def keep_phone(call: Call, memory: Memory, at: datetime) -> Outcome:
    """The phone is hers: a dropped line does not ask again."""
    return _reached("rest", call, memory, at)


def keep_rest(call: Call, memory: Memory, at: datetime) -> Outcome:
    """Nothing changed of what the list said."""
    return _reached("notice", call, memory, at)


def check_password(call: Call, memory: Memory, at: datetime) -> Outcome:
    """Whether the password was typed twice the same, and is not one that people would guess."""
    password = memory.kept["password"]
    if password != memory.kept["password_again"]:
        return "different", memory
    try:
        check_new_password(password)
    except ValidationError:
        return "weak", memory
    person = _person(call)
    known = (memory.kept["birth"], phone_of(person)[-9:], person.formatted_number)
    return ("weak" if any(one and one in password for one in known) else "good"), memory


def complete(call: Call, memory: Memory, at: datetime) -> Outcome:
    """Complete the registration with what the list said and she confirmed."""
    person = _person(call)
    password = memory.kept.get("password", "")
    memory = _without(memory, "password", "password_again")
    said = replace(known_about(person), language=memory.language, consent=settings.NOTICE_VERSION)
    try:
        completed = complete_registration(
            person_id=person.pk,
            completion=said,
            channel=Channel.VOICE,
            principal=f"{call.platform} {call.key}",
            password=password,
            must_change=bool(password),
            at=at,
        )
    except AlreadyCompleted as already:
        return "already", memory.with_shown(number=f"{already.number:09d}")
    except NotCompletable:
        return "nothing", memory
    cause = f"completion {completed.reference}"
    access_notice.tell_number(person, cause=cause, at=at)
    if password:
        access_notice.tell_first_password(person, cause=cause, at=at)
    return "done", memory.with_shown(number=f"{completed.number:09d}")


def _person(call: Call) -> Person:
    return Person.objects.get(pk=call.person_id)


def _reached(where: str, call: Call, memory: Memory, at: datetime) -> Outcome:
    person_id = _person(call).pk
    typed = drafts.draft_of(person_id=person_id, at=at) | {DRAFT: where}
    drafts.keep_draft(person_id=person_id, typed=typed, at=at)
    return "done", memory


def _without(memory: Memory, *names: str) -> Memory:
    return replace(memory, kept={k: v for k, v in memory.kept.items() if k not in names})


# Where a request stands.


def request(call: Call, memory: Memory, at: datetime) -> Outcome:
    """Where the request or the contest stands that has this reference, of whoever this is."""
    who = _who(memory)
    birth = _birth(memory)
    cards = cards_of(memory.kept["letters"], memory.kept["document"])
    keys = digests_of(DocumentKind.CIN, cards)
    requests = RegistrationRequest.objects.filter(document_key__in=list(keys))
    submitted = [one for one in requests if births_agree(birth, _born(one))]
    submitted += Contest.objects.filter(person=identify(**who))
    for one in submitted:
        if keys_of(one.reference) == memory.kept["reference"]:
            return STANDS.get(one.state, "none"), memory
    return "none", memory


def _born(request: RegistrationRequest) -> Birth:
    return Birth(request.birth_date, request.birth_precision)


STANDS = {
    SubmissionState.DEPOSITED: "waiting",
    SubmissionState.COMPLEMENT_WANTED: "wanted",
    SubmissionState.ACCEPTED: "accepted",
    SubmissionState.REFUSED: "refused",
}


# What anybody may know.


def hours(call: Call, memory: Memory, at: datetime) -> Outcome:
    """When most agencies receive people today."""
    today = usual_hours(timezone.localdate(at))
    if not today:
        return ("unknown" if today is None else "closed"), memory
    opens, closes = today[0].opens, today[-1].closes
    return "open", memory.with_shown(opens=f"{opens:%H:%M}", closes=f"{closes:%H:%M}")


ACTS: Mapping[str, Callable[[Call, Memory, datetime], Outcome]] = {
    act.__name__: act
    for act in (
        *(was_cut_off, resume, purpose, tell_number, send_code, find_code, enter_code),
        *(what_is_left, keep_phone, keep_rest, check_password, complete, request, hours),
    )
}
