"""What the pages are about while the table is walked: one of everything that a URL can name."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.contrib.contenttypes.models import ContentType
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from agencies.models import Approval, Posting
from cnss_amo.accounts.enums import AlertKind, Role
from cnss_amo.accounts.models import Alert, User
from cnss_amo.api.enums import Scope
from cnss_amo.api.services import open_client
from cnss_amo.queues.models import Hold
from registration.enums import Channel, PaperSeen
from registration.models import Activity, Attestation
from registration.services import propose_correction
from tests.agencies.places import make_point
from tests.authorisation.matrix import UNNAMED
from tests.liaison.lists import NOON, registered
from tests.registration.completing import make_karim
from tests.registration.merging import propose, two_files
from tests.registration.submitting import ask_for, contest, paper

ROLES = {
    "agent": (Role.AGENT, ""),
    "supervisor": (Role.SUPERVISOR, ""),
    "call_centre": (Role.CALL_CENTRE, ""),
    "manager": (Role.LIST_MANAGER, ""),
    "officer": (Role.LIST_OFFICER, "DGI"),
    "other_officer": (Role.LIST_OFFICER, "ONN"),
    "point": (Role.POINT_OPERATOR, ""),
    "auditor": (Role.AUDITOR, ""),
    "administrator": (Role.ADMINISTRATOR, ""),
}


POINT_SERVICES = ("COMPLETION", "CODE", "ATTESTATION", "IMMATRICULATION")


def post(user: User) -> None:
    """An operator works at a point approved for all that is done there."""
    if user.role_grants.filter(role=Role.POINT_OPERATOR).exists():
        point = make_point()
        for service in POINT_SERVICES:
            Approval.objects.create(point=point, service_id=service, begins_on=point.opened_on)
        Posting.objects.create(user=user, point=point, begins_on=point.opened_on)


# What the list told of the person, and what no page may tell whole.
TOLD = {
    "CIN": "AB734512",
    "TELEPHONE": "0661873245",
    "EMAIL": "karim.b@exemple.ma",
    "ADRESSE": "17 rue des Orangers",
}
WHOLE = (*TOLD.values(), "661873245", "karim.b")

# Parameters that mean something else elsewhere.
NO_CALL = {"key": "00000000-0000-4000-8000-000000000000"}
OWN = {
    "backoffice:next": {"code": "conflits"},
    "ivr:answer": NO_CALL,
    "ivr:hang_up": NO_CALL,
}
# What is asked after the address.
QUERIES = {
    "admin:autocomplete": "?app_label=agencies&model_name=posting&field_name=agency",
}


@dataclass(frozen=True)
class Scene:
    """The values that stand for the parameters of the URLs, by their names."""

    values: dict[str, Any]

    def url(self, name: str) -> str:
        """Return an address under this name, about what the scene holds."""
        if name.endswith(UNNAMED):
            return reverse("admin:index") + "nothing-here/"
        own = OWN.get(name, {})
        wanted = {one: own.get(one, self.values.get(one)) for one in _parameters(name)}
        missing = [one for one, value in wanted.items() if value is None]
        assert not missing, f"{name}: say in the scene what stands for {missing}"
        return reverse(name, kwargs=wanted) + QUERIES.get(name, "")


def one_of_everything() -> Scene:
    """A person whom a list of the tax office made, and what colleagues do about her."""
    closed = registered("DGI", TOLD)
    activity = Activity.objects.get()  # of Karim, whom the list made
    colleague = User.objects.create_user("colleague")
    hold = Hold.objects.create(
        queue="conflits",
        key="1-2",
        user=colleague,
        taken_at=NOON,
        until=NOON + timedelta(minutes=9),
    )
    correction = propose_correction(
        person_id=activity.person_id,
        values={"birth_place": "Sefrou"},
        reason="La carte dit autre chose",
        paper=PaperSeen.CIN,
        by=colleague,
        at=NOON,
    )
    merger = propose(*two_files(), colleague)
    alert = Alert.objects.create(kind=AlertKind.WARNED, user=colleague, day=NOON.date())
    attestation = Attestation.objects.create(
        person=activity.person,
        reference="7KQ2M9XH4TPDW3ZA",
        issued_at=NOON,
        channel=Channel.AGENCY,
        facts={"number": "150000018", "names": ["Karim", "B"], "names_ar": ["", ""]},
    )
    contested = contest(make_karim(cin="EE700001", phone=None), papers=[paper()])
    request = ask_for(phone="")
    owner = make_point()
    program = open_client(name="Caisse", owner=owner, scopes=[Scope.STATUS], at=NOON).client
    return Scene(
        values={
            "reference": attestation.reference,
            "person_id": activity.person_id,
            "list_id": closed.pk,
            "line": 2,
            "activity_id": activity.pk,
            "body_code": "DGI",
            "container": "csv",
            "outcome": "REGISTERED",
            "code": "BAD_CIN",
            "visit": UUID("6f1c9c52-7e0a-4d0b-9a53-0c9a4f3f2b11"),  # nobody's: it is over
            "hold_id": hold.pk,
            "alert_id": alert.pk,
            "correction_id": correction.pk,
            "merger_id": merger.pk,
            "contest_id": contested.pk,
            "request_id": request.pk,
            "question_id": contested.question.pk,
            "paper_id": contested.papers.get().pk,
            "other_id": merger.absorbed_id,
            "client_pk": program.pk,
            "pk": colleague.pk,
            "id": colleague.pk,
            "object_id": "0",
            "app_label": "registration",
            "content_type_id": ContentType.objects.get_for_model(Activity).pk,
        }
    )


def _parameters(name: str) -> list[str]:
    *namespaces, last = name.split(":")
    resolver: URLResolver = get_resolver()
    found: list[str] = []
    for namespace in namespaces:
        resolver = next(one for one in _resolvers(resolver) if one.namespace == namespace)
    for entry in _patterns(resolver):
        if entry.name == last:
            found = list(entry.pattern.regex.groupindex)
    return found


def _resolvers(resolver: URLResolver):
    for entry in resolver.url_patterns:
        if isinstance(entry, URLResolver):
            yield entry
            if not entry.namespace:
                yield from _resolvers(entry)


def _patterns(resolver: URLResolver):
    for entry in resolver.url_patterns:
        if isinstance(entry, URLPattern):
            yield entry
        elif not entry.namespace:
            yield from _patterns(entry)
