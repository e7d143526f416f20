"""Who signs in, in which role; who looked at whom."""

from cnss_amo.accounts.models.looks import Look
from cnss_amo.accounts.models.seals import LookSeal
from cnss_amo.accounts.models.users import (
    IncompatibleRoles,
    RoleGrant,
    User,
    knowing_second_factor,
)
from cnss_amo.accounts.models.watch import Alert, CanaryPerson, CapLift, DailyCap

__all__ = [
    "Alert",
    "CanaryPerson",
    "CapLift",
    "DailyCap",
    "IncompatibleRoles",
    "Look",
    "LookSeal",
    "RoleGrant",
    "User",
    "knowing_second_factor",
]
