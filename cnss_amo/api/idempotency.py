"""An act asked twice under one key is done once, and answered twice the same.

The key is written in the transaction of the act: whoever sends it a second time at the same instant
waits for the first, then reads its answer. An act that fails leaves no key behind.
"""

import json
import re
from collections.abc import Callable
from datetime import datetime
from typing import Any, NamedTuple

from django.conf import settings
from django.db import OperationalError, connection, transaction
from psycopg2.errors import LockNotAvailable
from rest_framework.request import Request

from cnss_amo.api.models import Client, KeptAnswer
from cnss_amo.api.problems import Problem
from cnss_amo.kernel.db import keyring

HEADER = "Idempotency-Key"
SHAPE = re.compile(r"[A-Za-z0-9_-]{8,64}", re.ASCII)
LABEL = "api-answer"
# A key that expired serves again, for whoever comes first.
TAKE = """
INSERT INTO api_keptanswer AS kept (client_id, key, said, expires_at)
VALUES (%(client)s, %(key)s, %(said)s, %(expires)s)
ON CONFLICT ON CONSTRAINT one_answer_per_client_and_key
DO UPDATE SET said = excluded.said, status = NULL, sealed = NULL, expires_at = excluded.expires_at
 WHERE kept.expires_at <= %(at)s
RETURNING id
"""


class Answer(NamedTuple):
    """What an operation answers: a status and a body that JSON can hold."""

    status: int
    body: dict[str, Any]
    replayed: bool = False


def key_of(request: Request) -> str:
    """The key of an act; raise Problem when there is none."""
    key = request.headers.get(HEADER, "")
    if not SHAPE.fullmatch(key):
        raise Problem("no_key")
    return key


def digest_of(*said: object) -> bytes:
    """The digest of a demand: the same words in another order are the same demand."""
    return keyring().digest(json.dumps(said, sort_keys=True, default=str), LABEL)


def once(
    *, client: Client, key: str, said: bytes, act: Callable[[], Answer], at: datetime
) -> Answer:
    """Do an act and keep its answer, or give the answer kept; raise Problem for another demand."""
    try:
        with transaction.atomic():
            taken = _take(client, keyring().digest(f"{client.pk} {key}", LABEL), said, at)
            if isinstance(taken, KeptAnswer):
                return _kept(taken, said)
            answer = act()
            sealed = keyring().seal(json.dumps(answer.body), LABEL)
            KeptAnswer.objects.filter(pk=taken).update(status=answer.status, sealed=sealed)
            return answer
    except OperationalError as fault:
        if isinstance(fault.__cause__, LockNotAvailable):
            raise Problem("in_progress", headers={"Retry-After": "5"}) from fault
        raise


def _take(client: Client, key: bytes, said: bytes, at: datetime) -> int | KeptAnswer:
    """Take a key, waiting for whoever holds it; return the row taken, or the answer kept."""
    told = {"client": client.pk, "key": key, "said": said, "at": at}
    told["expires"] = at + settings.API_ANSWERS_KEPT
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL lock_timeout = %s", [settings.API_WAITS])
        cursor.execute(TAKE, told)
        row = cursor.fetchone()
    return row[0] if row else KeptAnswer.objects.get(client=client, key=key)


def _kept(kept: KeptAnswer, said: bytes) -> Answer:
    if bytes(kept.said) != said:
        raise Problem("key_reused")
    return Answer(kept.status, json.loads(keyring().unseal(kept.sealed, LABEL)), replayed=True)


def forget_old_answers(*, at: datetime) -> int:
    """Forget the answers that expired."""
    return KeptAnswer.objects.filter(expires_at__lte=at).delete()[0]
