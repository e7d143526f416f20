"""Who signs in, in which role; who looked at whom."""

from cnss_amo.accounts.models.looks import Look
from cnss_amo.accounts.models.seals import LookSeal
from cnss_amo.accounts.models.users import RoleGrant, User

__all__ = ["Look", "LookSeal", "RoleGrant", "User"]
