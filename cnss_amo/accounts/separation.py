"""Who makes does not check: the pairs of roles that nobody holds together, from a reviewed file."""

import tomllib
from collections.abc import Iterable
from pathlib import Path

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from cnss_amo.accounts.models import IncompatibleRoles, RoleGrant

FILE = Path(__file__).with_name("incompatible_roles.toml")


def pairs_of_the_file() -> list[IncompatibleRoles]:
    """Read the file: each pair in alphabetical order, with its reason in both languages."""
    told = tomllib.loads(FILE.read_text(encoding="utf-8"))["incompatible"]
    pairs = []
    for entry in told:
        for other in entry["with"]:
            first, second = sorted((entry["role"], other))
            pairs.append(
                IncompatibleRoles(
                    first=first, second=second, reason_fr=entry["fr"], reason_ar=entry["ar"]
                )
            )
    return pairs


@transaction.atomic
def sync_incompatible_roles() -> list[str]:
    """Make the table say what the file says; return who already holds a pair that is new."""
    IncompatibleRoles.objects.all().delete()
    IncompatibleRoles.objects.bulk_create(pairs_of_the_file())
    held: dict[str, set[str]] = {}
    for username, role in RoleGrant.objects.values_list("user__username", "role"):
        held.setdefault(username, set()).add(role)
    pairs = list(IncompatibleRoles.objects.all())
    return sorted(
        username
        for username, roles in held.items()
        if any({pair.first, pair.second} <= roles for pair in pairs)
    )


def check_together(roles: Iterable[str]) -> None:
    """Raise ValidationError when two of these roles never go together: which, and why."""
    held = set(roles)
    pair = IncompatibleRoles.objects.filter(first__in=held, second__in=held).first()
    if pair:
        raise ValidationError(
            _("« %(first)s » et « %(second)s » ne vont pas à la même personne. %(reason)s")
            % {
                "first": pair.get_first_display(),
                "second": pair.get_second_display(),
                "reason": pair.reason,
            }
        )
