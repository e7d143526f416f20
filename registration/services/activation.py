"""Activate an access: a code on demand by SMS, or on paper from a counter.

Whoever asks is answered the same, known or not, and the same work is done: the code is drawn, the
message written; for nobody, both are taken back. A code goes to the number on file only.
"""

from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import get_language

from cnss_amo.accounts.enums import CodeKind
from cnss_amo.accounts.models import OneTimeCode, User
from cnss_amo.accounts.services import codes
from cnss_amo.accounts.services.codes import WrongCode
from cnss_amo.kernel.db import keyring
from cnss_amo.messaging.limits import may_send
from cnss_amo.messaging.recipients import MOBILE, NOBODY_S_PHONE
from cnss_amo.messaging.services import send
from registration.enums import Channel, EventKind, Language
from registration.models import Account, Event, Person
from registration.queries import standing_file
from registration.rules import Birth
from registration.services.identify import document_digest, identify

__all__ = [
    "CodeRequest",
    "WrongCode",
    "enter_code",
    "enter_code_here",
    "hand_paper_code",
    "request_code",
    "send_number",
]


@dataclass(frozen=True)
class CodeRequest:
    """What everybody who asks for a code is given: where to type it, and until when it serves."""

    reference: str
    expires_at: datetime


class _Nobody(Exception):
    """The message written was for nobody: it is taken back."""


@transaction.atomic
def request_code(
    *,
    document_kind: str,
    document: str,
    birth: Birth,
    channel: Channel,
    ip: str = "",
    session: str = "",
    has_paper: bool = False,
    at: datetime,
) -> CodeRequest:
    """Send a code to the number on file of whoever this is; the answer is always the same.

    Nothing is sent to nobody, to a number that is no Moroccan mobile, beyond the limits, or to who
    says that she holds a code on paper: the request is there for her to type it.
    """
    person = identify(document_kind=document_kind, document=document, birth=birth)
    phone = None if _is_disabled(person) else _phone_of(person)
    to = None if has_paper else phone
    goes = may_send(to=to, at=at, ip=ip, about=document_digest(document_kind, document))
    asked = _request_about(person, channel=channel, session=session, at=at)
    code = codes.draw_digits()
    digest = codes.digest_of(code, asked.reference)
    asked.digest = digest if goes else None
    asked.save(force_insert=True)
    _send(code, person=person, phone=phone or NOBODY_S_PHONE, goes=goes)
    return CodeRequest(str(asked.reference), asked.expires_at)


def enter_code(*, reference: str, code: str, session: str = "", at: datetime) -> Person:
    """Return whoever a code identifies, and use it up; raise WrongCode whatever is wrong."""
    holder = codes.enter_code(reference=reference, code=code, session=session, at=at)
    person = Person.objects.filter(pk=standing_file(holder)).first()
    if person is None or _is_disabled(person):  # nobody: her list was undone since
        raise WrongCode
    return person


def enter_code_here(*, code: str, session: str, at: datetime) -> Person:
    """Return whoever a code typed in the browser that asked for it identifies; or raise WrongCode.

    A code is used once; its second press within the minute, by the same browser, is the same act.
    """
    for reference in codes.requests_of(session, at=at):
        with suppress(WrongCode):
            return enter_code(reference=str(reference), code=code, session=session, at=at)
    again = codes.used_just_now(session=session, code=code, at=at)
    person = Person.objects.filter(pk=standing_file(again)).first() if again else None
    if person is None or _is_disabled(person):
        raise WrongCode
    return person


@transaction.atomic
def send_number(
    *, document_kind: str, document: str, birth: Birth, ip: str = "", at: datetime
) -> None:
    """Send her number to the phone on file of whoever this is; nobody is told whether it left.

    It counts among the SMS that anybody can ask for about one phone.
    """
    person = identify(document_kind=document_kind, document=document, birth=birth)
    phone = None if _is_disabled(person) else _phone_of(person)
    number = person.formatted_number if person else ""
    to = phone if number else None
    goes = may_send(to=to, at=at, ip=ip, about=document_digest(document_kind, document))
    with suppress(_Nobody), transaction.atomic():
        send(
            text="NUMBER",
            to=to or NOBODY_S_PHONE,
            language=language_of(person),
            values={"number": number},
            about_person=person and person.pk,
        )
        if not goes:
            raise _Nobody


@transaction.atomic
def hand_paper_code(
    *, person_id: int, by: User | None, channel: Channel, principal: str = "", at: datetime
) -> str:
    """Draw a code to hand to a person whose identity was checked; her former one dies."""
    standing = standing_file(person_id)
    code = codes.hand_paper_code(person_id=standing, by=by, channel=channel, at=at)
    Event.objects.create(
        person_id=standing,
        kind=EventKind.CODE_HANDED,
        in_force_on=timezone.localdate(at),
        acted_at=at,
        by=by,
        details={"channel": channel, "principal": principal},
    )
    return code


def _request_about(
    person: Person | None, *, channel: Channel, session: str, at: datetime
) -> OneTimeCode:
    """A request for a code, about somebody or nobody."""
    return OneTimeCode(
        kind=CodeKind.SMS,
        person_id=person and person.pk,
        channel=channel,
        session_key=codes.session_digest(session),
        asked_at=at,
        expires_at=at + settings.CODE_LASTS,
    )


def _phone_of(person: Person | None) -> str | None:
    """The mobile on file; a landline gets no SMS."""
    phone = keyring().unseal_text(person.phone_sealed, "phone") if person else None
    return phone if phone and MOBILE.fullmatch(phone) else None


def _is_disabled(person: Person | None) -> bool:
    pk = person.pk if person else 0
    return Account.objects.filter(pk=pk, disabled_at__isnull=False).exists()


def _send(code: str, *, person: Person | None, phone: str, goes: bool) -> None:
    """Write the message; when it goes nowhere, write it all the same and take it back."""
    values = {"code": code, "minutes": int(settings.CODE_LASTS.total_seconds() // 60)}
    with suppress(_Nobody), transaction.atomic():
        send(
            text="ACTIVATION_CODE",
            to=phone,
            language=language_of(person),
            values=values,
            about_person=person and person.pk,
        )
        if not goes:
            raise _Nobody


def language_of(person: Person | None) -> str:
    """The language to write in: the one she chose, otherwise the one of the page she asks from."""
    chosen = Account.objects.filter(pk=person.pk if person else 0).values_list("language").first()
    return chosen[0] if chosen else (get_language() or Language.FRENCH)
