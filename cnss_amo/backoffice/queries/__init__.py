"""Questions of the pages, gathered from several apps in few queries."""

from cnss_amo.backoffice.queries.home import (
    busiest_searchers,
    latest_lists,
    latest_looks,
    latest_results,
    lists_to_follow,
    people_registered,
)
from cnss_amo.backoffice.queries.person import PersonPage, person_page
from cnss_amo.backoffice.queries.results import results

__all__ = [
    "PersonPage",
    "busiest_searchers",
    "latest_lists",
    "latest_looks",
    "latest_results",
    "lists_to_follow",
    "people_registered",
    "person_page",
    "results",
]
