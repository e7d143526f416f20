"""What the operations do in earnest: the services of the register, as the pages call them."""

from cnss_amo.api.earnest.confirmations import answer, questions
from cnss_amo.api.earnest.lists import lists_of, one_list, return_of, send_list
from cnss_amo.api.earnest.people import complete, start_activation, status
from cnss_amo.api.earnest.places import place_of
from cnss_amo.api.earnest.requests import deposit, follow

__all__ = [
    "answer",
    "complete",
    "deposit",
    "follow",
    "lists_of",
    "one_list",
    "place_of",
    "questions",
    "return_of",
    "send_list",
    "start_activation",
    "status",
]
