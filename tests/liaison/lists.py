"""Small lists for the tests: only what matters to a test is said, the rest is valid."""

import io
from datetime import UTC, date, datetime

from cnss_amo.accounts.enums import Door
from cnss_amo.accounts.models import User
from cnss_amo.accounts.services import SYSTEM_APPROVER, SYSTEM_SENDER, system_user
from liaison.enums import ListState
from liaison.models import LiaisonBody, ReceivedList, Row, RowOutcome
from liaison.services import advance, approve
from liaison.services.receive import Sending, receive

NOON = datetime(2023, 1, 10, 12, tzinfo=UTC)
REFERENCE_DATE = date(2022, 12, 31)

PERSON = {
    "CIN": "AB100001",
    "NOM": "Bennani",
    "PRENOM": "Karim",
    "DATE_NAISSANCE": "12/03/1980",
    "TELEPHONE": "0612345678",
}
OWN = {
    "DGI": {"IF": "12345678", "REGIME": "CPU", "IR_ANNUEL": "1200"},
    "MAPMDREF": {"REF_EXPLOITATION": "EXP-1", "CLASSE": "3"},
    "BAM": {"NUM_AE": "AE-1", "IR_ANNUEL": "300"},
    "ARTISANAT": {"NIA": "NIA-1"},
    "ANAM": {"NUM_RAMED": "R-1"},
    "ONN": {"NUM_ORDRE": "N-1"},
    "MSPS": {"INPE": "101234567", "PROFESSION": "Médecin généraliste"},
}


def csv_of(body: str, *rows: dict[str, str], control: bool = False) -> bytes:
    """A CSV of a body, one dict of differences a row; every column that any row names."""
    full = [PERSON | OWN.get(body, {}) | row for row in rows]
    columns = list(dict.fromkeys(name for row in full for name in row))
    lines = [";".join(columns)]
    lines += [";".join(row.get(name, "") for name in columns) for row in full]
    if control:
        lines.append(f"FIN;{len(rows)}")
    return "\n".join([*lines, ""]).encode("utf-8-sig")


def send(
    body: str,
    content: bytes,
    *,
    by: User | None = None,
    name: str = "liste.csv",
    on: date = REFERENCE_DATE,
    at: datetime = NOON,
    **said,
) -> ReceivedList:
    """Receive bytes and bring them to rest: planned, stopped or refused."""
    reception = receive(
        sending=Sending(
            body=LiaisonBody.objects.get(code=body), file_name=name, reference_date=on, **said
        ),
        file=io.BytesIO(content),
        door=Door.COMMAND,
        by=by or system_user(SYSTEM_SENDER),
        at=at,
    )
    return advance.advance_to_rest(list_id=reception.received_list.pk, clock=lambda: at)


def registered(body: str, *rows: dict[str, str], **said) -> ReceivedList:
    """Send rows and register them; the list that comes back is closed."""
    received_list = send(body, csv_of(body, *rows), **said)
    assert received_list.state == ListState.PLANNED, received_list.reason_code
    return approved(received_list, at=said.get("at", NOON))


def approved(received_list: ReceivedList, *, at: datetime = NOON) -> ReceivedList:
    """Approve a planned list and register it to its end."""
    approve.approve(list_id=received_list.pk, by=system_user(SYSTEM_APPROVER), at=at)
    return advance.advance_to_rest(list_id=received_list.pk, clock=lambda: at)


def outcomes_of(received_list: ReceivedList) -> list[str]:
    """The outcome of each line, in the order of the file."""
    rows = RowOutcome.objects.filter(list_id=received_list.pk).order_by("line")
    return list(rows.values_list("outcome", flat=True))


def issues_of(received_list: ReceivedList) -> list[list[str]]:
    """The codes of the issues of each line, in the order of the file."""
    rows = Row.objects.filter(list_id=received_list.pk).order_by("line")
    return [[issue[0] for issue in row.issues or []] for row in rows]
