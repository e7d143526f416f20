"""Give a role: one colleague proposes it, another confirms it. Taking one back needs nobody."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from cnss_amo.accounts.enums import Role
from cnss_amo.accounts.models import RoleGrant, RoleProposal, User
from cnss_amo.accounts.separation import check_together


class OwnProposal(ValidationError):
    """Who proposed a role, or would hold it, is not the second person."""


@transaction.atomic
def confirm_role(*, proposal_id: int, by: User) -> RoleGrant:
    """Give the role that another proposed: it serves at the next page.

    Raises RoleProposal.DoesNotExist when it was decided meanwhile, OwnProposal, and
    ValidationError when the roles do not go together.
    """
    proposal = RoleProposal.objects.select_for_update().get(pk=proposal_id)
    if by.pk in (proposal.proposed_by_id, proposal.user_id):
        raise OwnProposal(_("Un rôle se confirme par un autre que celui qui l'a proposé."))
    held = RoleGrant.objects.filter(user=proposal.user_id).values_list("role", flat=True)
    check_together([*held, proposal.role])
    grant, _is_new = RoleGrant.objects.get_or_create(
        user_id=proposal.user_id,
        role=proposal.role,
        body=proposal.body,
        defaults={"proposed_by_id": proposal.proposed_by_id, "approved_by": by},
    )
    proposal.delete()
    return grant


@transaction.atomic
def refuse_role(*, proposal_id: int) -> None:
    """Drop a proposal; raise RoleProposal.DoesNotExist when it was decided meanwhile."""
    RoleProposal.objects.select_for_update().get(pk=proposal_id).delete()


def found_administrator(*, user: User) -> RoleGrant:
    """Make one of the two administrators that no other can propose.

    The database refuses a third: raises IntegrityError.
    """
    return RoleGrant.objects.create(user=user, role=Role.ADMINISTRATOR)
