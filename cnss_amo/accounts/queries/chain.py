"""Does the log of looks still say what it said when it was sealed? Name each row that does not."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from enum import StrEnum
from typing import NamedTuple

from django.db import connection
from django.utils import timezone

from cnss_amo.accounts.models import LookSeal
from cnss_amo.accounts.seals import NOTHING_BEFORE, digest_of_look, digest_of_seal, digests_in, told

LOOKS_AT_ONCE = 10_000
MOST_COMPARED = 300
SEALED_WITHIN = timedelta(hours=1)

OUTSIDE = """
SELECT look.id, look.id <= %(floor)s OR look.at < %(late)s
  FROM accounts_look look
  LEFT JOIN (SELECT unnest(looks) AS id FROM accounts_lookseal) sealed ON sealed.id = look.id
 WHERE sealed.id IS NULL ORDER BY look.id
"""


class Damage(StrEnum):
    ALTERED = "ALTERED"
    DELETED = "DELETED"
    INSERTED = "INSERTED"
    REORDERED = "REORDERED"
    SEAL_ALTERED = "SEAL_ALTERED"
    SEAL_MISSING = "SEAL_MISSING"


class Breach(NamedTuple):
    """What was done to which row: a look by its id, a seal by its number."""

    damage: Damage
    row: int


@dataclass
class Chain:
    """What a verification found; `head` is the last digest, to be noted somewhere else."""

    sealed: int = 0
    seals: int = 0
    waiting: int = 0
    head: str = ""
    breaches: list[Breach] = field(default_factory=list)


def verify_looks() -> Chain:
    """Follow the chain from its first seal, read every look again, and name what does not hold."""
    chain, floor = Chain(), 0
    expected: dict[int, bytes] = {}
    altered: dict[int, tuple[bytes, str]] = {}
    for seal in _followed(chain):
        floor = seal.floor
        expected |= dict(zip(seal.looks, digests_in(seal), strict=False))
        if len(expected) >= LOOKS_AT_ONCE:
            altered |= _read_again(expected, chain)
            expected = {}
    altered |= _read_again(expected, chain)
    chain.breaches += _told_apart(altered)
    _outside(chain, floor)
    return chain


def _followed(chain: Chain) -> Iterator[LookSeal]:
    """Yield each seal in order, naming those that are altered and the places of those missing."""
    number, digest = 0, NOTHING_BEFORE
    for seal in LookSeal.objects.order_by("number").iterator(chunk_size=50):
        for missing in range(number + 1, seal.number):
            chain.breaches.append(Breach(Damage.SEAL_MISSING, missing))
        follows = seal.number != number + 1 or bytes(seal.previous) == digest
        if not follows or digest_of_seal(seal) != bytes(seal.digest):
            chain.breaches.append(Breach(Damage.SEAL_ALTERED, seal.number))
        number, digest = seal.number, bytes(seal.digest)
        chain.seals += 1
        chain.sealed += seal.count
        chain.head = digest.hex()
        yield seal


def _read_again(expected: dict[int, bytes], chain: Chain) -> dict[int, tuple[bytes, str]]:
    """Return the looks that no longer say what was sealed; name those that are gone."""
    altered = {}
    said = told(list(expected))
    for look_id, digest in expected.items():
        if look_id not in said:
            chain.breaches.append(Breach(Damage.DELETED, look_id))
        elif digest_of_look(look_id, said[look_id]) != digest:
            altered[look_id] = (digest, said[look_id])
    return altered


def _told_apart(altered: dict[int, tuple[bytes, str]]) -> Iterator[Breach]:
    """Tell a look that was moved here from another place from one whose words were changed."""
    for look_id, (_digest, said) in altered.items():
        moved = len(altered) <= MOST_COMPARED and any(
            digest_of_look(other, said) == digest for other, (digest, _said) in altered.items()
        )
        yield Breach(Damage.REORDERED if moved else Damage.ALTERED, look_id)


def _outside(chain: Chain, floor: int) -> None:
    """Name the looks that no seal covers and that one should have; count those that only wait."""
    with connection.cursor() as cursor:
        cursor.execute(OUTSIDE, {"floor": floor, "late": timezone.now() - SEALED_WITHIN})
        for look_id, is_late in cursor.fetchall():
            if is_late:
                chain.breaches.append(Breach(Damage.INSERTED, look_id))
            else:
                chain.waiting += 1
