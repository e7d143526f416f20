"""Verbs of the accounts: record a look, seal the log, name the system's actors."""

from cnss_amo.accounts.services.actors import SYSTEM_APPROVER, SYSTEM_SENDER, system_user
from cnss_amo.accounts.services.looks import record_look
from cnss_amo.accounts.services.sealing import seal_looks
from cnss_amo.accounts.services.watch import (
    OwnStop,
    StoppedForToday,
    acknowledge,
    add_canary,
    follow_canary,
    lift_stop,
    remove_canary,
    sync_caps,
    tell_of_stop,
)

__all__ = [
    "OwnStop",
    "SYSTEM_APPROVER",
    "SYSTEM_SENDER",
    "StoppedForToday",
    "acknowledge",
    "add_canary",
    "follow_canary",
    "lift_stop",
    "record_look",
    "remove_canary",
    "seal_looks",
    "sync_caps",
    "system_user",
    "tell_of_stop",
]
