"""Questions about people: who is it, what is in her file, is the register what it was.

Everything another package may use is named here.
"""

from registration.queries.fingerprint import register_hash
from registration.queries.merging import files_of, standing_file
from registration.queries.opened import Opened, opened_accounts
from registration.queries.person import Happening, PersonFile, person_file
from registration.queries.relatives import Relative, Tie, relatives
from registration.queries.search import Match, Reason, find_people
from registration.queries.spaces import latest_corrections, open_sessions

__all__ = [
    "Happening",
    "Match",
    "Opened",
    "PersonFile",
    "Reason",
    "Relative",
    "Tie",
    "files_of",
    "find_people",
    "latest_corrections",
    "open_sessions",
    "opened_accounts",
    "person_file",
    "register_hash",
    "relatives",
    "standing_file",
]
