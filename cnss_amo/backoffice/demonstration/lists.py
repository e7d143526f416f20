"""A cast with logins, and the lists of demo/ passed through the real workers."""

import hashlib
import secrets
import time
import tomllib
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from agencies.models import Agency, Point, Posting
from agencies.services.approvals import approve as approve_points
from agencies.synthesis import NetworkExists, synthesize_network
from cnss_amo.accounts.enums import Door, Role
from cnss_amo.accounts.models import RoleProposal, User
from cnss_amo.accounts.second_factor.services import enrol_ahead, take_away
from cnss_amo.accounts.services.roles import confirm_role, found_administrator
from liaison import issues, queries
from liaison.enums import IN_PROGRESS, ListState
from liaison.models import LiaisonBody, ReceivedList
from liaison.services.approve import approve
from liaison.services.receive import Sending, receive
from liaison.tasks import look_now
from registration.other_cover import import_other_cover

FOLDER = settings.BASE_DIR / "demo"
LOOK_EVERY = 0.2
LONGEST_WAIT = 300

FOUNDERS = ("administrateur", "administrateur-2")  # one proposes the roles, the other confirms
CAST = (
    *((name, Role.ADMINISTRATOR, "") for name in FOUNDERS),
    ("gestionnaire", Role.LIST_MANAGER, ""),
    ("agent", Role.AGENT, ""),
    ("superviseur", Role.SUPERVISOR, ""),
    ("teleconseiller", Role.CALL_CENTRE, ""),
    ("operateur", Role.POINT_OPERATOR, ""),
    ("auditeur", Role.AUDITOR, ""),
    ("nouvel-agent", Role.AGENT, ""),
)
NEWCOMER = "nouvel-agent"  # meets the first steps: a password of her own, then a second factor
POSTED = ("agent", "superviseur")
OPERATOR = "operateur"
DONE_AT_A_POINT = ("IMMATRICULATION", "COMPLETION", "CODE", "ATTESTATION")


@dataclass(frozen=True)
class Login:
    """A member of the cast, with the password just drawn."""

    username: str
    role: str
    password: str


@dataclass(frozen=True)
class Ending:
    """How a list of the demonstration ended, and whether that was expected."""

    file: str
    received_list: ReceivedList
    as_expected: bool


def expectations() -> dict[str, Any]:
    """What demo/expected.toml says."""
    return tomllib.loads((FOLDER / "expected.toml").read_text(encoding="utf-8"))


def make_cast(bodies: list[str]) -> list[Login]:
    """Create or find the cast, one list officer a body among them, each with a new password."""
    officers = [(f"charge-{code.lower()}", Role.LIST_OFFICER, code) for code in bodies]
    return [_login(*member) for member in (*CAST, *officers)]


@transaction.atomic
def _login(username: str, role: Role, body: str) -> Login:
    password = "-".join(secrets.token_hex(2) for _part in range(4))
    user, _created = User.objects.get_or_create(username=username)
    user.set_password(password)
    user.must_change_password = username == NEWCOMER
    user.save(update_fields=["password", "must_change_password"])
    if username == NEWCOMER:
        take_away(user=user)
    else:
        enrol_ahead(user=user)
    _give(user, role, body)
    label = f"{role.label} {body}".strip()
    return Login(username, label, password)


def _give(user: User, role: Role, body: str) -> None:
    if user.role_grants.filter(role=role, body=body).exists():
        return
    if user.username in FOUNDERS:
        found_administrator(user=user)
        return
    first, second = (User.objects.get(username=name) for name in FOUNDERS)
    proposal, _is_new = RoleProposal.objects.get_or_create(
        user=user, role=role, body=body, defaults={"proposed_by": first}
    )
    confirm_role(proposal_id=proposal.pk, by=second)


def open_network() -> None:
    """Draw a fictitious network the first time, and post the cast to an agency and a point."""
    with suppress(NetworkExists):
        synthesize_network()
    _post_operator()
    agency = Agency.objects.order_by("code").first()
    for user in User.objects.filter(username__in=POSTED, postings__isnull=True):
        Posting.objects.create(user=user, agency=agency, begins_on=agency.opened_on)


