"""What the Django admin opens to whom: each role that enters it has its group of permissions."""

from collections.abc import Iterable

from django.contrib.auth.models import Group, Permission
from django.db import transaction
from django.db.models import Q

from cnss_amo.accounts.enums import Role

ADMINISTRATORS = "Administrateurs"
AUDITORS = "Auditeurs"
GROUP_OF_ROLE = {Role.ADMINISTRATOR: ADMINISTRATORS, Role.AUDITOR: AUDITORS}

OURS = ("accounts", "agencies", "messaging", "registration", "liaison", "api")
REFERENCE_DATA = (
    "accounts.user",
    "accounts.roleproposal",
    "accounts.dailycap",
    "agencies.agency",
    "agencies.approval",
    "agencies.holiday",
    "agencies.openinghours",
    "agencies.partnernetwork",
    "agencies.point",
    "agencies.posting",
    "agencies.ramadan",
    "agencies.stop",
    "agencies.timetable",
    "api.client",
    "liaison.liaisonbody",
    "liaison.mandate",
)
REMOVABLE = (
    "accounts.rolegrant",
    "accounts.roleproposal",
    "agencies.holiday",
    "agencies.openinghours",
    "agencies.ramadan",
)
SECRET = ("accounts.canaryperson",)


@transaction.atomic
def sync_groups() -> None:
    """Give each group exactly its permissions; a model that does not exist yet gives none."""
    seen = Q(content_type__app_label__in=OURS, codename__startswith="view_")
    kept = _permissions("add", REFERENCE_DATA) | _permissions("change", REFERENCE_DATA)
    secret = _permissions("view", SECRET)
    for name, rights in (
        (AUDITORS, seen),
        (ADMINISTRATORS, seen & ~secret | kept | _permissions("delete", REMOVABLE)),
    ):
        group, _created = Group.objects.get_or_create(name=name)
        group.permissions.set(Permission.objects.filter(rights))


def permissions_of(roles: Iterable[str]) -> set[str]:
    """What the Django admin lets somebody with these roles do, as `app.codename`."""
    names = [name for role, name in GROUP_OF_ROLE.items() if role in roles]
    held = Permission.objects.filter(group__name__in=names) if names else Permission.objects.none()
    return {
        f"{app}.{code}" for app, code in held.values_list("content_type__app_label", "codename")
    }


def _permissions(verb: str, models: tuple[str, ...]) -> Q:
    wanted = Q()
    for label in models:
        app, model = label.split(".")
        wanted |= Q(content_type__app_label=app, codename=f"{verb}_{model}")
    return wanted
