"""The demonstration: a cast with logins, the lists of demo/ passed through the real workers, then
people of a list who complete through each of the five channels of a running server.
"""

from cnss_amo.backoffice.demonstration.channels import Scene, walk_five_channels
from cnss_amo.backoffice.demonstration.lists import (
    expectations,
    funnel_table,
    make_cast,
    open_network,
    play,
)

__all__ = [
    "Scene",
    "expectations",
    "funnel_table",
    "make_cast",
    "open_network",
    "play",
    "walk_five_channels",
]
