"""The fictitious lists and questions of the sandbox, for the programs of the liaison bodies."""

import hashlib
from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _

from cnss_amo.api.calls import Call
from cnss_amo.api.idempotency import Answer
from cnss_amo.api.problems import Problem
from liaison.enums import ListKind, ListState
from liaison.issues import refusal_reason
from registration.enums import Membership

CLOSED, PLANNED, REFUSED = "000001", "000002", "000003"
STATES = {CLOSED: ListState.CLOSED, PLANNED: ListState.PLANNED, REFUSED: ListState.REFUSED}
RECEIVED_AT, CLOSED_AT = "2026-01-05T09:00:00+01:00", "2026-01-05T09:04:12+01:00"
OUTCOMES = {"REGISTERED": 8, "UNCHANGED": 1, "REFUSED": 1}
REASON = "TRUNCATED_GZIP"
RETURN_FILE = (
    "CIN;NOM;PRENOM;LIGNE;RESULTAT;CODES;COLONNES;EXPLICATION;EXPLICATION_AR;NUMERO\r\n"
    "123;FICTIF;Bac;7;REFUSED;BAD_CIN;CIN;« 123 » n'est pas un numéro de CIN.;;\r\n"
)
# Questions that wait, by reference; one more was answered before.
WAITING, ANSWERED = ("1-00000000000a", "2-00000000000b"), "3-00000000000c"


def send_list(call: Call) -> Answer:
    """A receipt; the bytes are read for their digest, and kept nowhere."""
    file = call.said["file"]
    sha256 = hashlib.sha256()
    for piece in file.chunks():
        sha256.update(piece)
    told = _list(call, PLANNED) | {
        "reference": f"{call.client.body_id}-{CLOSED}",
        "state": ListState.RECEIVED.value,
        "state_label": str(ListState.RECEIVED.label),
        "file_name": file.name,
        "sha256": sha256.hexdigest(),
        "size": file.size,
        "kind": call.said.get("kind") or ListKind.PARTIAL.value,
        "reference_date": call.said["reference_date"].isoformat(),
        "received_at": call.at.isoformat(),
        "rows_read": 0,
        "rows_expected": None,
        "outcomes": {},
        "issues": {},
    }
    return Answer(201, told | {"already_received": False})


def lists_of(call: Call) -> Answer:
    """The three lists of the sandbox, all on one page."""
    if call.said.get("after"):
        _number(call, call.said["after"])
        return Answer(200, {"results": [], "next": None})
    return Answer(200, {"results": [_list(call, number) for number in STATES], "next": None})


def one_list(call: Call) -> Answer:
    """One of them."""
    return Answer(200, _list(call, _number(call, call.said["reference"])))


def return_of(call: Call) -> Iterator[bytes]:
    """The return file of the one that is closed."""
    if _number(call, call.said["reference"]) != CLOSED:
        raise Problem("not_ready")
    return iter([b"\xef\xbb\xbf", RETURN_FILE.encode()])


def questions(call: Call) -> Answer:
    """The two questions that wait, all on one page."""
    after = call.said.get("after")
    if after and after not in WAITING:
        raise Problem("not_found")
    waiting = [] if after else [_question(reference) for reference in WAITING]
    return Answer(200, {"results": waiting, "next": None})


def answer(call: Call) -> Answer:
    """The answer as it would be written; it is written nowhere."""
    reference, said = call.said["reference"], call.said
    if reference == ANSWERED:
        raise Problem("already_answered")
    if reference not in WAITING:
        raise Problem("not_found")
    if said["answer"] == Membership.NOT_MEMBER and not said.get("reason"):
        error = {"field": "reason", "code": "required", "detail": _("Donnez le motif.")}
        raise Problem("invalid_fields", errors=[error])
    told = {"reference": reference, "answer": said["answer"], "answered_at": call.at.isoformat()}
    return Answer(200, told)


def _number(call: Call, reference: str) -> str:
    body, _dash, number = reference.rpartition("-")
    if body != call.client.body_id or number not in STATES:
        raise Problem("not_found")
    return number


def _list(call: Call, number: str) -> dict[str, Any]:
    state = STATES[number]
    closed, refused = state == ListState.CLOSED, state == ListState.REFUSED
    return {
        "reference": f"{call.client.body_id}-{number}",
        "state": state.value,
        "state_label": str(state.label),
        "file_name": "bac-a-sable.csv",
        "sha256": hashlib.sha256(number.encode()).hexdigest(),
        "size": 1024,
        "kind": ListKind.PARTIAL.value,
        "reference_date": "2026-01-01",
        "received_at": RECEIVED_AT,
        "closed_at": CLOSED_AT if closed else None,
        "rows_read": 0 if refused else 10,
        "rows_expected": None if refused else 10,
        "rows_registered": 8 if closed else 0,
        "outcomes": {} if refused else OUTCOMES,
        "issues": {} if refused else {"BAD_CIN": 1},
        "missing": 0,
        "reason": {"code": REASON, "detail": refusal_reason(REASON, {})} if refused else None,
        "return_file": closed,
    }


def _question(reference: str) -> dict[str, Any]:
    return {
        "reference": reference,
        "about": "request",
        "sub_category": "CPU",
        "document_kind": "CIN",
        "document": f"BS••••0{reference[0]}",
        "last_name": "Fictif",
        "first_name": "Bac",
        "birth": "1985-05-05",
        "professional_id": "",
        "asked_at": "2026-01-06T10:00:00+01:00",
        "due_on": "2026-02-05",
    }
