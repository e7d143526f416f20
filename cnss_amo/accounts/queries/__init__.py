"""Questions about the log of looks: does its chain hold, who looked at whom."""

from cnss_amo.accounts.queries.chain import Breach, Chain, Damage, verify_looks

__all__ = ["Breach", "Chain", "Damage", "verify_looks"]
