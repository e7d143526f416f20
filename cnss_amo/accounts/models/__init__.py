"""Who signs in, in which role; who looked at whom."""

from cnss_amo.accounts.models.codes import CodeTry, Failure, OneTimeCode
from cnss_amo.accounts.models.looks import Look
from cnss_amo.accounts.models.seals import LookSeal
from cnss_amo.accounts.models.users import (
    IncompatibleRoles,
    RoleGrant,
    RoleProposal,
    User,
    knowing_second_factor,
)
from cnss_amo.accounts.models.watch import Alert, CanaryPerson, CapLift, DailyCap

__all__ = [
    "Alert",
    "CanaryPerson",
    "CapLift",
    "CodeTry",
    "DailyCap",
    "Failure",
    "IncompatibleRoles",
    "Look",
    "LookSeal",
    "OneTimeCode",
    "RoleGrant",
    "RoleProposal",
    "User",
    "knowing_second_factor",
]
