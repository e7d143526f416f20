"""Questions of the pages, gathered from several apps in few queries."""

from cnss_amo.backoffice.queries.home import (
    busiest_searchers,
    latest_lists,
    latest_looks,
    latest_results,
    lists_to_follow,
    people_registered,
    spaces_opened,
)
from cnss_amo.backoffice.queries.person import PersonPage, person_page
from cnss_amo.backoffice.queries.results import results
from cnss_amo.backoffice.queries.work import (
    Held,
    backlogs,
    every_backlog,
    first_waiting,
    held_about,
    held_by_team,
    in_hand_of,
    in_hands_of_team,
    latest_handovers,
    who_may_be_given,
)

__all__ = [
    "Held",
    "PersonPage",
    "backlogs",
    "busiest_searchers",
    "every_backlog",
    "first_waiting",
    "held_about",
    "held_by_team",
    "in_hand_of",
    "in_hands_of_team",
    "latest_handovers",
    "latest_lists",
    "latest_looks",
    "latest_results",
    "lists_to_follow",
    "people_registered",
    "person_page",
    "results",
    "spaces_opened",
    "who_may_be_given",
]
