"""Record who looked at whom."""

from collections.abc import Iterable
from datetime import datetime, time
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import connection
from django.utils import timezone

from cnss_amo.accounts.enums import COUNTING, Door, LookKind
from cnss_amo.accounts.models import Look, User
from cnss_amo.accounts.services import watch
from cnss_amo.kernel.db import keyring

# One statement a page: what the user's day counts with these people, by the bounds of her widest
# role; the look, unless the stop refuses it; whether one of these people is a canary. Somebody
# opened weighs `opened`, somebody whom searches only showed weighs 1.
WRITE = """
WITH seen AS (
    SELECT person, max(CASE kind WHEN 'SEARCH' THEN 1 ELSE %(opened)s END) AS weight
      FROM accounts_look, unnest(people) person
     WHERE user_id = %(user_id)s AND at >= %(midnight)s AND kind = ANY(%(counting)s)
     GROUP BY person
), shown AS (
    SELECT DISTINCT person, CASE %(kind)s WHEN 'SEARCH' THEN 1 ELSE %(opened)s END AS weight
      FROM unnest(%(people)s::bigint[]) person WHERE %(kind)s = ANY(%(counting)s)
), counted AS MATERIALIZED (
    SELECT COALESCE((SELECT sum(weight) FROM seen), 0) AS before,
           (SELECT COALESCE(sum(greatest(shown.weight - COALESCE(seen.weight, 0), 0)), 0)
              FROM shown LEFT JOIN seen USING (person)) AS fresh
), bound AS (
    SELECT %(opened)s * warn AS warn, %(opened)s * stop AS stop
      FROM accounts_dailycap WHERE role = ANY(%(roles)s)
     ORDER BY stop DESC, warn DESC LIMIT 1
), day AS (
    SELECT before / %(opened)s AS before, (before + fresh) / %(opened)s AS after,
           fresh > 0 AND COALESCE(before + fresh >= warn, false) AS warns,
           fresh > 0 AND COALESCE(before + fresh > stop, false) AND NOT EXISTS (
               SELECT FROM accounts_caplift WHERE user_id = %(user_id)s AND day = %(today)s
           ) AS stops
      FROM counted LEFT JOIN bound ON true
), written AS (
    INSERT INTO accounts_look (user_id, kind, door, people, about, query_key, request_id,
                               reason, scope, roles, place)
    SELECT %(user_id)s, %(kind)s, %(door)s, %(people)s::bigint[], %(about)s, %(query_key)s,
           %(request_id)s::uuid, %(reason)s, %(scope)s::varchar[], %(roles)s::varchar[], %(place)s
      FROM day WHERE NOT stops
    RETURNING id, at
)
SELECT written.id, written.at, before, after, warns,
       EXISTS (SELECT FROM accounts_canaryperson WHERE person_id = ANY(%(people)s::bigint[]))
  FROM day LEFT JOIN written ON true
"""


def record_look(
    *,
    user: User | None,
    kind: LookKind,
    people: Iterable[int],
    door: Door = Door.PAGE,
    about: str = "",
    query: str = "",
    request_id: UUID | None = None,
    reason: str = "",
    scope: Iterable[str] = (),
    place: str = "",
) -> Look:
    """Write that somebody saw these people; called in the transaction that shows them.

    `scope` names the data shown in clear, `place` the agency or point worked at, where known.
    A page that cannot record its look is not shown: the write fails, the transaction with it.
    Raise StoppedForToday when these people pass the user's daily cap.
    """
    known = user if user and user.is_authenticated else None
    told = {
        "kind": str(kind),
        "door": str(door),
        "people": list(people),
        "about": about,
        "query_key": keyring().digest(query, "query") if query else None,
        "request_id": request_id and str(request_id),
        "reason": reason,
        "scope": list(scope),
        "roles": sorted(known.roles) if known else [],
        "place": place,
    }
    look_id, at, *counted = _write(known, told)
    day = watch.Day(*counted)
    if known and look_id is None:
        raise watch.StoppedForToday(known, day.before)
    look = Look(pk=look_id, at=at, user=known, **told)
    watch.tell(day, look)
    return look


def _write(user: User | None, told: dict[str, Any]) -> tuple[Any, ...]:
    now = timezone.localtime()
    asked = {
        "user_id": user and user.pk,
        "midnight": datetime.combine(now.date(), time.min, now.tzinfo),
        "today": now.date(),
        "counting": [str(kind) for kind in COUNTING],
        "opened": settings.SEARCHED_FOR_ONE_OPENED,
    }
    with connection.cursor() as cursor:
        cursor.execute(WRITE, told | asked)
        return cursor.fetchone()
