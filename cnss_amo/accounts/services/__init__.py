"""Verbs of the accounts: record a look, name the system's actors."""

from cnss_amo.accounts.services.actors import SYSTEM_APPROVER, SYSTEM_SENDER, system_user
from cnss_amo.accounts.services.looks import record_look

__all__ = ["SYSTEM_APPROVER", "SYSTEM_SENDER", "record_look", "system_user"]
