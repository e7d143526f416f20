"""How many checks one place may make in a minute, counted in PostgreSQL.

A place is an address of the network; only its digest is written, and forgotten within the hour.
"""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import connection

from cnss_amo.kernel.db import keyring
from registration.models import CheckAllowance

FORGOTTEN_AFTER = timedelta(hours=1)
COUNT = """
INSERT INTO registration_checkallowance AS held (place_key, minute, count) VALUES (%s, %s, 1)
ON CONFLICT ON CONSTRAINT one_allowance_per_place_and_minute DO UPDATE SET count = held.count + 1
RETURNING count
"""


def spend(place: str, *, at: datetime) -> bool:
    """Count one more check from a place; False when it made enough of them this minute."""
    minute = at.replace(second=0, microsecond=0)
    with connection.cursor() as cursor:
        cursor.execute(COUNT, [keyring().digest(place, "check-place"), minute])
        (count,) = cursor.fetchone()
    if count == 1:
        CheckAllowance.objects.filter(minute__lt=minute - FORGOTTEN_AFTER).delete()
    return count <= settings.ATTESTATION_CHECKS_PER_MINUTE
