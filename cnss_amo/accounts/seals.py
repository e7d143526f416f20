"""What a seal of looks says, and how it is computed: the same to seal and to verify."""

import json
from collections.abc import Sequence

from django.db import connection

from cnss_amo.accounts.models import LookSeal
from cnss_amo.kernel.db import keyring
from cnss_amo.kernel.sealing import DIGEST_BYTES

NOTHING_BEFORE = bytes(DIGEST_BYTES)

# A look as a text that depends on nothing but the row: no time zone, no order of columns.
TOLD = """
jsonb_build_array(extract(epoch FROM at), user_id, kind, door, people, about,
                  encode(query_key, 'hex'), request_id, reason, scope, roles, place)::text
"""
TOLD_BY_ID = f"SELECT id, {TOLD} FROM accounts_look WHERE id = ANY(%s)"


def told(ids: Sequence[int]) -> dict[int, str]:
    """What these looks say today, by id; those that are gone are absent."""
    with connection.cursor() as cursor:
        cursor.execute(TOLD_BY_ID, [list(ids)])
        return dict(cursor.fetchall())


def digest_of_look(look_id: int, said: str) -> bytes:
    """The digest of one look: what it says, in its place."""
    return keyring().digest(f"{look_id}:{said}", "look")


def digests_in(seal: LookSeal) -> list[bytes]:
    """The digests that a seal holds, one a look, in the order of its looks."""
    held = bytes(seal.digests)
    return [held[place : place + DIGEST_BYTES] for place in range(0, len(held), DIGEST_BYTES)]


def digest_of_seal(seal: LookSeal) -> bytes:
    """The digest of a seal: everything it covers, and the seal before."""
    covered = [
        seal.number,
        seal.sealed_at.timestamp(),
        seal.looks,
        bytes(seal.digests).hex(),
        seal.count,
        seal.highest,
        seal.floor,
        seal.ceiling,
        bytes(seal.previous).hex(),
    ]
    return keyring().digest(json.dumps(covered), "seal")
