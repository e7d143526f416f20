"""How often each client may ask for each operation: a minute and a day, counted in PostgreSQL.

Counted before the act and outside its transaction: what fails has counted too, and nobody waits
for the act of another.
"""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import connection
from django.utils import timezone

from cnss_amo.api.models import Allowance, Client
from cnss_amo.api.problems import Problem

MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)
COUNT = """
INSERT INTO api_allowance AS held (client_id, operation, seconds, since, count)
VALUES (%(client)s, %(operation)s, 60, %(minute)s, 1),
       (%(client)s, %(operation)s, 86400, %(day)s, 1)
ON CONFLICT ON CONSTRAINT one_allowance_per_operation_and_while
DO UPDATE SET count = held.count + 1
RETURNING seconds, count
"""


def spend(client: Client, operation: str, *, at: datetime) -> None:
    """Count one more call; raise Problem when the client made enough of them."""
    here = timezone.localtime(at)
    began = {
        60: here.replace(second=0, microsecond=0),
        86400: here.replace(hour=0, minute=0, second=0, microsecond=0),
    }
    said = {"client": client.pk, "operation": operation, "minute": began[60], "day": began[86400]}
    with connection.cursor() as cursor:
        cursor.execute(COUNT, said)
        counts = dict(cursor.fetchall())
    most = dict(zip((60, 86400), settings.API_RATES[operation], strict=True))
    over = [seconds for seconds, count in counts.items() if count > most[seconds]]
    if over:
        ends = began[max(over)] + timedelta(seconds=max(over))
        wait = max(1, int((ends - here).total_seconds()) + 1)
        raise Problem("too_many_requests", headers={"Retry-After": str(wait)})


def forget_old_counts(*, at: datetime) -> int:
    """Drop the counts of former days."""
    return Allowance.objects.filter(since__lt=at - 2 * DAY).delete()[0]
