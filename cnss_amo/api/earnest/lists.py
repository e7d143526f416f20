"""Lists by the interface: the same receipt, the same states, the same return file as the pages."""

from collections.abc import Iterator
from typing import Any

from cnss_amo.accounts.enums import Door, LookKind
from cnss_amo.accounts.services import record_look
from cnss_amo.api.calls import Call
from cnss_amo.api.idempotency import Answer
from cnss_amo.api.problems import Problem
from liaison import issues, queries, return_file
from liaison.enums import ListState
from liaison.models import ReceivedList
from liaison.services.receive import NoRoom, Sending, UnableToReceive, receive
from liaison.services.states import RowsDropped
from liaison.tasks import look_now

LISTS_A_PAGE = 50


def send_list(call: Call) -> Answer:
    """Take in the file of a list; sent twice, the same bytes are the same list."""
    said = call.said
    sending = Sending(
        body=call.client.body,
        file_name=said["file"].name,
        reference_date=said["reference_date"],
        kind=said.get("kind", ""),
        declared_rows=said.get("declared_rows"),
        encoding=said.get("encoding", ""),
    )
    try:
        reception = receive(
            sending=sending, file=said["file"], door=Door.API, by=call.client.user, at=call.at
        )
    except NoRoom as fact:
        raise Problem("unavailable", detail=str(fact), headers={"Retry-After": "3600"}) from fact
    except UnableToReceive as fact:
        raise Problem("not_taken", detail=str(fact)) from fact
    received_list = reception.received_list
    if not reception.already_received:
        look_now(received_list.pk)
    told = _told(_mine(call).get(pk=received_list.pk))
    return Answer(201, told | {"already_received": reception.already_received})


def lists_of(call: Call) -> Answer:
    """The lists of the client's body, the latest first."""
    lists = _mine(call)
    if after := call.said.get("after"):
        last = _named(call, after)
        lists = lists.filter(received_at__lte=last.received_at).exclude(
            received_at=last.received_at, pk__gte=last.pk
        )
    page = list(lists[: LISTS_A_PAGE + 1])
    shown = page[:LISTS_A_PAGE]
    following = shown[-1].reference if len(page) > LISTS_A_PAGE else None
    return Answer(200, {"results": [_told(one) for one in shown], "next": following})


def one_list(call: Call) -> Answer:
    """One list, and how far it is."""
    return Answer(200, _told(_named(call, call.said["reference"])))


def return_of(call: Call) -> Iterator[bytes]:
    """The return file, piece by piece; the look at it written first."""
    received_list = _named(call, call.said["reference"])
    if received_list.rows_dropped_at:
        raise Problem("gone", detail=str(RowsDropped(received_list)))
    if received_list.state != ListState.CLOSED:
        raise Problem("not_ready")
    record_look(
        user=call.client.user,
        kind=LookKind.RETURN_FILE,
        people=[],
        door=Door.API,
        about=received_list.reference,
        request_id=call.request_id,
        place=call.place[:20],
    )
    return return_file.stream_csv(received_list.pk)


def _mine(call: Call) -> Any:
    return queries.main_lists_of(call.client.body_id)


def _named(call: Call, reference: str) -> ReceivedList:
    """A list of the client's body by its reference; another body's does not exist."""
    found = _mine(call).named(reference).first() if reference.isascii() else None
    if found is None:
        raise Problem("not_found")
    return found


def _told(received_list: ReceivedList) -> dict[str, Any]:
    """A list as programs read it: counts, never people."""
    plan = received_list.plan
    return {
        "reference": received_list.reference,
        "state": received_list.state,
        "state_label": received_list.get_state_display(),
        "file_name": received_list.file_name,
        "sha256": bytes(received_list.sha256).hex(),
        "size": received_list.size,
        "kind": received_list.kind,
        "reference_date": received_list.reference_date.isoformat(),
        "received_at": received_list.received_at.isoformat(),
        "closed_at": received_list.closed_at and received_list.closed_at.isoformat(),
        "rows_read": received_list.rows_read,
        "rows_expected": received_list.expected_rows,
        "rows_registered": getattr(received_list, "rows_done", None) or 0,
        "outcomes": received_list.outcomes or plan.get("outcomes", {}),
        "issues": plan.get("issues", received_list.issues),
        "missing": received_list.missing,
        "reason": _reason(received_list),
        "return_file": received_list.state == ListState.CLOSED
        and received_list.rows_dropped_at is None,
    }


def _reason(received_list: ReceivedList) -> dict[str, str] | None:
    code = received_list.reason_code
    if code not in issues.REFUSALS:
        return {"code": code, "detail": code} if code else None
    return {
        "code": code,
        "detail": issues.refusal_reason(code, received_list.reason_details),
    }