def _post_operator() -> None:
    """One point does all that is done on the pages of a point."""
    point = Point.objects.order_by("code").first()
    approve_points({point: DONE_AT_A_POINT}, on=timezone.localdate())
    for user in User.objects.filter(username=OPERATOR, postings__isnull=True):
        Posting.objects.create(user=user, point=point, begins_on=point.opened_on)


def play(tell: Callable[[str], None]) -> Iterator[Ending]:
    """Send the lists in order, approve them, follow them, and say how each ended."""
    expected = expectations()
    with (FOLDER / expected["other_cover"]).open("rb") as file:
        import_other_cover(file)
    for name in expected["order"]:
        told = expected["lists"][name]
        received_list = _pass_through(FOLDER / name, told["body"], told["reference_date"], tell)
        yield Ending(name, received_list, _ended_as(received_list, told))


def _pass_through(
    path: Path, body: str, reference_date: date, tell: Callable[[str], None]
) -> ReceivedList:
    if refused := _refused_before(path, body):
        tell(_sentence(path.name, refused))
        return refused
    officer = User.objects.get(username=f"charge-{body.lower()}")
    with path.open("rb") as file:
        reception = receive(
            sending=Sending(
                body=LiaisonBody.objects.get(code=body),
                file_name=path.name,
                reference_date=reference_date,
            ),
            file=file,
            door=Door.COMMAND,
            by=officer,
            at=timezone.now(),
        )
    list_id = reception.received_list.pk
    look_now(list_id)
    received_list = _at_rest(list_id)
    if received_list.state == ListState.PLANNED:
        manager = User.objects.get(username="gestionnaire")
        approve(list_id=list_id, by=manager, at=timezone.now())
        look_now(list_id)
        received_list = _at_rest(list_id)
    tell(_sentence(path.name, received_list))
    return received_list


def _refused_before(path: Path, body: str) -> ReceivedList | None:
    """The list that an earlier demonstration saw refused: the same bytes would be again."""
    sha256 = hashlib.sha256(path.read_bytes()).digest()
    return ReceivedList.objects.filter(body=body, sha256=sha256, state=ListState.REFUSED).first()


def _at_rest(list_id: int) -> ReceivedList:
    """Wait until the workers have nothing more to do for a list."""
    deadline = time.monotonic() + LONGEST_WAIT
    while True:
        received_list = ReceivedList.objects.get(pk=list_id)
        if received_list.state not in IN_PROGRESS or time.monotonic() > deadline:
            return received_list
        time.sleep(LOOK_EVERY)


def _sentence(file: str, received_list: ReceivedList) -> str:
    if received_list.state == ListState.REFUSED:
        reason = issues.refusal_reason(received_list.reason_code, received_list.reason_details)
        return _("%(file)s : refusée. %(reason)s") % {"file": file, "reason": reason}
    return _("%(file)s : %(state)s, lignes : %(rows)s.") % {
        "file": file,
        "state": received_list.get_state_display(),
        "rows": received_list.rows_read,
    }


def _ended_as(received_list: ReceivedList, told: dict[str, Any]) -> bool:
    return received_list.state == told["status"] and received_list.outcomes == told["outcomes"]


def funnel_table() -> Iterator[str]:
    """The funnel as the CNSS publishes it, a line a body and category, its codes first."""
    titles = (
        _("organisme"),
        _("catégorie"),
        _("reçues"),
        _("fiables"),
        _("couvertes ailleurs"),
        _("immatriculées"),
    )
    shape = "{:<10} {:<9} {:>9} {:>9} {:>19} {:>14}"
    yield shape.format(*titles)
    for row in queries.published_funnel():
        yield shape.format(
            row.body,
            row.category,
            row.received,
            row.reliable,
            row.covered_elsewhere,
            row.registered,
        )
    connection.close()
