"""Verbs of the accounts: record a look, seal the log, name the system's actors."""

from cnss_amo.accounts.services.actors import SYSTEM_APPROVER, SYSTEM_SENDER, system_user
from cnss_amo.accounts.services.looks import record_look
from cnss_amo.accounts.services.sealing import seal_looks

__all__ = ["SYSTEM_APPROVER", "SYSTEM_SENDER", "record_look", "seal_looks", "system_user"]
