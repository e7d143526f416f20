"""The fictitious people of the sandbox, and what becomes of whoever calls about them."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID, uuid5

from django.conf import settings

from cnss_amo.api.calls import Call
from cnss_amo.api.enums import Scope
from cnss_amo.api.idempotency import Answer
from cnss_amo.api.models import Client
from cnss_amo.api.problems import Problem
from cnss_amo.api.words import code_sent, sent_to_phone
from cnss_amo.kernel.codes import code_of
from registration.enums import SubmissionState
from registration.rules import Birth, births_agree

NAMESPACE = UUID("6f1d4f0e-5a3c-4c57-9a55-0d0f3b6f2c11")
CODE = "123456"
APPROVED, NOT_APPROVED = "BAC-0001", "BAC-0002"


@dataclass(frozen=True)
class Somebody:
    """A person who does not exist, and how her registration stands."""

    document: str
    birth: Birth
    stands: str
    reference: str = ""
    number: str = ""


TO_COMPLETE, COMPLETED, NOTHING_ASKED = "to complete", "completed", "nothing asked"
PEOPLE = (
    Somebody("BS100001", Birth(date(1980, 3, 12)), TO_COMPLETE, "00000-00011", "199999016"),
    Somebody("BS100002", Birth(date(1975, 1, 1), "Y"), COMPLETED, "00000-00012"),
    Somebody("BS100003", Birth(date(1960, 7, 1)), NOTHING_ASKED),
)
REQUESTS = {
    "00000-00001": SubmissionState.DEPOSITED,
    "00000-00002": SubmissionState.COMPLEMENT_WANTED,
    "00000-00003": SubmissionState.ACCEPTED,
    "00000-00004": SubmissionState.REFUSED,
}


def place_of(client: Client, code: str, _scope: Scope, *, at: datetime) -> str:
    """Two points that do not exist, for a network; its own for a point."""
    if client.network_id is None:
        if code not in ("", client.place):
            raise Problem("not_found")
        return client.place
    if code not in (APPROVED, NOT_APPROVED):
        raise Problem("not_found")
    if code == NOT_APPROVED:
        raise Problem("not_approved")
    return code


def status(_call: Call) -> Answer:
    """The one answer of a status; nothing is sent to anybody."""
    return Answer(200, {"answer": "BY_SMS", "message": sent_to_phone()})


def start_activation(call: Call) -> Answer:
    """A reference that tells this sandbox who was asked about; no code is sent: it is 123456."""
    expires = call.at + settings.CODE_LASTS
    told = {"reference": str(_reference(call)), "expires_at": expires.isoformat()}
    return Answer(202, told | {"message": code_sent()})


def complete(call: Call) -> Answer:
    """What becomes of each of the fictitious people."""
    if not call.said["notice_read"]:
        raise Problem("notice_not_read")
    found = [one for one in PEOPLE if call.said["reference"] == _reference_of(one)]
    if not found or code_of(call.said["code"]) != CODE:
        raise Problem("wrong_code")
    [person] = found
    if person.stands == COMPLETED:
        return _problem(Problem("already_completed", extra={"reference": person.reference}))
    if person.stands == NOTHING_ASKED:
        return _problem(Problem("not_completable"))
    taken_away = {"reference": person.reference, "number": person.number}
    return Answer(201, taken_away | {"first_password": "bac-a-sable-0000"})


def deposit(call: Call) -> Answer:
    """The receipt of a request that nobody will read."""
    if not call.said["notice_read"]:
        raise Problem("notice_not_read")
    return Answer(201, _request("00000-00001", call.at))


def follow(call: Call) -> Answer:
    """One of the four requests of the sandbox."""
    reference = call.said["reference"]
    if reference not in REQUESTS:
        raise Problem("not_found")
    return Answer(200, _request(reference, call.at))


def _request(reference: str, at: datetime) -> dict[str, Any]:
    state, day = REQUESTS[reference], at.date()
    wanted = state == SubmissionState.COMPLEMENT_WANTED
    return {
        "reference": reference,
        "state": state.value,
        "state_label": str(state.label),
        "deposited_at": at.isoformat(),
        "due_on": (day + timedelta(days=60)).isoformat(),
        "complement_due_on": (day + timedelta(days=30)).isoformat() if wanted else None,
    }


def _problem(problem: Problem) -> Answer:
    return Answer(problem.status_code, problem.told())


def _reference(call: Call) -> UUID:
    """The reference of whoever this is; of nobody, when nobody here is like that."""
    document = code_of(call.said["document"])
    for person in PEOPLE:
        same = code_of(person.document) == document
        if same and births_agree(call.said["birth"], person.birth):
            return _reference_of(person)
    return uuid5(NAMESPACE, f"nobody {document}")


def _reference_of(person: Somebody) -> UUID:
    return uuid5(NAMESPACE, person.document)
