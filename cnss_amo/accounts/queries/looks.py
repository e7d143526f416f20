"""Who looked at whom: for the auditor in full, for the insured person without a name."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db import connection
from django.db.models import QuerySet

from cnss_amo.accounts.enums import Datum, LookKind, LookReason, Role
from cnss_amo.accounts.models import Look

LATEST = 200


@dataclass(frozen=True)
class Sight:
    """A look as the insured person is told of it: when, whom it came from, what for.

    `place` is the code of the agency or point where its author worked.
    """

    at: datetime
    role: str
    kind: str
    reason: str
    shown: list[str]
    place: str = ""


@dataclass(frozen=True)
class Met:
    """Somebody whom a user saw in a while: how often, when, by what, which data in clear."""

    person_id: int
    first_at: datetime
    last_at: datetime
    times: int
    kinds: list[str]
    shown: list[str]


def looks_at(*people: int, limit: int = LATEST) -> QuerySet[Look]:
    """The last looks at a person, latest first; several ids when files were merged."""
    # Ordered by what no index holds: PostgreSQL finds them by the people, never by going back
    # through the whole log until it has enough.
    seen = Look.objects.filter(people__overlap=list(people)).select_related("user")
    return seen.order_by("-at", "-pk")[:limit]


def sights_of(*people: int, limit: int = LATEST) -> list[Sight]:
    """Who saw this person, as she is told: the role, never the colleague's name."""
    return [
        Sight(
            at=look.at,
            role=roles_in_words(look.roles),
            kind=LookKind(look.kind).label,
            reason=reason_in_words(look.reason, with_words=False),
            shown=data_in_words(look.scope),
            place=look.place,
        )
        for look in looks_at(*people, limit=limit)
    ]


MET = """
SELECT person, min(at), max(at), count(*), array_agg(DISTINCT kind),
       array_remove(array_agg(DISTINCT datum), NULL)
  FROM accounts_look
 CROSS JOIN LATERAL unnest(people) AS shown (person)
  LEFT JOIN LATERAL unnest(scope) AS clear (datum) ON true
 WHERE user_id = %(user)s AND at >= %(begins)s AND at < %(ends)s
 GROUP BY person ORDER BY min(at), person
"""


def people_met(user_id: int, begins: datetime, ends: datetime) -> list[Met]:
    """Which people a user saw between two instants, and which of their data in clear."""
    with connection.cursor() as cursor:
        cursor.execute(MET, {"user": user_id, "begins": begins, "ends": ends})
        return [Met(*row) for row in cursor.fetchall()]


def reason_in_words(reason: str, *, with_words: bool = True) -> str:
    """Why, as the log keeps it: the reason's label, then the words added to it."""
    code, colon, words = reason.partition(": ")
    if code not in LookReason.values:
        return reason if with_words else ""
    label = str(LookReason(code).label)
    return f"{label} ({words})" if colon and with_words else label


def data_in_words(scope: Iterable[str]) -> list[str]:
    """The data shown in clear, by their names."""
    return [str(Datum(name).label) if name in Datum.values else name for name in scope]


def roles_in_words(roles: Iterable[str]) -> str:
    """The roles held, in words; nothing for an actor of the system."""
    return ", ".join(str(Role(role).label) if role in Role.values else role for role in roles)
