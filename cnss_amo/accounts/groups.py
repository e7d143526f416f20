"""What the Django admin opens to whom: two groups, which follow from the roles held."""

from django.contrib.auth.models import Group, Permission
from django.db import transaction
from django.db.models import Q

from cnss_amo.accounts.enums import Role
from cnss_amo.accounts.models import User

ADMINISTRATORS = "Administrateurs"
AUDITORS = "Auditeurs"
GROUP_OF_ROLE = {Role.ADMINISTRATOR: ADMINISTRATORS, Role.AUDITOR: AUDITORS}

OURS = ("accounts", "agencies", "messaging", "registration", "liaison")
REFERENCE_DATA = (
    "accounts.user",
    "accounts.rolegrant",
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
    "liaison.liaisonbody",
    "liaison.mandate",
)
REMOVABLE = (
    "accounts.rolegrant",
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


def align_groups(user: User) -> None:
    """Open the Django admin to whoever holds a role that needs it, and to nobody else."""
    held = set(user.role_grants.values_list("role", flat=True))
    names = [name for role, name in GROUP_OF_ROLE.items() if role in held]
    user.groups.set([Group.objects.get_or_create(name=name)[0] for name in names])
    user.is_staff = bool(names)
    user.save(update_fields=["is_staff"])


def _permissions(verb: str, models: tuple[str, ...]) -> Q:
    wanted = Q()
    for label in models:
        app, model = label.split(".")
        wanted |= Q(content_type__app_label=app, codename=f"{verb}_{model}")
    return wanted
