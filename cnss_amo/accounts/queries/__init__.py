"""Questions about the log of looks: does its chain hold, who looked at whom."""

from cnss_amo.accounts.queries.chain import Breach, Chain, Damage, verify_looks
from cnss_amo.accounts.queries.looks import (
    Met,
    Sight,
    data_in_words,
    looks_at,
    people_met,
    reason_in_words,
    roles_in_words,
    sights_of,
)

__all__ = [
    "Breach",
    "Chain",
    "Damage",
    "Met",
    "Sight",
    "data_in_words",
    "looks_at",
    "people_met",
    "reason_in_words",
    "roles_in_words",
    "sights_of",
    "verify_looks",
]
