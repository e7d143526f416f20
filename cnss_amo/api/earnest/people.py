"""What is asked about people: nothing is told but to the person herself.

A partner learns nothing from a document and a birth date: the number goes by SMS to the phone on
file. Only the code that the person received, and reads out, opens anything.
"""

from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.db import transaction

from agencies.enums import AgencyKind
from agencies.models import Agency, Commune
from cnss_amo.accounts.enums import Door, LookKind
from cnss_amo.accounts.services import record_look
from cnss_amo.api.calls import Call
from cnss_amo.api.earnest.codes import named
from cnss_amo.api.idempotency import Answer
from cnss_amo.api.problems import Problem
from cnss_amo.api.words import code_sent, sent_to_phone
from registration.enums import Channel
from registration.models import Person
from registration.services.activation import WrongCode, enter_code, request_code, send_number
from registration.services.completion import (
    AlreadyCompleted,
    Completion,
    NotCompletable,
    complete_registration,
    known_about,
)
from registration.services.identify import identify


def status(call: Call) -> Answer:
    """Send her number to the phone on file of whoever this is; one answer for everybody."""
    person = identify(**_identity(call.said))
    send_number(**_identity(call.said), at=call.at)
    _look(call, LookKind.SEARCH, person, query=call.said["document"])
    return Answer(200, {"answer": "BY_SMS", "message": sent_to_phone()})


def start_activation(call: Call) -> Answer:
    """Send a code to the phone on file of whoever this is; one answer for everybody."""
    request = request_code(
        **_identity(call.said), channel=Channel.POINT, session=call.session, at=call.at
    )
    person = identify(**_identity(call.said))
    _look(call, LookKind.SEARCH, person, query=call.said["document"])
    answer = {
        "reference": request.reference,
        "expires_at": request.expires_at.isoformat(),
        "message": code_sent(),
    }
    return Answer(202, answer)


def complete(call: Call) -> Answer:
    """Complete the registration of whoever the code identifies, and give what she takes away.

    A code serves once, whatever the answer.
    """
    said = call.said
    if not said["notice_read"]:
        raise Problem("notice_not_read")
    try:
        person = enter_code(
            reference=str(said["reference"]), code=said["code"], session=call.session, at=call.at
        )
    except WrongCode as wrong:
        raise Problem("wrong_code") from wrong
    _look(call, LookKind.ACT, person)
    return _completed(call, person)


def _completed(call: Call, person: Person) -> Answer:
    try:
        with transaction.atomic():
            done = complete_registration(
                person_id=person.pk,
                completion=_completion(call.said, known_about(person)),
                channel=Channel.POINT,
                principal=call.principal,
                at=call.at,
            )
    except AlreadyCompleted as fact:
        told = Problem("already_completed", extra={"reference": fact.reference})
        return Answer(told.status_code, told.told())
    except NotCompletable as fact:
        told = Problem("not_completable", detail=str(fact))
        return Answer(told.status_code, told.told())
    taken_away = {
        "reference": done.reference,
        "number": f"{done.number:09d}",
        "first_password": done.first_password,
    }
    return Answer(201, taken_away)


def _identity(said: Mapping[str, Any]) -> dict[str, Any]:
    return {name: said[name] for name in ("document_kind", "document", "birth")}


def _completion(said: Mapping[str, Any], known: Completion) -> Completion:
    """What she says, or confirms as the register holds it."""
    contact = {
        name: said.get(name) or getattr(known, name) for name in ("phone", "email", "address")
    }
    return Completion(
        **contact,
        commune=named(Commune.objects.all(), said, "commune") or known.commune,
        agency=named(Agency.objects.exclude(kind=AgencyKind.MOBILE), said, "agency"),
        language=said["language"],
        consent=settings.NOTICE_VERSION,
    )


def _look(call: Call, kind: LookKind, person: Person | None, *, query: str = "") -> None:
    """Write that this client asked about somebody, or about nobody: the same line."""
    record_look(
        user=call.client.user,
        kind=kind,
        people=[person.pk] if person else [],
        door=Door.API,
        query=query,
        request_id=call.request_id,
        place=call.place[:20],
    )
