"""What the operations do in the sandbox: fixed answers about fictitious people, and nothing else.

No service of the register is called from here, and while a sandbox operation runs the database is
closed to it: `closed_register` refuses every statement. The people and what becomes of them are in
`people.py`, and in docs/api/README.md for those who write programs.
"""

from cnss_amo.api.sandbox.closed import SandboxReachedOut, closed_register
from cnss_amo.api.sandbox.liaison import answer, lists_of, one_list, questions, return_of, send_list
from cnss_amo.api.sandbox.people import (
    complete,
    deposit,
    follow,
    place_of,
    start_activation,
    status,
)

__all__ = [
    "SandboxReachedOut",
    "answer",
    "closed_register",
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
